"""A change of a profile as plain values that can wait in a row, and what stood there before."""

from django.db import models

from lonja.directory.models import Cluster, Term
from lonja.directory.services.contacts import ContactLine
from lonja.directory.services.profile_changes import (
    STATEMENT_COLUMNS,
    ProfileChange,
    RoleLine,
    StatementLine,
)

LINE = ("kind", "value", "label", "visibility", "pk")


def difference(cluster, change):
    """(before, after) of the parts of a profile that a `ProfileChange` would change, as plain values."""
    after = _plain(change)
    before = {part: _now(cluster, part) for part in after}
    differing = [part for part in after if after[part] != before[part]]
    return {part: before[part] for part in differing}, {part: after[part] for part in differing}


def restore(after):
    """The `ProfileChange` that `difference` wrote down."""
    change = ProfileChange()
    for part, value in after.items():
        kind, _dot, name = part.partition(".")
        if kind == "facts":
            change.facts[name] = _read(Cluster._meta.get_field(name), value)
        elif kind == "terms":
            scheme, _dot, scope = name.partition(".")
            change.terms[scheme, scope] = list(Term.objects.filter(pk__in=value))
        elif kind == "targets":
            change.targets[name] = value
        elif kind == "statements":
            change.statements[name] = [StatementLine(**line) for line in value]
        elif kind == "team":
            change.team = [_role(line) for line in value]
        elif kind == "contacts":
            change.contacts = [ContactLine(**line) for line in value]
    return change


def _plain(change):
    parts = {f"facts.{name}": _value(value) for name, value in change.facts.items()}
    for (scheme, scope), terms in change.terms.items():
        parts[f"terms.{scheme}.{scope}"] = sorted(term.pk for term in terms)
    for scope, countries in change.targets.items():
        parts[f"targets.{scope}"] = sorted(countries)
    for kind, lines in change.statements.items():
        parts[f"statements.{kind}"] = [line.as_dict() for line in lines]
    if change.team is not None:
        parts["team"] = [
            {
                "title": line.title,
                "name": line.name,
                "shows_name": line.shows_name,
                "contacts": [_line(one) for one in line.contacts],
            }
            for line in change.team
        ]
    if change.contacts is not None:
        parts["contacts"] = [_line(one) for one in change.contacts]
    return parts


def _now(cluster, part):
    kind, _dot, name = part.partition(".")
    if kind == "facts":
        return _value(getattr(cluster, name))
    if kind == "terms":
        scheme, _dot, scope = name.partition(".")
        return sorted(
            cluster.described_by.filter(term__scheme=scheme, scope=scope).values_list("term", flat=True)
        )
    if kind == "targets":
        return sorted(cluster.targets.filter(scope=name).values_list("country", flat=True))
    if kind == "statements":
        return list(cluster.statements.filter(kind=name).values(*STATEMENT_COLUMNS))
    if kind == "team":
        return [
            {
                "title": role.title,
                "name": role.name,
                "shows_name": role.shows_name,
                "contacts": [_line(one) for one in role.contacts.all()],
            }
            for role in cluster.team.prefetch_related("contacts")
        ]
    return [_line(one) for one in cluster.contacts.filter(team_role=None)]


def _value(value):
    if isinstance(value, models.Model):
        return value.pk
    return str(value) if hasattr(value, "as_tuple") else value


def _line(line):
    return {name: getattr(line, name) for name in LINE}


def _role(line):
    return RoleLine(**{**line, "contacts": [ContactLine(**one) for one in line["contacts"]]})


def _read(field, value):
    if field.is_relation and value is not None:
        return field.related_model.objects.get(pk=value)
    return field.to_python(value)
