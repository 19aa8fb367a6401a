"""The lists of organisations and clusters, narrowed by what a person chose, with a count beside each choice.

Each group of choices counts the rows that all *other* groups leave, so that a number always
says what choosing it would show. Everything is counted from the index in memory; a row that
the reader may not see is in none of the numbers.
"""

import json
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from operator import or_

import numpy as np
from django.db.models import Q, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.directory import index, policies
from lonja.directory.models import Label, OrganisationTerm, Size, Term
from lonja.directory.places import country_name, folded, language_name

FEW_OPTIONS = 12
MOST_OPTIONS = 600

RELEVANCE = "fit"
SORTS = {
    RELEVANCE: _("Best fit"),
    "name": _("Name"),
    "new": _("Newest"),
    "changed": _("Last changed"),
    "country": _("Country and name"),
}
CLUSTER_SORTS = {
    RELEVANCE: _("Best fit"),
    "name": _("Name"),
    "new": _("Newest"),
    "members": _("Most members first"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """One group of choices.

    Attributes:
        name: stands in the address.
        label: stands above the choices.
        scheme: the list that names the values.
        column: the column of the index, when it is called otherwise.
    """

    name: str
    label: object
    scheme: str = ""
    column: str = ""

    @property
    def source(self):
        return self.column or self.name


def _described_by(name, label, scheme):
    return Group(name, label, scheme, column=scheme)


CLASSIFICATIONS = (
    _described_by("sector", _("Sector"), "sectoral_industries"),
    _described_by("technology", _("Technology"), "een_technologies"),
    _described_by("s3", _("Smart specialisation area"), "s3_priorities"),
    _described_by("emerging", _("Emerging industry"), "emerging_industries"),
    _described_by("ecosystem", _("Industrial ecosystem"), "industrial_ecosystems"),
)
GROUPS = (
    Group("helix", _("Helix"), "helices"),
    Group("actor", _("Kind of actor"), "actor_types"),
    Group("country", _("Country")),
    Group("region", _("Region"), "regions"),
    Group("size", _("Size")),
    Group("cluster", _("Cluster")),
    *CLASSIFICATIONS,
    Group("label", _("Label or register"), "label_kinds"),
    Group("language", _("Working language")),
)
CLUSTER_GROUPS = (
    Group("country", _("Country")),
    Group("region", _("Region"), "regions"),
    Group("stage", _("Stage of life"), "lifecycle_stages"),
    *CLASSIFICATIONS,
    _described_by("service", _("Support services"), "support_services"),
    Group("label", _("Label or register"), "label_kinds"),
    Group("language", _("Working language")),
)
SCHEMES = {group.column: group.name for group in CLASSIFICATIONS}


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
    more: int = 0  # options that are not shown
    is_whole: bool = False

    @property
    def is_open(self):
        return self.is_whole or any(option.checked for option in self.options)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: ids in order, and enough to count with."""

    view: index.View
    table: index.Table
    groups: tuple
    columns: dict
    chosen: dict
    base: np.ndarray  # (n,) bool: the actor may see it, and it holds the words
    fits: dict  # group → (n,) bool
    order: np.ndarray
    named: dict = field(default_factory=dict)  # group → names of its values, once they were needed

    @property
    def mask(self):
        """(n,) bool: what was found."""
        return np.logical_and.reduce([self.base, *self.fits.values()])

    def ids(self):
        """The ids of all hits in the order that was asked for."""
        return self.table.ids[self.order[self.mask[self.order]]].tolist()

    def without(self, name):
        """(n,) bool: what would be found if nothing were chosen in one group."""
        rest = [fits for group, fits in self.fits.items() if group != name]
        return np.logical_and.reduce([self.base, *rest])

    def counts(self, name, *, of_hits=False):
        """Rows behind each value of a group; of the hits themselves, or as its choices count them."""
        column = self.columns.get(name)
        if column is None:
            return {}
        return column.count(self.mask if of_hits else self.without(name))

    def choices(self, whole=""):
        """Every group that has something to choose; the group named `whole` with all its options."""
        found = [self._choices(group, is_whole=group.name == whole) for group in self.groups]
        return [choices for choices in found if choices.options]

    def label_of(self, group, value):
        """The name of a value in the reader's language."""
        return self._names(group).get(value, value)

    def _names(self, group):
        if group.name not in self.named:
            self.named[group.name] = self._read_names(group)
        return self.named[group.name]

    def _read_names(self, group):
        own = {"country": country_name, "language": language_name, "size": _size_name}
        values = self.columns[group.name].values if group.name in self.columns else []
        if group.name in own:
            return {value: own[group.name](value) for value in values}
        if group.name == "cluster":
            # Only those that this reader sees somebody in: another's name stays unknown.
            known = np.unique(self.columns["cluster"].options).tolist()
            titles = self.view.clusters.titles
            return {values[place]: titles[place] for place in known}
        return self.view.names.get(group.scheme, {})

    def _choices(self, group, *, is_whole):
        numbers = self.counts(group.name)
        chosen = self.chosen.get(group.name, ())
        numbers = {**dict.fromkeys(chosen, 0), **numbers}
        names = self._names(group)
        ranked = sorted(numbers, key=lambda value: (-numbers[value], _folded(names.get(value, value))))
        most = MOST_OPTIONS if is_whole else FEW_OPTIONS
        shown = [value for place, value in enumerate(ranked) if place < most or value in chosen]
        options = [Option(value, names.get(value, value), numbers[value], value in chosen) for value in shown]
        return Choices(group.name, group.label, options, len(ranked) - len(shown), is_whole)


def organisations(actor, *, text="", chosen=None, sort=""):
    """Search the organisations that an actor may see."""
    view = index.look()
    table = view.organisations
    columns = {group.name: table.columns[group.source] for group in GROUPS if group.source in table.columns}
    columns["cluster"] = view.memberships(actor)
    columns["label"] = view.labels("organisation", table)
    return _search(view, table, GROUPS, columns, policies.organisations, actor, text, chosen or {}, sort)


def clusters(actor, *, text="", chosen=None, sort=""):
    """Search the clusters that an actor may see."""
    view = index.look()
    table = view.clusters
    columns = {
        group.name: table.columns[group.source] for group in CLUSTER_GROUPS if group.source in table.columns
    }
    return _search(view, table, CLUSTER_GROUPS, columns, policies.clusters, actor, text, chosen or {}, sort)


def _search(view, table, groups, columns, policy, actor, text, chosen, sort):
    words = index.words_of(text)
    empty = np.zeros(len(table), bool)
    fits = {
        name: columns[name].fitting(values, len(table)) if name in columns else empty
        for name, values in chosen.items()
    }
    base = index.holding(table, view.visible(table, policy, actor), words)
    order = _ranked(table, base, words, sort)
    return Found(view, table, groups, columns, chosen, base, fits, order)


def _ranked(table, base, words, sort):
    """Positions in the order asked for; best fit puts names that begin with the words first."""
    sort = sort or (RELEVANCE if words else "name")
    if sort != RELEVANCE or not words:
        return table.orders.get(sort, table.orders["name"])
    by_name = table.orders["name"][base[table.orders["name"]]]
    return by_name[np.argsort(_fit(table, words)[by_name], kind="stable")]


def _fit(table, words):
    """(n,) int8: 0 for a name that is the words, 1 that begins with them, 2 that holds them, 3 for others."""
    phrase = " ".join(words)
    in_name = np.logical_and.reduce([table.words_of_names.holding(word) for word in words])
    fit = np.where(in_name, np.int8(2), np.int8(3))
    for place in np.flatnonzero(in_name).tolist():
        if table.names[place].startswith(phrase):
            fit[place] = 0 if table.names[place] == phrase else 1
    return fit


def narrowed(rows: QuerySet, chosen, memberships):
    """The organisations that fit every group of choices, as a query: for tables that leave the house."""
    for name, values in chosen.items():
        rows = _fitting(rows, name, values, memberships)
    return rows


def _fitting(rows, name, values, memberships):
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
        kinds = Term.objects.filter(scheme="actor_types").values_list("pk", "extra")
        return rows.filter(actor_type__in=[pk for pk, extra in kinds if extra.get("helix") in values])
    if name == "region":
        return rows.alias(wide=Substr("region__code", 1, index.NUTS_2_LETTERS)).filter(wide__in=values)
    if name == "label":
        labels = Label.objects.valid(timezone.localdate()).filter(kind__code__in=values)
        return rows.filter(pk__in=labels.filter(organisation__isnull=False).values("organisation"))
    if name == "language":
        spoken = [Q(languages__icontains=json.dumps(code)) for code in values]
        return rows.filter(reduce(or_, spoken))
    column = {"actor": "actor_type__code", "country": "country", "size": "size"}[name]
    return rows.filter(**{f"{column}__in": values})


def _size_name(value):
    return str(Size(value).label)


_folded = lru_cache(maxsize=20_000)(folded)
