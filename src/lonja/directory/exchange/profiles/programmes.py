"""Support programmes as portals print them: a paragraph each, with project, call and status inside."""

import re

from lonja.directory.exchange.profiles import wordings
from lonja.directory.models import ProgrammeLevel, ProgrammeStatus
from lonja.directory.places import folded

_CALL = re.compile(r"\b[A-Z]{2,}[A-Z0-9]*[-/](?:[A-Z0-9]+[-/])*\d{2,4}(?:-\d{2,4})*(?:-\d+)?\b")
_YEAR_OF_CALL = re.compile(r"\b(20\d\d)[- ]call\b|\bcall (?:of )?(20\d\d)\b", re.IGNORECASE)
_PROJECT = re.compile(r"\b((?:[A-Z][\w&]*[ _-])+Project)\b|\bproject ([A-Z][\w&-]+)")
_LEVELS = (
    (ProgrammeLevel.NATIONAL, r"\bministr|\bnational (?:programme|call|grant|fund)"),
    (ProgrammeLevel.EUROPEAN, r"\beuropean|\beu\b|\bh2020\b|\bhorizon|\binterreg|sudoe|\bcosme\b|\blife\b"),
    (ProgrammeLevel.REGIONAL, r"\bregional (?:government|programme|call|fund)|\bregion of\b"),
)
_STATUSES = (
    (ProgrammeStatus.UNDER_EVALUATION, r"(?:on|under|in) evaluation|being evaluated|waiting for"),
    (ProgrammeStatus.REJECTED, r"\brejected|not (?:selected|funded|approved)"),
    (ProgrammeStatus.WON, r"\bap?proved|\bawarded|\bgranted|\bselected|\bhas got\b|\bwon\b"),
    (ProgrammeStatus.FINISHED, r"\bfinished|\bcompleted|\bended\b"),
    (ProgrammeStatus.RUNNING, r"\brunning|\bongoing|\bin progress|\bis carrying out"),
)
# The head of the portal's own table, printed without gaps.
_TABLE_HEAD = "european programmesproject name"


def programmes_of(lines, language):
    """One row for each programme that the paragraphs name; the paragraph is kept whole as its text."""
    rows = []
    for line in lines:
        if folded(line.text).startswith(_TABLE_HEAD):
            continue
        text = re.sub(r"^[\u2022*\u2013-]\s+", "", line.text)
        rows += _rows(" ".join(text.split()), language)
    return rows


def _rows(text, language):
    status = _first(_STATUSES, text)
    calls = list(dict.fromkeys(_CALL.findall(text)))
    several = calls if len(calls) > 1 and status == ProgrammeStatus.UNDER_EVALUATION else [_call(calls, text)]
    return [_row(text, language, status, call, is_one_of_many=len(several) > 1) for call in several]


def _call(calls, text):
    found = _YEAR_OF_CALL.search(text)
    return calls[0] if len(calls) == 1 else (found[1] or found[2]) if found else ""


def _row(text, language, status, call, *, is_one_of_many):
    project = call if is_one_of_many else _project(text)
    address = wordings.website(text)[1]
    row = {
        "heading": {language: project} if project else {},
        "text": {language: text},
        "website": address,
        "level": _first(_LEVELS, text),
        "status": status,
        "call": call,
    }
    return {name: value for name, value in row.items() if value}


def _project(text):
    """The name of the project or programme: what begins the paragraph, or what is called a project in it."""
    beginning = re.match(r"([A-Z][^.:(]{3,90}?(?:Programme|Program|Project)[^.:(]{0,60}?)\s*[.:(]", text)
    if beginning and not re.match(r"(The|We|Our|This)\b", text):
        return beginning[1].strip()
    found = _PROJECT.search(text)
    return (found[1] or found[2]) if found else ""


def _first(choices, text):
    return next((str(choice) for choice, words in choices if re.search(words, text, re.IGNORECASE)), "")
