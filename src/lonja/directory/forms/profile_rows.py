"""Lists of lines in the sections of a profile: add, remove and move without JavaScript.

A button of a list changes only the form that is being filled in; nothing is written
before the section is saved.
"""

import re
from copy import copy

from django import forms
from django.conf import settings
from django.forms.utils import ErrorDict, ErrorList
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lonja.directory.forms.contacts import ContactForm
from lonja.directory.models import ProgrammeLevel, ProgrammeStatus, StatementKind
from lonja.directory.services.contacts import ContactLine
from lonja.directory.services.profile_changes import STATEMENT_COLUMNS, RoleLine, StatementLine

MOST_LINES = 60
BUTTON = "rows"  # the name of the buttons: "add:goal", "remove:goal:2", "up:goal:2", "down:goal:2"
_NAMES_ONLY = {"heading": _("Name")}
_HEADED = {"heading": _("Heading"), "text": _("Text")}
# Which columns a line of each list shows, and what they are called there.
COLUMNS = {
    StatementKind.GOAL: {"heading": _("Goal"), "text": _("What it means")},
    StatementKind.AREA: {"heading": _("Area")},
    StatementKind.SERVICE: {"heading": _("Kind of service"), "text": _("What it offers")},
    StatementKind.PROGRAMME: {"heading": _("Project or programme"), "text": _("Description")},
    StatementKind.STRENGTH: _HEADED,
    StatementKind.FACILITY: {**_NAMES_ONLY, "text": _("What it offers")},
    StatementKind.PLAYER: {**_NAMES_ONLY, "text": _("What it does")},
    StatementKind.NETWORK: _NAMES_ONLY,
    StatementKind.LABEL: _NAMES_ONLY,
}
WITH_WEBSITE = {
    StatementKind.PROGRAMME,
    StatementKind.FACILITY,
    StatementKind.PLAYER,
    StatementKind.NETWORK,
    StatementKind.LABEL,
}


def texts_fields(column, label, *, rows=0, most=5_000):
    """One field for each language of the site."""
    for code, language in settings.LANGUAGES:
        widget = (
            forms.Textarea(attrs={"rows": rows, "lang": code}) if rows else forms.TextInput({"lang": code})
        )
        yield (
            f"{column}_{code}",
            forms.CharField(
                label=pgettext_lazy("text (language)", "%(label)s (%(language)s)")
                % {"label": label, "language": language},
                required=False,
                max_length=most,
                widget=widget,
            ),
        )


class LineForm(forms.Form):
    """One line of a list; `kept` is what it was before, for what the form does not show."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"] = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def texts(self, column, kept):
        """The texts of a column; languages that the site does not speak stay as they were."""
        spoken = {code for code, _language in settings.LANGUAGES}
        typed = {code: self.cleaned_data.get(f"{column}_{code}", "").strip() for code in spoken}
        others = {code: text for code, text in kept.items() if code not in spoken}
        return {**others, **{code: text for code, text in typed.items() if text}}

    @property
    def is_empty(self):
        """Whether nothing was typed into the line."""
        typed = (value for name, value in self.cleaned_data.items() if name != "place")
        return not any(typed)


class StatementForm(LineForm):
    """One headed text."""

    kind = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        columns = COLUMNS[self.kind]
        self.fields |= dict(texts_fields("heading", columns["heading"], most=300))
        if self.kind == StatementKind.PROGRAMME:
            self.fields["level"] = forms.ChoiceField(
                label=_("Level"), choices=[("", "–"), *ProgrammeLevel.choices], required=False
            )
            self.fields["status"] = forms.ChoiceField(
                label=_("Status"), choices=[("", "–"), *ProgrammeStatus.choices], required=False
            )
            self.fields["call"] = forms.CharField(label=_("Call"), max_length=100, required=False)
        if "text" in columns:
            self.fields |= dict(texts_fields("text", columns["text"], rows=3))
        if self.kind in WITH_WEBSITE:
            self.fields["website"] = forms.URLField(
                label=_("Website"), max_length=300, required=False, assume_scheme="https"
            )

    def line(self, before):
        """The line as the service takes it; `before` are the rows of the list as they were."""
        kept = _before(before, self.cleaned_data.get("place")) or StatementLine()
        values = {name: getattr(kept, name) for name in STATEMENT_COLUMNS}
        values |= {name: self.cleaned_data[name] for name in self.fields.keys() & values.keys()}
        for column in COLUMNS[self.kind]:
            values[column] = self.texts(column, getattr(kept, column))
        return StatementLine(**values)

    @staticmethod
    def shown(row):
        """What the form shows of a row."""
        plain = {name: getattr(row, name) for name in ("website", "level", "status", "call")}
        return {**plain, **_by_language("heading", row.heading), **_by_language("text", row.text)}


class RoleForm(LineForm):
    """One role of the team; its numbers and addresses are a list of their own inside it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= dict(texts_fields("title", _("Role"), most=200))
        self.fields["name"] = forms.CharField(label=_("Who holds it"), max_length=150, required=False)
        self.fields["shows_name"] = forms.BooleanField(label=_("Everybody may read the name"), required=False)
        given = self.initial.get("contacts", [])
        self.contacts = Lines(
            self.data if self.is_bound else None, form=RoleContactForm, prefix=f"{self.prefix}-contacts",
            initial=given, empty=1,
        )  # fmt: skip

    def is_valid(self):
        return super().is_valid() and self.contacts.is_valid()

    @property
    def is_empty(self):
        return super().is_empty and not self.contacts.kept()

    def line(self, before):
        """The role as the service takes it."""
        kept = _before(before, self.cleaned_data.get("place"))
        return RoleLine(
            title=self.texts("title", kept.title if kept else {}),
            name=self.cleaned_data["name"].strip(),
            shows_name=self.cleaned_data["shows_name"],
            contacts=[form.line() for form in self.contacts.kept()],
        )


class RoleContactForm(ContactForm):
    """One way to reach whoever holds a role."""

    @property
    def is_empty(self):
        """Whether nothing was typed: the two choices say nothing without an address."""
        return not self.cleaned_data.get("value")

    def line(self):
        """The line as the service takes it: found again by its address, not by its number."""
        names = ("kind", "value", "label", "visibility")
        return ContactLine(**{name: self.cleaned_data[name] for name in names})


class Lines:
    """The forms of one list.

    Args:
        data: what was sent, or None.
        form: the form of one line.
        prefix: what the names of its fields begin with.
        initial: what the lines show before anything was sent.
        empty: how many empty lines to offer at the end.
    """

    def __init__(self, data, *, form, prefix, initial=(), empty=0):
        self.prefix = prefix
        self.data = data
        count = (
            _count(data, prefix) if data is not None else len(initial) + (empty if len(initial) < 1 else 0)
        )
        self.forms = [
            form(data, prefix=f"{prefix}-{n}")
            if data is not None
            else form(prefix=f"{prefix}-{n}", initial=initial[n] if n < len(initial) else {})
            for n in range(count)
        ]
        for number, each in enumerate(self.forms):
            each.number = number
            each.is_first, each.is_last = number == 0, number == count - 1

    def __iter__(self):
        return iter(self.forms)

    @property
    def count(self):
        """How many lines stand in the form: the hidden field `PREFIX-count`."""
        return len(self.forms)

    @property
    def is_full(self):
        """Whether no more lines can be added."""
        return self.count >= MOST_LINES

    def is_valid(self):
        """Whether every line can be kept."""
        return all(list(map(_is_valid, self.forms)))  # each one says what is wrong with it

    def kept(self):
        """The lines in which something was typed, in their order."""
        return [each for each in self.forms if not each.is_empty]

    def hush(self):
        """Show what was typed without judging it: the person is not done yet."""
        for each in self.forms:
            each._errors, each.cleaned_data = ErrorDict(), {}
            if hasattr(each, "contacts"):
                each.contacts.hush()


def hushed(form):
    """A bound form that shows what was typed without judging it."""
    form._errors, form.cleaned_data = ErrorDict(), {}
    form._errors.renderer, form.error_class = form.renderer, ErrorList
    return form


def rearranged(data, button):
    """What was sent, after the button of a list: a line added, removed or moved."""
    act, _colon, rest = button.partition(":")
    prefix, _colon, place = rest.partition(":")
    rows = [_row(data, f"{prefix}-{n}-") for n in range(_count(data, prefix))]
    place = int(place) if place.isdigit() else -1
    if act == "add" and len(rows) < MOST_LINES:
        rows.append({})
    elif act == "remove" and 0 <= place < len(rows):
        del rows[place]
    elif act == "up" and 0 < place < len(rows):
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    elif act == "down" and 0 <= place < len(rows) - 1:
        rows[place + 1], rows[place] = rows[place], rows[place + 1]
    sent = copy(data)
    sent._mutable = True
    numbered = re.compile(rf"{re.escape(prefix)}-\d+-")
    for name in [name for name in sent if numbered.match(name)]:
        del sent[name]
    for n, row in enumerate(rows):
        for name, values in row.items():
            sent.setlist(f"{prefix}-{n}-{name}", values)
    sent[f"{prefix}-count"] = str(len(rows))
    return sent


def _row(data, start):
    return {name[len(start) :]: data.getlist(name) for name in data if name.startswith(start)}


def _count(data, prefix):
    given = data.get(f"{prefix}-count", "0")
    return min(int(given), MOST_LINES) if given.isascii() and given.isdigit() and len(given) < 5 else 0


def _is_valid(form):
    return form.is_valid()


def _before(rows, place):
    return rows[place] if place is not None and 0 <= place < len(rows) else None


def _by_language(column, texts):
    return {f"{column}_{code}": text for code, text in texts.items()}


def statement_lines(data, kind, rows):
    """The form of one list of headed texts."""
    form = type(f"{kind.capitalize()}Form", (StatementForm,), {"kind": StatementKind(kind)})
    initial = [{**StatementForm.shown(row), "place": n} for n, row in enumerate(rows)]
    return Lines(data, form=form, prefix=kind, initial=initial, empty=1)


def team_lines(data, roles):
    """The form of the team."""
    initial = [
        {
            **_by_language("title", role.title),
            "name": role.name,
            "shows_name": role.shows_name,
            "place": n,
            "contacts": [
                {name: getattr(contact, name) for name in ("kind", "value", "label", "visibility")}
                for contact in role.contacts.all()
            ],
        }
        for n, role in enumerate(roles)
    ]
    return Lines(data, form=RoleForm, prefix="team", initial=initial, empty=1)
