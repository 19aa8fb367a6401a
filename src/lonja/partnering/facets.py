"""How many of the offers and needs on show have which type, country, technology, sector."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from lonja.directory.models import Term
from lonja.directory.places import country_name, folded
from lonja.partnering.models import NEEDS, OFFERS, OpportunityKind, OpportunityTerm

MOST_OPTIONS = 12
SCHEMES = {
    "technology": "een_technologies",
    "sector": "een_sector_groups",
    "partnership": "een_partnership_types",
    "goal": "sdg",
}
SIDES = {"offer": OFFERS, "need": NEEDS}


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a group, with how many rows have it."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One group of choices beside the list."""

    name: str
    label: str
    options: list

    @property
    def is_used(self):
        """Whether something of it is chosen."""
        return any(option.checked for option in self.options)


def chosen(data):
    """The values chosen in each group, from the address."""
    return {name: data.getlist(name) for name in ("side", "kind", "country", *SCHEMES)}


def narrowed(rows, choices, *, but=""):
    """The rows that have one of the chosen values in every group except `but`."""
    for name, values in choices.items():
        if values and name != but:
            rows = rows.filter(_rule(name, values))
    return rows


def _rule(name, values):
    if name == "side":
        return Q(kind__in=[kind for side in values for kind in SIDES.get(side, ())])
    if name in SCHEMES:
        links = OpportunityTerm.objects.filter(term__scheme=SCHEMES[name], term__code__in=values)
        return Q(pk__in=links.values("opportunity"))
    return Q(**{f"{name}__in": values})


def count(rows, choices):
    """The groups beside the list: each counts what the other groups leave, in four queries."""
    facts = {
        pk: (kind, country) for pk, kind, country in rows.order_by().values_list("pk", "kind", "country")
    }
    values = {name: {} for name in choices}
    for pk, (kind, country) in facts.items():
        values["side"][pk] = {"need" if kind in NEEDS else "offer"}
        values["kind"][pk] = {kind}
        values["country"][pk] = {country} if country else set()
    names = {"side": {"offer": _("Offers"), "need": _("Needs")}, "kind": dict(OpportunityKind.choices)}
    links = OpportunityTerm.objects.filter(
        term__scheme__in=SCHEMES.values(), opportunity__in=rows.values("pk")
    )
    terms = {}
    by_scheme = {scheme: name for name, scheme in SCHEMES.items()}
    for pk, term in links.order_by().values_list("opportunity", "term"):
        terms.setdefault(term, []).append(pk)
    for term in Term.objects.filter(pk__in=terms):
        name = by_scheme[term.scheme_id]
        names.setdefault(name, {})[term.code] = str(term)
        for pk in terms[term.pk]:
            values[name].setdefault(pk, set()).add(term.code)
    names["country"] = {code: country_name(code) for _pk, (_kind, code) in facts.items() if code}
    return [
        Group(name, label, _options(name, facts, values, choices, names)) for name, label in labels().items()
    ]


def labels():
    """The groups in the order of the page."""
    return {
        "side": _("Offers or needs"),
        "kind": _("Type"),
        "sector": _("Sector groups"),
        "technology": _("Technology fields"),
        "country": _("Country"),
        "partnership": _("Types of partnership"),
        "goal": _("Sustainable Development Goals"),
    }


def _options(name, facts, values, choices, names):
    """The most frequent values first, and always those that are chosen."""
    others = [(group, set(wanted)) for group, wanted in choices.items() if wanted and group != name]
    left = [pk for pk in facts if all(values[group].get(pk, set()) & wanted for group, wanted in others)]
    numbers = Counter(value for pk in left for value in values[name].get(pk, ()))
    for value in choices[name]:
        numbers.setdefault(value, 0)
    known = names.get(name, {})
    ranked = sorted(numbers, key=lambda value: (-numbers[value], folded(known.get(value, value))))
    shown = [value for place, value in enumerate(ranked) if place < MOST_OPTIONS or value in choices[name]]
    return [Option(value, known.get(value, value), numbers[value], value in choices[name]) for value in shown]
