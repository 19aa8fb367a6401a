"""What changes between two profile documents, part by part, in the words of the page."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.base.imports import flow
from lonja.base.texts import worded
from lonja.directory.exchange.profiles import document as shape
from lonja.directory.models import (
    ContactKind,
    ProgrammeLevel,
    ProgrammeStatus,
    Scheme,
    StatementKind,
    Term,
    Visibility,
)
from lonja.directory.places import country_name, language_name
from lonja.directory.presenting import declared, known_date

LABELS = {
    "name": gettext_lazy("Name"),
    "acronym": gettext_lazy("Acronym"),
    "colour": gettext_lazy("Colour"),
    "website": gettext_lazy("Website"),
    "languages": gettext_lazy("Working languages"),
    "label": gettext_lazy("Label or register"),
    "established": gettext_lazy("Established"),
    "stage": gettext_lazy("Stage of life"),
    "staff": gettext_lazy("People in the team"),
    "formal_strategy": gettext_lazy("Formal strategy"),
    "looks_abroad": gettext_lazy("Strategy looks abroad"),
    "team": gettext_lazy("Management team"),
    "contacts": gettext_lazy("Contacts"),
    "links": gettext_lazy("Clusters it says it works with"),
    "texts.summary": gettext_lazy("In one sentence"),
    "texts.mission": gettext_lazy("Mission"),
    "texts.description": gettext_lazy("Description"),
    "texts.strategy": gettext_lazy("Strategy"),
    "place": gettext_lazy("Place"),
    "declared.members": gettext_lazy("Declared members"),
    "declared.smes": gettext_lazy("Declared SMEs"),
    "declared.large": gettext_lazy("Declared large companies"),
    "declared.research": gettext_lazy("Declared research organisations"),
    "declared.others": gettext_lazy("Other declared members"),
    "cooperation.international.countries": gettext_lazy("Target countries outside Europe"),
    "cooperation.international.activities": gettext_lazy("Activities outside Europe"),
    "cooperation.european.countries": gettext_lazy("Target countries in Europe"),
    "cooperation.european.activities": gettext_lazy("Activities in Europe"),
}
_NESTED = {"texts", "declared", "terms", "cooperation", "international", "european"}
_SAID_ELSEWHERE = {"format", "version", "links"}


def between(before, after, *, places):
    """One `Change` for each part that differs, in the order of the document.

    Args:
        places: part of the document → number of the line where it stood; parts without one stand in line 0.
    """
    old, new = flat(before), flat(after)
    words = Words(old, new)
    changes = []
    for name in [*new, *(name for name in old if name not in new)]:
        if old.get(name) == new.get(name) or name in _SAID_ELSEWHERE:
            continue
        was, becomes = words.items(name, old.get(name)), words.items(name, new.get(name))
        changes.append(
            flow.Change(
                row=_line(name, places),
                what="changed" if was else "new",
                label=words.label(name),
                details=tuple(
                    [("", item, "") for item in was if item not in becomes]
                    + [("", "", item) for item in becomes if item not in was]
                ),
            )
        )
    return sorted(changes, key=lambda change: change.row)


def count_equal(before, after):
    """How many parts both documents have, and have alike."""
    old, new = flat(before), flat(after)
    return sum(1 for name in new if name not in _SAID_ELSEWHERE and old.get(name) == new[name])


def flat(data, above=""):
    """The parts of a document by their path: texts.mission, terms.nace, strengths…"""
    parts = {}
    for name, value in data.items():
        path = f"{above}{name}"
        if name in _NESTED and isinstance(value, dict):
            parts |= flat(value, f"{path}.")
        else:
            parts[path] = value
    return parts


def _line(name, places):
    """The line of a part, or of what it is a part of."""
    while name not in places and "." in name:
        name = name.rpartition(".")[0]
    return places.get(name, 0)


class Words:
    """Labels and values in the reader's language; the terms of all parts are read in two queries."""

    def __init__(self, *documents):
        codes = {code for each in documents for name, value in each.items() for code in _codes(name, value)}
        rows = Term.objects.filter(code__in={code for _scheme, code in codes})
        self.terms = {(row.scheme_id, row.code): str(row) for row in rows}
        self.schemes = {row.slug: str(row) for row in Scheme.objects.all()}

    def label(self, name):
        """What the page calls this part."""
        if name.startswith("terms."):
            scheme = name.partition(".")[2]
            return self.schemes.get(scheme, scheme)
        if name in shape.LISTS:
            return StatementKind(shape.LISTS[name]).label
        return LABELS.get(name, name)

    def items(self, name, value):
        """The values of a part, each as one line for a person."""
        if value in (None, ""):
            return []
        if scheme := _scheme_of(name):
            return [self._term(scheme, code) for code in (value if isinstance(value, list) else [value])]
        if isinstance(value, bool):
            return [_("Yes") if value else _("No")]
        if name == "languages":
            return [language_name(code) for code in value]
        if name.endswith(".countries"):
            return [country_name(code) for code in value]
        if name.startswith("texts."):
            return [f"{language_name(code)}: {text}" for code, text in value.items()]
        if name.startswith("declared."):
            return [declared(value["number"], value["qualifier"])]
        if name == "established":
            return [known_date(value["date"], value["precision"])]
        if name == "place":
            return [self._place(value)]
        if isinstance(value, list):
            return [line for each in value for line in self._lines(each)]
        return [str(value)]

    def _term(self, scheme, code):
        return f"{self.terms.get((scheme, code), code)} ({code})"

    def _place(self, value):
        region = self._term("regions", value["region"]) if value.get("region") else ""
        country = country_name(value["country"]) if value.get("country") else ""
        return ", ".join(part for part in (value.get("city", ""), region, country) if part)

    def _lines(self, row):
        if "contacts" in row or "title" in row:
            who = " · ".join(part for part in (str(worded(row.get("title"))), row.get("name", "")) if part)
            return [who, *(f"{who}: {self._contact(each)}" for each in row.get("contacts", []))]
        if "value" in row:
            return [self._contact(row)]
        if "name" in row:
            return [row["name"]]
        return [_statement(row)]

    def _contact(self, row):
        kind = ContactKind(row["kind"]).label
        return f"{kind} {row['value']} ({Visibility(row['visibility']).label})"


def _statement(row):
    marks = [
        ProgrammeLevel(row["level"]).label if row.get("level") else "",
        ProgrammeStatus(row["status"]).label if row.get("status") else "",
        row.get("call", ""),
        row.get("website", ""),
    ]
    parts = [str(worded(row.get("heading"))), str(worded(row.get("text"))), *marks]
    return " · ".join(str(part) for part in parts if part)


def _scheme_of(name):
    if name == "stage":
        return "lifecycle_stages"
    if name.endswith(".activities"):
        return shape.ACTIVITIES
    return name.partition(".")[2] if name.startswith("terms.") else ""


def _codes(name, value):
    scheme = _scheme_of(name)
    if scheme:
        return {(scheme, code) for code in (value if isinstance(value, list) else [value])}
    return {("regions", value["region"])} if name == "place" and value.get("region") else set()
