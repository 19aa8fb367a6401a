"""Whether a news item and the days of its edition can both be true: a plain rule, in two languages.

Three doubts, none of them a refusal:

* *past before*: dated before the edition begins, it tells of it as of something past;
* *future after*: dated after the edition has ended, it tells of it as of something to come;
* *other day*: it names a day that is none of the edition's, nor the day of the item itself.

A day without a year is read as the one nearest to the edition. Only words are looked at,
so the rule can be wrong: whoever writes decides.
"""

import re
from dataclasses import dataclass
from datetime import date

MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    )
    for number, name in enumerate(names.split(), start=1)
} | {"setiembre": 9}
_MONTH = "|".join(MONTHS)
_DAYS = (
    r"(?P<first>\d{1,2})(?:st|nd|rd|th)?(?:\s*(?:-|–|—|to|and|al?|y|e)\s*(?P<last>\d{1,2})(?:st|nd|rd|th)?)?"
)
_YEAR = r"(?:\s*,?\s*(?:del?\s+|of\s+)?(?P<year>\d{4}))?"
_PATTERNS = [
    re.compile(rf"\b{_DAYS}\s+(?:of\s+|de\s+)?(?P<month>{_MONTH})\b{_YEAR}", re.IGNORECASE),
    re.compile(rf"\b(?P<month>{_MONTH})\s+{_DAYS}\b{_YEAR}", re.IGNORECASE),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<first>\d{2})\b(?P<last>(?!))?"),
    re.compile(r"\b(?P<first>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})\b(?P<last>(?!))?"),
]
_PAST = re.compile(
    r"\b(took place|(was|were) held|visited|gathered|brought together|attended|met with|concluded|"
    r"came to an end|tuvo lugar|tuvieron lugar|se celebr(ó|aron)|visit(ó|aron)|se reunieron|reuni(ó|eron)|"
    r"asisti(ó|eron)|participaron|concluy(ó|eron)|finaliz(ó|aron)|viajaron|travelled)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(will (take place|be held|visit|travel|meet|gather|bring)|register now|"
    r"tendrán? lugar|se celebrarán?|visitarán?|viajarán?|se reunirán?|reunirán?|inscríbase)\b",
    re.IGNORECASE,
)
PAST_BEFORE, FUTURE_AFTER, OTHER_DAY = "past_before", "future_after", "other_day"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that does not fit together.

    Attributes:
        code: which of the three doubts.
        words: what the text says, as it stands there.
    """

    code: str
    words: str


def doubts(text, *, published_on, starts_on, ends_on):
    """What in a news item does not fit the days of its edition; nothing when all fits.

    >>> visit = dict(starts_on=date(2026, 11, 6), ends_on=date(2026, 11, 7))
    >>> doubts("The delegation visited Barcelona.", published_on=date(2026, 10, 16), **visit)
    [Doubt(code='past_before', words='visited')]
    >>> doubts("We travel on 6 and 7 November.", published_on=date(2026, 10, 16), **visit)
    []
    """
    found = []
    if published_on < starts_on and (past := _PAST.search(text)):
        found.append(Doubt(PAST_BEFORE, past[0]))
    if published_on > ends_on and (future := _FUTURE.search(text)):
        found.append(Doubt(FUTURE_AFTER, future[0]))
    for words, days in named_days(text, near=starts_on):
        if any(not (starts_on <= day <= ends_on) and day != published_on for day in days):
            found.append(Doubt(OTHER_DAY, words))
    return list(dict.fromkeys(found))


def named_days(text, *, near):
    """Each place of a text that names days: (words, days), in the order of the text."""
    places = {}
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            days = _days_of(match, near)
            if days and not any(_overlap(match.span(), span) for span in places):
                places[match.span()] = (" ".join(match[0].split()), days)
    return [places[span] for span in sorted(places)]


def _overlap(one, other):
    return one[0] < other[1] and other[0] < one[1]


def _days_of(match, near):
    month = match["month"].lower()
    month = MONTHS.get(month) or int(month)
    numbers = [int(match[name]) for name in ("first", "last") if match[name]]
    if match["year"]:
        return _all_days(int(match["year"]), month, numbers)
    candidates = [_all_days(near.year + shift, month, numbers) for shift in (-1, 0, 1)]
    candidates = [days for days in candidates if days]
    return min(candidates, key=lambda days: abs(days[0] - near), default=[])


def _all_days(year, month, numbers):
    """The days as dates; nothing when the calendar has no such day."""
    try:
        return [date(year, month, number) for number in numbers]
    except ValueError:
        return []
