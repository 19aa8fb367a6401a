"""Questions to those who organise an edition."""

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.events import mails


@transaction.atomic
def ask(edition, *, subject, text, actor):
    """Pass a question on to everybody who organises an edition; they answer to the address of the account.

    The text is in their mail alone: nobody else keeps it.

    Raises:
        Refused: when nobody organises it any more.
    """
    letters = mails.question_received(edition, subject=subject, text=text, sender=actor)
    if not letters:
        raise Refused(
            _("Nobody organises this edition at present, so nobody would read your question."),
            remedy=_("Ask those in whose name it is held."),
            href=edition.event.organiser.get_absolute_url(),
        )
    for message in letters:
        outbox.send(message)
    audit.record(actor, "edition.asked", edition)
    return len(letters)
