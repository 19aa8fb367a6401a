"""A proposed change as its reader sees it: each part before and after, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lonja.base.texts import worded
from lonja.directory.models import Cluster, Contact, Scheme, StatementKind, Term
from lonja.directory.places import country_name, language_name


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a profile, before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """A proposed change with its parts, and whether this reader decides about it."""

    row: object
    parts: list
    may_decide: bool


def shown(changes, decidable):
    """Several changes as differences; names of terms and lists in two queries for all."""
    names = _Names(changes)
    return [
        ChangeShown(
            change,
            [
                Part(
                    names.label(part),
                    names.text(part, change.before.get(part)),
                    names.text(part, change.after[part]),
                )
                for part in change.after
            ],
            change.pk in decidable,
        )
        for change in changes
    ]


class _Names:
    """What codes and keys mean, read once for all changes of a page."""

    def __init__(self, changes):
        keys = {key for change in changes for side in (change.before, change.after) for key in _terms(side)}
        self.terms = Term.objects.in_bulk(keys) if keys else {}
        self.schemes = {scheme.slug: str(scheme) for scheme in Scheme.objects.all()} if changes else {}

    def label(self, part):
        """The name of a part."""
        kind, _dot, name = part.partition(".")
        if kind == "facts":
            return str(Cluster._meta.get_field(name).verbose_name).capitalize()
        if kind == "terms":
            return self.schemes.get(name.partition(".")[0], name)
        if kind == "statements":
            return str(StatementKind(name).label)
        return {"targets": _("Target countries"), "team": _("Team"), "contacts": _("Contacts")}[kind]

    def text(self, part, value):
        """A value in words; several lines for a list."""
        kind, _dot, name = part.partition(".")
        if kind == "facts":
            return self._fact(Cluster._meta.get_field(name), value)
        if kind == "terms":
            return "\n".join(str(self.terms.get(pk, pk)) for pk in value or ())
        if kind == "targets":
            return "\n".join(country_name(code) for code in value or ())
        if kind == "contacts":
            return "\n".join(_contact(line) for line in value or ())
        return "\n".join(
            f"{worded(line.get('heading') or line.get('title')).text} {line.get('name', '')}".strip()
            for line in value or ()
        )

    def _fact(self, field, value):
        if value in (None, "", {}, []):
            return ""
        if isinstance(value, dict):
            return "\n".join(f"{language_name(code)}: {text}" for code, text in sorted(value.items()))
        if isinstance(value, list):
            return ", ".join(language_name(code) for code in value)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if field.is_relation:
            return str(self.terms.get(value, value))
        return str(dict(field.flatchoices).get(value, value))


def _terms(side):
    """Keys of terms that a side of a change names."""
    for part, value in side.items():
        if part.startswith("terms."):
            yield from value or ()
        elif part in ("facts.region", "facts.stage") and value:
            yield value


def _contact(line):
    kind = dict(Contact._meta.get_field("kind").flatchoices).get(line["kind"], line["kind"])
    return f"{line['label'] or kind}: {line['value']}"
