"""The list of organisations, narrowed by what a person chose, with a count beside each choice.

Each group of choices counts the organisations that all *other* groups leave, so that a
number always says what choosing it would show. Three queries read what describes the
organisations, and everything is counted from that: at twenty thousand organisations this
is many times faster than one query for each group.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from lonja.directory.models import OrganisationTerm, Size, Term
from lonja.directory.places import country_name, folded

MOST_OPTIONS = 40
NUTS_2_LETTERS = 4

SORTS = {
    "name": (_("Name"), ["sort_name", "pk"]),
    "changed": (_("Last changed"), ["-changed_at", "pk"]),
    "new": (_("Newest"), ["-created_at", "pk"]),
    "country": (_("Country and name"), ["country", "sort_name", "pk"]),
}


@dataclass(frozen=True, slots=True)
class Group:
    """One group of choices: its name in the address, its label, and the list that describes it."""

    name: str
    label: object
    scheme: str = ""  # terms of this list, any number of them, describe the organisation


GROUPS = (
    Group("helix", _("Helix")),
    Group("actor", _("Kind of actor")),
    Group("country", _("Country")),
    Group("region", _("Region")),
    Group("size", _("Size")),
    Group("cluster", _("Cluster")),
    Group("sector", _("Sector"), "sectoral_industries"),
    Group("technology", _("Technology"), "een_technologies"),
)
SCHEMES = {group.scheme: group.name for group in GROUPS if group.scheme}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice, as the page shows it."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """One group of choices with its options."""

    name: str
    label: object
    options: list = field(default_factory=list)

    @property
    def is_used(self):
        return any(option.checked for option in self.options)


def narrowed(rows: QuerySet, chosen, memberships):
    """The organisations that fit every group of choices."""
    for name, values in chosen.items():
        rows = _fitting(rows, name, values, memberships)
    return rows


def _fitting(rows, name, values, memberships):
    """The organisations that fit one group."""
    if name == "cluster":
        return rows.filter(pk__in=memberships.filter(cluster__slug__in=values).values("organisation"))
    for scheme, group in SCHEMES.items():
        if name == group:
            described = OrganisationTerm.objects.filter(term__scheme=scheme, term__code__in=values)
            return rows.filter(pk__in=described.values("organisation"))
    return _by_column(rows, name, values)


# On the rows themselves: the table joined to itself for each group takes minutes without statistics.
def _by_column(rows, name, values):
    if name == "helix":
        kinds = [pk for pk, extra in _kinds() if extra.get("helix") in values]
        return rows.filter(actor_type__in=kinds)
    if name == "region":
        return rows.alias(wide=Substr("region__code", 1, NUTS_2_LETTERS)).filter(wide__in=values)
    column = {"actor": "actor_type__code", "country": "country", "size": "size"}[name]
    return rows.filter(**{f"{column}__in": values})


def _kinds():
    return Term.objects.filter(scheme="actor_types").values_list("pk", "extra")


def count(rows, chosen, memberships):
    """Every group of choices with the number of organisations behind each option.

    Args:
        rows: the organisations that the reader may see and that match the text.
        chosen: the values chosen by group name.
        memberships: the active memberships that the reader may see.
    """
    names, pairs = _read(rows, memberships)
    missing = _missing(pairs, chosen)
    numbers = {
        group: Counter(option for pk, option in found if not missing[pk] or missing[pk] == {group})
        for group, found in pairs.items()
    }
    return [
        Choices(
            group.name,
            group.label,
            _options(numbers[group.name], chosen.get(group.name, ()), names[group.name]),
        )
        for group in GROUPS
    ]


def _missing(pairs, chosen):
    """For each organisation, the groups whose choices it does not fit."""
    missing = {pk: set() for pk, _none in pairs["size"]}  # every organisation has a size
    for group, values in chosen.items():
        fitting = {pk for pk, option in pairs[group] if option in values}
        for pk, groups in missing.items():
            if pk not in fitting:
                groups.add(group)
    return missing


def _read(rows, memberships):
    """Names of the options and (organisation, option) pairs, by group; four queries."""
    wide = Substr("region__code", 1, NUTS_2_LETTERS)
    facts = list(rows.order_by().values_list("pk", "actor_type", "country", wide, "size"))
    described = _described({row[0] for row in facts})
    kinds = {kind for _pk, kind, *_rest in facts if kind}
    regions = {region for *_facts, region, _size in facts if region}
    terms, labels = _terms(kinds | {term for _pk, term in described}, regions)
    members, named = _members({row[0] for row in facts}, memberships)
    pairs = {
        "helix": [(pk, terms[kind].helix) for pk, kind, *_rest in facts if kind and terms[kind].helix],
        "actor": [(pk, terms[kind].code) for pk, kind, *_rest in facts if kind],
        "country": [(pk, country) for pk, _kind, country, _wide, _size in facts if country],
        "region": [(pk, region) for pk, _kind, _country, region, _size in facts if region],
        "size": [(pk, size) for pk, _kind, _country, _wide, size in facts],
        "cluster": members,
        **{
            group: [(pk, terms[term].code) for pk, term in described if terms[term].scheme_id == scheme]
            for scheme, group in SCHEMES.items()
        },
    }
    countries = {code: country_name(code) for code in {option for _pk, option in pairs["country"]}}
    own = {"country": countries, "size": dict(Size.choices), "cluster": named}
    return {group: own.get(group) or labels.get(LABELS.get(group), {}) for group in pairs}, pairs


LABELS = {"helix": "helices", "actor": "actor_types", "region": "regions"} | {
    group: scheme for scheme, group in SCHEMES.items()
}


def _described(seen):
    """(organisation, term) of the organisations' fields of activity; without a join, which costs most."""
    links = OrganisationTerm.objects.order_by().values_list("organisation", "term")
    return [link for link in links if link[0] in seen]


def _terms(used, regions):
    """The terms by id, and their names in the reader's language by list and code."""
    wanted = Q(pk__in=used) | Q(scheme="helices") | Q(scheme="regions", code__in=regions)
    terms = {term.pk: term for term in Term.objects.filter(wanted).order_by()}
    labels = {}
    for term in terms.values():
        labels.setdefault(term.scheme_id, {})[term.code] = str(term)
    return terms, labels


def _members(seen, memberships):
    """(organisation, cluster) pairs of active members, and the names of the clusters, by slug."""
    rows = memberships.order_by().values_list("organisation", "cluster__slug", "cluster__name")
    found = [row for row in rows if row[0] in seen]
    return [(pk, slug) for pk, slug, _name in found], {slug: name for _pk, slug, name in found}


def _options(numbers, chosen, names):
    """The most frequent options first, and always those that are chosen."""
    numbers = {**dict.fromkeys(chosen, 0), **numbers}
    ranked = sorted(numbers, key=lambda value: (-numbers[value], folded(names.get(value, value))))
    shown = [value for place, value in enumerate(ranked) if place < MOST_OPTIONS or value in chosen]
    return [Option(value, names.get(value, value), numbers[value], value in chosen) for value in shown]
