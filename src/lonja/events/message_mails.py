"""What organisers write to groups, as it reaches one reader: her language, or the other one and saying so."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from lonja.base.outbox import Mail
from lonja.base.texts import worded
from lonja.directory.places import language_name
from lonja.events.models import MessagePurpose

SALT = "events.unsubscribe"
PURPOSES = {MessagePurpose.SERVICE: "event message", MessagePurpose.NEWS: "event news"}


def letter(message, *, language, name, link=""):
    """(subject, text) of a message for a reader of that language.

    Args:
        name: how the reader is called; `{name}` and `{edition}` in the text stand for her and the edition.
        link: where she ends news; service messages have none.
    """
    with override(language):
        subject, text = worded(message.subject), worded(message.text)
        names = {"{name}": name, "{edition}": str(message.edition)}
        parts = [_filled(text.text, names), _why(message)]
        if text.is_fallback:
            note = _("The organiser wrote this message in %(language)s only.")
            parts.insert(0, note % {"language": language_name(text.language)})
        if link:
            parts.append(_("No more news from this series of events: %(link)s") % {"link": link})
        return _filled(subject.text, names), "\n\n".join(parts) + "\n"


def _filled(text, names):
    for place, value in names.items():
        text = text.replace(place, value)
    return text


def _why(message):
    if message.purpose == MessagePurpose.NEWS:
        words = _("You get this because you agreed to news from the organiser of %(edition)s.")
    else:
        words = _("You get this because you take part in %(edition)s, or have asked to.")
    return "—\n" + words % {"edition": message.edition}


def event_message(delivery, *, reader, reply_to):
    """The mail of one delivery."""
    message, participation = delivery.message, delivery.participation
    link = ""
    if message.purpose == MessagePurpose.NEWS:
        link = f"{settings.SITE_URL}{reverse('events:unsubscribe', args=[token_of(participation)])}"
    subject, text = letter(message, language=delivery.language, name=str(participation.person), link=link)
    return Mail(
        [reader], subject, text, PURPOSES[message.purpose], language=delivery.language, reply_to=reply_to,
        unsubscribe_url=link,
    )  # fmt: skip


def token_of(participation):
    """What opens the page on which somebody ends the news of a series."""
    return signing.dumps(participation.pk, salt=SALT)


def number_behind(token):
    """The number of the participation behind such a link; None when it is not ours."""
    try:
        return signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
