"""The list of organisations, narrowed by what a person chose, with a count beside each choice.

Each group of choices counts the organisations that all *other* groups leave, so that a
number always says what choosing it would show. One query counts all groups.
"""

from dataclasses import dataclass, field

from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Substr
from django.utils.translation import gettext_lazy as _

from lonja.base.texts import worded
from lonja.directory.lifecycle import MembershipStatus
from lonja.directory.models import Cluster, Organisation, OrganisationTerm, Size, Term
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
    """One group of choices: its name in the address, its label, and how rows are told apart."""

    name: str
    label: object
    key: object  # expression whose value is the option, on Organisation
    scheme: str = ""  # terms of this list describe the organisation


GROUPS = (
    Group("helix", _("Helix"), Cast(KeyTextTransform("helix", "actor_type__extra"), CharField())),
    Group("actor", _("Kind of actor"), F("actor_type__code")),
    Group("country", _("Country"), F("country")),
    Group("region", _("Region"), Substr("region__code", 1, NUTS_2_LETTERS)),
    Group("size", _("Size"), F("size")),
    Group("cluster", _("Cluster"), F("memberships__cluster__slug")),
    Group("sector", _("Sector"), F("described_by__term__code"), "sectoral_industries"),
    Group("technology", _("Technology"), F("described_by__term__code"), "een_technologies"),
)


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


def narrowed(rows: QuerySet, chosen, clusters, *, but=""):
    """The organisations that fit every group of choices, `but` one."""
    for group in GROUPS:
        values = chosen.get(group.name)
        if values and group.name != but:
            rows = rows.filter(pk__in=_fitting(group, values, clusters))
    return rows


def _fitting(group, values, clusters):
    """Ids of the organisations that fit one group, whoever may see them."""
    if group.name == "cluster":
        return _members(clusters).filter(memberships__cluster__slug__in=values).values("pk")
    if group.scheme:
        described = OrganisationTerm.objects.filter(term__scheme=group.scheme, term__code__in=values)
        return described.values("organisation")
    return Organisation.objects.annotate(option=group.key).filter(option__in=values).values("pk")


def _members(clusters):
    """Active memberships of the clusters that the reader may see."""
    return Organisation.objects.filter(
        memberships__status=MembershipStatus.ACTIVE, memberships__cluster__in=clusters
    )


def count(rows, chosen, clusters):
    """Every group of choices with the number of organisations behind each option.

    Args:
        rows: the organisations that the reader may see and that match the text.
        chosen: the values chosen by group name.
        clusters: ids of the clusters that the reader may see.
    """
    parts = [_counted(group, narrowed(rows, chosen, clusters, but=group.name), clusters) for group in GROUPS]
    found = {group.name: {} for group in GROUPS}
    for name, option, number in parts[0].union(*parts[1:], all=True).order_by():
        if option:
            found[name][option] = number
    labels = _labels(found)
    return [
        Choices(
            group.name,
            group.label,
            _options(found[group.name], chosen.get(group.name, ()), labels[group.name]),
        )
        for group in GROUPS
    ]


def _counted(group, rows, clusters):
    """(name of the group, option, number) of one group, as one part of the union."""
    if group.name == "cluster":
        rows = _members(clusters).filter(pk__in=rows.values("pk"))
    if group.scheme:
        rows = rows.filter(described_by__term__scheme=group.scheme)
    return (
        rows.order_by()
        .annotate(group=Value(group.name, CharField()), option=Cast(group.key, CharField()))
        .values("group", "option")
        .annotate(number=Count("pk", distinct=True))
        .values_list("group", "option", "number")
    )


def _options(numbers, chosen, labels):
    """The most frequent options first, and always those that are chosen."""
    numbers = {**dict.fromkeys(chosen, 0), **numbers}
    ranked = sorted(numbers, key=lambda value: (-numbers[value], folded(labels.get(value, value))))
    shown = [value for place, value in enumerate(ranked) if place < MOST_OPTIONS or value in chosen]
    return [Option(value, labels.get(value, value), numbers[value], value in chosen) for value in shown]


def _labels(found):
    """Names of the options in the reader's language, by group; two queries."""
    schemes = {"helix": "helices", "actor": "actor_types", "region": "regions"}
    schemes |= {group.name: group.scheme for group in GROUPS if group.scheme}
    codes = {code for name in schemes for code in found[name]}
    named = {}
    terms = Term.objects.filter(scheme__in=schemes.values(), code__in=codes)
    for scheme, code, labels in terms.values_list("scheme", "code", "labels"):
        named[scheme, code] = str(worded(labels)) or code
    clusters = Cluster.objects.filter(slug__in=found["cluster"]).values_list("slug", "name")
    return {
        **{
            name: {code: named.get((scheme, code), code) for code in found[name]}
            for name, scheme in schemes.items()
        },
        "country": {code: country_name(code) for code in found["country"]},
        "size": dict(Size.choices),
        "cluster": dict(clusters),
    }
