"""What a report counts of each meeting: whether both were asked, what they say, and where they belong."""

from collections import defaultdict
from dataclasses import astuple, dataclass

from lonja.directory.models import Organisation, OrganisationTerm
from lonja.impact import rows
from lonja.impact.counting import MATERIALISED, Judged, Verdict
from lonja.impact.models import OutcomeQuestion
from lonja.meetings.models import Seat
from lonja.partnering.engine.demand import NOWHERE, region_of

SECTORS = "sectoral_industries"
AXES = ("sector", "region", "kind_of_actor")
UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One meeting that was held, as a report counts it.

    Attributes:
        groups: (axis, code) of each group to which one of the two organisations belongs.
    """

    groups: tuple
    asked: bool
    verdict: str
    kind: str = ""
    level: str = ""
    low: int | None = None
    high: int | None = None

    @property
    def materialised(self):
        """Whether something came of it, uncontradicted."""
        return self.verdict in MATERIALISED

    @property
    def answered(self):
        """Whether at least one side has spoken."""
        return self.verdict != Verdict.UNANSWERED

    @property
    def valued(self):
        """Whether somebody named a value."""
        return self.materialised and self.low is not None

    def kept(self):
        """As plain data."""
        groups, *rest = astuple(self)
        return [[list(group) for group in groups], *rest]

    @classmethod
    def read(cls, kept):
        """From plain data."""
        groups, *rest = kept
        return cls(tuple(tuple(group) for group in groups), *rest)


def facts(edition, judgements):
    """Each held meeting as a report counts it, by request id: four queries.

    Args:
        judgements: request id to what both sides say.
    """
    asked = set(
        OutcomeQuestion.objects.filter(request__edition=edition).values_list("request", flat=True).distinct()
    )
    sitting = defaultdict(set)
    seats = Seat.objects.filter(meeting__in=rows.held(edition).values("pk"))
    for request, organisation in seats.values_list("meeting__request", "participation__organisation"):
        sitting[request].add(organisation)
    groups = groups_of({one for both in sitting.values() for one in both if one})
    unknown = {(axis, UNKNOWN) for axis in AXES}
    return {
        request: _fact(
            judged,
            asked=request in asked,
            groups={group for one in sitting[request] or {None} for group in groups.get(one, unknown)},
        )
        for request, judged in judgements.items()
    }


def _fact(judged: Judged, *, asked, groups):
    return Fact(
        tuple(sorted(groups)), asked, str(judged.verdict.value), judged.kind, judged.level,
        judged.low_cents, judged.high_cents,
    )  # fmt: skip


def groups_of(organisations):
    """Organisation id to the (axis, code) of its sectors, its region and its kind of actor."""
    found = defaultdict(set)
    described = OrganisationTerm.objects.filter(organisation__in=organisations, term__scheme=SECTORS)
    for organisation, code in described.values_list("organisation", "term__code").order_by():
        found[organisation].add(("sector", code))
    homes = Organisation.objects.filter(pk__in=organisations)
    for pk, country, region, actor in homes.values_list(
        "pk", "country", "region__code", "actor_type__code"
    ).order_by():
        found[pk] |= {("region", region_of(country or NOWHERE, region)), ("kind_of_actor", actor or UNKNOWN)}
        if not any(axis == "sector" for axis, _code in found[pk]):
            found[pk].add(("sector", UNKNOWN))
    return found
