"""Where two meet when one of them takes part from elsewhere: an address that only they are shown."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

LONGEST_LINK = 300
EXAMPLE = {"{meeting}": "m", "{table}": "1"}


def link_of(meeting, of_all=""):
    """The address of a meeting: its own, else that of its table, else that of the whole edition.

    Args:
        meeting: with its table, its request and who sits.
        of_all: the address of the edition; it serves only where somebody takes part from elsewhere.
    """
    link = meeting.request.remote_link or meeting.table.remote_link
    if not link and any(one.remote for one in meeting.sitting):
        link = of_all
    return filled(link, table=meeting.table.number, meeting=meeting.request.uid.hex)


def filled(link, *, table, meeting):
    """An address with the number of the table and the name of the meeting put in."""
    return link.replace("{table}", str(table)).replace("{meeting}", str(meeting))


def checked(text):
    """An address of the web that may hold {meeting} and {table}, or nothing.

    Raises:
        ValidationError: when it is none.
    """
    link = text.strip()
    if not link:
        return ""
    plain = re.sub("|".join(EXAMPLE), lambda found: EXAMPLE[found[0]], link)
    try:
        URLValidator(schemes=["https"])(plain)
        parts = urlsplit(plain)
        is_plain = parts.port != 0 and parts.username is None and plain.isprintable()
    except (ValueError, ValidationError):
        is_plain = False
    if not is_plain:
        raise ValidationError(_("Write an address that begins with https://."))
    if re.search("[{}]", plain):
        raise ValidationError(_("In braces only {meeting} and {table} have a meaning."))
    if len(link) > LONGEST_LINK:
        raise ValidationError(_("The web address is too long."))
    return link
