"""Cells as people write them, turned into values; `NotUnderstood` says what was expected.

Each function returns a parser for `Column(parse=…)`. Day comes before month, as in Europe;
ISO dates and the spreadsheet's own dates, times and numbers are taken as they are.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from lonja.base.exports import restore
from lonja.base.imports.book import plain

YES = {"yes", "y", "true", "1", "x", "si", "s", "verdadero", "✓", "✔"}
NO = {"no", "n", "false", "0", "falso", "-"}
FIRST_DAY, LAST_DAY = date(1900, 3, 1), date(9999, 12, 30)
# Spreadsheets count days from here; what stands before March 1900 differs between programs.
DAY_ZERO = date(1899, 12, 30)
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
)


class NotUnderstood(ValueError):
    """A cell does not hold what its column needs."""


def as_text(cell):
    """A cell as the text a person sees: numbers without a needless `.0`, no invisible marks."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    text = restore(str(cell)).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", UNSEEN.sub("", text)).strip()


def text(most=500):
    """A text of at most so many letters."""

    def parse(cell):
        value = as_text(cell)
        if len(value) > most:
            raise NotUnderstood(_("The text has %(count)s letters; at most %(most)s are possible.")
                                % {"count": len(value), "most": most})  # fmt: skip
        return value

    return parse


def number(least=None, most=None):
    """A decimal number, with a point or a comma."""

    def parse(cell):
        value = _decimal(cell)
        if (least is not None and value < least) or (most is not None and value > most):
            raise NotUnderstood(_out_of_range(value, least, most))
        return value

    return parse


def whole(least=None, most=None):
    """A whole number."""

    def parse(cell):
        value = number(least, most)(cell)
        if value != value.to_integral_value():
            raise NotUnderstood(_("“%(cell)s” is not a whole number.") % {"cell": as_text(cell)})
        return int(value)

    return parse


def _decimal(cell):
    written = re.sub(r"[\s\u00a0\u202f'’]", "", as_text(cell)).rstrip("%€")
    # A single point or comma is a decimal mark (our own exports write 40.416), two kinds or several are not.
    if re.fullmatch(r"[-+]?[0-9]{1,3}((\.[0-9]{3})+,[0-9]+|(\.[0-9]{3}){2,})", written):  # 1.234,56
        written = written.replace(".", "")
    elif re.fullmatch(r"[-+]?[0-9]{1,3}((,[0-9]{3})+\.[0-9]+|(,[0-9]{3}){2,})", written):  # 1,234.56
        written = written.replace(",", "")
    written = written.replace(",", ".")
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        written = repr(cell)
    if len(written) > 30 or not re.fullmatch(r"[-+]?[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]{1,2})?", written):
        raise NotUnderstood(_("“%(cell)s” is not a number.") % {"cell": _short(cell)})
    try:
        return Decimal(written)
    except InvalidOperation:
        raise NotUnderstood(_("“%(cell)s” is not a number.") % {"cell": _short(cell)}) from None


def _out_of_range(value, least, most):
    if least is None:
        return _("%(value)s is too large; at most %(most)s is possible.") % {"value": value, "most": most}
    if most is None:
        return _("%(value)s is too small; at least %(least)s is needed.") % {"value": value, "least": least}
    return _("%(value)s is not between %(least)s and %(most)s.") % {
        "value": value,
        "least": least,
        "most": most,
    }


def _short(cell):
    written = as_text(cell)
    return written if len(written) <= 60 else f"{written[:60]}…"


def day():
    """A calendar day: 31/12/2026, 31-12-26, 2026-12-31, or the spreadsheet's own date."""

    def parse(cell):
        value = _as_day(cell)
        if value is None or not FIRST_DAY <= value <= LAST_DAY:
            raise NotUnderstood(
                _("“%(cell)s” is not a day. Write it like 31/12/2026.") % {"cell": _short(cell)}
            )
        return value

    return parse


def _as_day(cell):
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return DAY_ZERO + timedelta(days=int(cell)) if 61 <= cell < 2_958_466 else None
    written = as_text(cell).split("T")[0].split(" 00:00")[0]
    match = re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", written)
    parts = match.groups() if match else None
    if parts is None:
        match = re.fullmatch(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})", written)
        parts = match.groups()[::-1] if match else None
    if parts is None:
        return None
    year, month, day_of_month = (int(part) for part in parts)
    try:
        return date(year + 2000 if year < 100 else year, month, day_of_month)
    except ValueError:
        return None


def time_of_day():
    """A time of the day: 9:30, 09.30, 9h30, 9:30 PM, or the spreadsheet's own time."""

    def parse(cell):
        value = _as_time(cell)
        if value is None:
            raise NotUnderstood(_("“%(cell)s” is not a time. Write it like 09:30.") % {"cell": _short(cell)})
        return value

    return parse


def _as_time(cell):
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    if isinstance(cell, timedelta):
        cell = cell.total_seconds() / 86_400
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if not 0 <= cell < 1:
            return None
        minutes = round(cell * 1440) % 1440
        return time(minutes // 60, minutes % 60)
    match = re.fullmatch(
        r"([0-9]{1,2})(?:[:.hH]([0-9]{2}))?(?::[0-9]{2})?\s*(?:h|([ap])\.?\s?m\.?)?",
        as_text(cell),
        re.IGNORECASE,
    )
    if not match or not (match[2] or match[3]):
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def moment(zone):
    """A day and a time in that time zone; a time that the clock change skips is refused."""

    def parse(cell):
        naive = _as_moment(cell)
        if naive is None:
            raise NotUnderstood(
                _("“%(cell)s” is not a day with a time. Write it like 31/12/2026 09:30.")
                % {"cell": _short(cell)}
            )
        aware = naive.replace(tzinfo=zone)
        if datetime.fromtimestamp(aware.timestamp(), zone).replace(tzinfo=None) != naive:
            raise NotUnderstood(
                _("“%(cell)s” does not exist: the clocks go forward over it.") % {"cell": _short(cell)}
            )
        return aware

    return parse


def _as_moment(cell):
    if isinstance(cell, datetime):
        return cell.replace(second=0, microsecond=0)
    if isinstance(cell, float) and 61 <= cell < 2_958_466:
        return datetime.combine(DAY_ZERO, time()) + timedelta(minutes=round(cell * 1440))
    if isinstance(cell, date | time | timedelta | int | float):
        return None
    match = re.fullmatch(r"(\S+?)(?:T|,?\s+)(.+)", as_text(cell))
    on, at = (_as_day(match[1]), _as_time(match[2])) if match else (None, None)
    return datetime.combine(on, at) if on and at is not None and FIRST_DAY <= on <= LAST_DAY else None


def truth():
    """Yes or no, sí o no, x or nothing."""

    def parse(cell):
        if isinstance(cell, bool):
            return cell
        word = plain(as_text(cell)) or as_text(cell)
        if word in YES or word in NO:
            return word in YES
        raise NotUnderstood(_("“%(cell)s” is neither yes nor no.") % {"cell": _short(cell)})

    return parse


def email():
    """An e-mail address, in small letters."""

    def parse(cell):
        value = as_text(cell).removeprefix("mailto:").lower()
        validate_email(value)
        if len(value) > 254:
            raise NotUnderstood(_("The e-mail address is too long."))
        return value

    return parse


def website(most=500):
    """A web address of at most so many letters; `https://` is added when it is missing."""
    check = URLValidator(schemes=["http", "https"])

    def parse(cell):
        value = as_text(cell)
        if not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", value):
            value = f"https://{value}"
        check(value)
        if len(value) > most:
            raise NotUnderstood(_("The web address is too long."))
        return value

    return parse


def choice(options):
    """One of several: `options` maps what people write (codes, labels in each language) to the value."""
    known = {plain(written): value for written, value in options.items()}

    def parse(cell):
        word = plain(as_text(cell))
        if word in known:
            return known[word]
        names = list(options)
        shown = ", ".join(str(name) for name in names[:8]) + ("…" if len(names) > 8 else "")
        raise NotUnderstood(
            _("“%(cell)s” is not one of: %(options)s.") % {"cell": _short(cell), "options": shown}
        )

    return parse


def listed(parse_one, separators=";|\n"):
    """Several values in one cell, separated by semicolons, bars or line ends."""

    def parse(cell):
        written = [part.strip() for part in re.split(f"[{re.escape(separators)}]", as_text(cell))]
        return list(dict.fromkeys(parse_one(part) for part in written if part))

    return parse
