"""Values of a profile document, read one by one: each fault is noted with the path of its place."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from lonja.base.imports import Problems
from lonja.directory.forms.contacts import CHECKS
from lonja.directory.models import (
    ContactKind,
    ProgrammeLevel,
    ProgrammeStatus,
    StatementKind,
    Term,
    Visibility,
)
from lonja.directory.models.fields import PARTIAL_DATE
from lonja.directory.models.links import LinkKind
from lonja.directory.places import countries, language_names
from lonja.directory.services.contacts import ContactLine
from lonja.directory.services.profile_changes import RoleLine, StatementLine

MOST_ROWS = 200
MOST_LETTERS = 20_000


class Reader:
    """Reads one document; `problems` collects what is wrong, with the path of its place."""

    def __init__(self):
        self.problems = Problems()
        self._terms = {}

    def fault(self, place, message):
        self.problems.add(message, column=place)

    # -- plain values

    def text(self, value, place, most=MOST_LETTERS):
        if not isinstance(value, str):
            self.fault(place, _("A text is expected here."))
            return ""
        text = value.replace("\r\n", "\n")
        if "\x00" in text or re.search("[\ud800-\udfff]", text):
            self.fault(place, _("This text holds characters that cannot be kept."))
            return ""
        if len(text) > most:
            self.fault(place, _("This is longer than %(most)s characters.") % {"most": most})
            return ""
        return text

    def texts(self, value, place, most=MOST_LETTERS):
        if not isinstance(value, dict):
            self.fault(place, _("One text for each language is expected here."))
            return {}
        unknown = [code for code in value if code not in language_names()]
        for code in unknown:
            self.fault(f"{place}.{code}", _("This is no code of a language."))
        read = {
            code: self.text(text, f"{place}.{code}", most)
            for code, text in value.items()
            if code not in unknown
        }
        return {code: text for code, text in read.items() if text}

    def choice(self, value, choices, place, default=""):
        if value in ("", None):
            return default
        if not isinstance(value, str) or value not in choices.values:
            known = ", ".join(choice for choice in choices.values if choice)
            self.fault(place, _("One of these is expected here: %(known)s.") % {"known": known})
            return default
        return value

    def mapping(self, value, place):
        if isinstance(value, dict):
            return value
        self.fault(place, _("An object with names and values is expected here."))
        return {}

    def rows(self, value, place):
        if not isinstance(value, list):
            self.fault(place, _("A list is expected here."))
            return []
        if len(value) > MOST_ROWS:
            self.fault(place, _("There are more than %(most)s lines here.") % {"most": MOST_ROWS})
            return []
        return [(row, f"{place}[{number}]") for number, row in enumerate(value)]

    def website(self, value, place):
        address = self.text(value, place, 300)
        if address:
            try:
                URLValidator(schemes=["https", "http"])(address)
            except ValidationError:
                self.fault(place, _("This is no web address that begins with https:// or http://."))
                return ""
        return address

    def whole(self, value, place, most=10_000_000):
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            self.fault(place, _("A whole number from 0 on is expected here."))
            return None
        return value

    def flag(self, value, place):
        if value is None or isinstance(value, bool):
            return value
        self.fault(place, _("Yes, no or nothing is expected here: true, false or null."))
        return None

    # -- codes

    def know_terms(self, wanted):
        """Read the terms of many lists at once: wanted = {scheme: codes}."""
        codes = {code for each in wanted.values() for code in each}
        rows = Term.objects.filter(scheme__in=list(wanted), code__in=codes)
        self._terms = {(row.scheme_id, row.code): row for row in rows}

    def term(self, scheme, code, place):
        found = self._terms.get((scheme, code))
        if found is None:
            self.fault(place, _("The list %(list)s has no value %(code)s.") % {"list": scheme, "code": code})
        return found

    def terms(self, scheme, value, place):
        found = [self.term(scheme, code, where) for code, where in self.rows(value, place)
                 if self._is_code(code, where)]  # fmt: skip
        return [term for term in dict.fromkeys(found) if term]

    def _is_code(self, code, place):
        if isinstance(code, str) and len(code) <= 40:
            return True
        self.fault(place, _("A code is expected here."))
        return False

    def country_codes(self, value, place):
        found = []
        for code, where in self.rows(value, place):
            if isinstance(code, str) and code in countries():
                found.append(code)
            else:
                self.fault(where, _("This is no code of a country."))
        return list(dict.fromkeys(found))

    # -- lines

    def statement(self, kind, value, place):
        row = self.mapping(value, place)
        is_programme = kind == StatementKind.PROGRAMME
        known = {"heading", "text", "website"} | ({"level", "status", "call"} if is_programme else set())
        self.unknown_names(row, known, place)
        return StatementLine(
            heading=self.texts(row.get("heading", {}), f"{place}.heading"),
            text=self.texts(row.get("text", {}), f"{place}.text"),
            website=self.website(row.get("website", ""), f"{place}.website"),
            **(self._programme(row, place) if is_programme else {}),
        )

    def statements(self, kind, value, place):
        """The lines of one list; a line that says nothing is left out."""
        found = [self.statement(kind, row, where) for row, where in self.rows(value, place)]
        return [line for line in found if line != StatementLine()]

    def _programme(self, row, place):
        return {
            "level": self.choice(row.get("level"), ProgrammeLevel, f"{place}.level"),
            "status": self.choice(row.get("status"), ProgrammeStatus, f"{place}.status"),
            "call": self.text(row.get("call", ""), f"{place}.call", 100),
        }

    def contact(self, value, place):
        row = self.mapping(value, place)
        self.unknown_names(row, {"kind", "value", "label", "visibility"}, place)
        kind = self.choice(row.get("kind"), ContactKind, f"{place}.kind", ContactKind.PHONE)
        address = self.text(row.get("value", ""), f"{place}.value", 300)
        if not address:
            self.fault(f"{place}.value", _("A contact needs an address or a number."))
            return ContactLine(kind=kind, value="")
        try:
            address = CHECKS[kind](address)
        except ValidationError as error:
            self.fault(f"{place}.value", " ".join(error.messages))
        return ContactLine(
            kind=kind,
            value=address,
            label=self.text(row.get("label", ""), f"{place}.label", 100),
            visibility=self.choice(
                row.get("visibility"), Visibility, f"{place}.visibility", Visibility.NOBODY
            ),
        )

    def role(self, value, place):
        row = self.mapping(value, place)
        self.unknown_names(row, {"title", "name", "shows_name", "contacts"}, place)
        return RoleLine(
            title=self.texts(row.get("title", {}), f"{place}.title"),
            name=self.text(row.get("name", ""), f"{place}.name", 150),
            shows_name=bool(self.flag(row.get("shows_name", False), f"{place}.shows_name")),
            contacts=self.contacts(row.get("contacts", []), f"{place}.contacts"),
        )

    def link(self, value, place):
        row = self.mapping(value, place)
        self.unknown_names(row, {"name", "kind", "since", "website", "note"}, place)
        since = self.text(row.get("since", ""), f"{place}.since", 10)
        if since and not re.fullmatch(PARTIAL_DATE, since):
            self.fault(f"{place}.since", _("Write a year, a month or a day: 2007, 2007-11 or 2007-11-30."))
        name = " ".join(self.text(row.get("name", ""), f"{place}.name", 200).split())
        if not name:
            self.fault(f"{place}.name", _("A link names the other cluster."))
        return {
            "name": name,
            "kind": self.choice(row.get("kind"), LinkKind, f"{place}.kind", LinkKind.COLLABORATION),
            "since": since,
            "website": self.website(row.get("website", ""), f"{place}.website"),
            "note": self.texts(row.get("note", {}), f"{place}.note"),
        }

    def contacts(self, value, place):
        return [self.contact(row, where) for row, where in self.rows(value, place)]

    def unknown_names(self, row, known, place):
        for name in row:
            if name not in known:
                where = f"{place}.{name}" if place else str(name)
                self.fault(where[:200], _("This format has no such name."))
