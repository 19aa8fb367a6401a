"""Messages between two organisations that have said yes to each other."""

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit, files, outbox
from lonja.base.errors import Refused
from lonja.directory.models import Block
from lonja.directory.policies import own_organisations
from lonja.partnering import mails, policies
from lonja.partnering.models import Conversation, Message, Reading

MOST_MESSAGES_PER_DAY = 100


@transaction.atomic
def write(conversation, *, text, upload=None, actor, now):
    """Send a message, with a file if one is given; the other side is told that there is one."""
    conversation = Conversation.objects.select_for_update(of=["self"]).get(pk=conversation.pk)
    if is_closed(conversation):
        raise Refused(_("This conversation takes no more messages."))
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if conversation.messages.filter(author=actor, sent_at__gte=today).count() >= MOST_MESSAGES_PER_DAY:
        raise Refused(_("That is enough for one day in this conversation."))
    organisation = side_of(conversation, actor)
    message = Message(
        conversation=conversation, organisation=organisation, author=actor, text=text, sent_at=now
    )
    message.is_adviser = not own_organisations(actor).filter(pk=organisation.pk).exists()
    if upload:
        message.file = files.keep(upload, name=upload.name, kind="conversation", owner=actor)
    message.save()
    conversation.last_message_at = now
    conversation.save(update_fields=["last_message_at"])
    other = conversation.second if organisation == conversation.first else conversation.first
    for mail in mails.message_received(message, reader=other):
        outbox.send(mail, key=f"message-{message.pk}")
    audit.record(actor, "message.sent", message)
    return message


def side_of(conversation, actor):
    """The organisation in whose name somebody writes; their own before a client's."""
    sides = (conversation.first, conversation.second)
    own = set(own_organisations(actor).values_list("pk", flat=True))
    acting = set(policies.acting(actor).values_list("pk", flat=True))
    return next((one for ids in (own, acting) for one in sides if one.pk in ids), conversation.first)


def is_closed(conversation):
    """Whether one of the two does not want to hear from the other any more."""
    return Block.objects.between(conversation.first_id, conversation.second_id).exists()


def note_reading(conversation, *, actor, now):
    """Remember until when somebody has read."""
    Reading.objects.update_or_create(conversation=conversation, user=actor, defaults={"read_at": now})
