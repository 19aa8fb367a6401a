"""From rows to counts: the figures of an edition, read in a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Avg, Count

from lonja.events.lifecycle import EXPECTED
from lonja.events.models import Edition, Participation
from lonja.impact import rows
from lonja.impact.counting import NO, Bounds, Judged, Said, Tally, Verdict, bounds, judge
from lonja.impact.models import Conversion, DeclaredOutcomes, OutcomeAnswer, Rating
from lonja.impact.outcome_types import outcome_types
from lonja.meetings.models import Side


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came of the meetings of an edition, counted here or declared by its organiser."""

    held: int
    answered: int
    materialised: int
    both: int
    one_side: int
    contradicted: int
    nothing: int
    kinds: dict
    levels: dict
    low_cents: int = 0
    high_cents: int = 0
    valued: int = 0
    is_declared: bool = False

    @property
    def unanswered(self):
        """Meetings of which nobody has said anything."""
        return self.held - self.answered

    @property
    def shares(self) -> Bounds:
        """The shares with their bounds."""
        return bounds(
            held=self.held,
            answered=self.answered,
            materialised=self.materialised,
            contradicted=self.contradicted,
        )


def outcomes(edition):
    """The outcomes of one edition: declared ones where the organiser gave such, else from the rows."""
    return declared(edition) or of_judged(judgements(edition).values())


def declared(edition):
    """The outcomes that the organiser declared; None when there are none."""
    found = DeclaredOutcomes.objects.filter(edition=edition).first()
    return of_declared(edition, found) if found else None


def of_declared(edition, declared):
    """What was reported of an edition; nobody can say any more how the two sides stood."""
    held = edition.declared_meetings or 0
    kinds = {code: count for code, count in declared.by_type.items() if count}
    materialised = sum(kinds.values())
    answered = held if declared.answered is None else declared.answered
    return Outcomes(
        held=held,
        answered=answered,
        materialised=materialised,
        both=0,
        one_side=materialised,
        contradicted=0,
        nothing=answered - materialised,
        kinds=kinds,
        levels={},
        is_declared=True,
    )


def of_judged(judgements_of_all):
    """The outcomes counted from meetings after hearing both sides."""
    made = Tally()
    for judged_one in judgements_of_all:
        made.add(judged_one)
    return Outcomes(
        held=made.held,
        answered=made.answered,
        materialised=made.materialised,
        both=made.verdicts[Verdict.BOTH],
        one_side=made.verdicts[Verdict.ONE_SIDE],
        contradicted=made.contradicted,
        nothing=made.verdicts[Verdict.NOTHING],
        kinds=dict(made.kinds),
        levels=dict(made.levels),
        low_cents=made.low_cents,
        high_cents=made.high_cents,
        valued=made.valued,
    )


def judgements(edition) -> dict[int, Judged]:
    """Each held meeting of an edition after hearing both sides, by request id: two queries."""
    return judged(newest_answers(edition), held_requests(edition))


def judged(said, requests) -> dict[int, Judged]:
    """These requests after hearing both sides of each."""
    return {pk: judge(said.get((pk, Side.SENDER)), said.get((pk, Side.RECIPIENT))) for pk in requests}


def held_requests(edition):
    """Ids of the requests whose meeting was held, by time."""
    found = rows.held(edition).order_by("slot__starts_at", "table__number")
    return list(found.values_list("request", flat=True))


def newest_answers(edition, request=None):
    """(request id, side) to what that side said last; of one request only, when it is named."""
    columns = ["request_id", "side", "came", "outcome_type", "value_cents", "level"]
    found = OutcomeAnswer.objects.filter(request__edition=edition).order_by("answered_at", "pk")
    if request:
        found = found.filter(request=request)
    return {(row[0], row[1]): Said(*row[2:]) for row in found.values_list(*columns)}


def helix(edition):
    """People who came, by as what they took part."""
    rows_of = Participation.objects.filter(edition=edition, state__in=EXPECTED).order_by()
    return dict(rows_of.values_list("participant_type").annotate(n=Count("pk")))


def countries(edition):
    """Organisations that came, by country; "" where none is known."""
    found = Participation.objects.filter(edition=edition, state__in=EXPECTED, organisation__isnull=False)
    return dict(
        found.order_by().values_list("organisation__country").annotate(n=Count("organisation", distinct=True))
    )


def impressions(edition):
    """(ratings, mean from 1 to 5, how many of them do not go on), right after the meetings."""
    found = Rating.objects.filter(request__edition=edition)
    seen = found.aggregate(n=Count("pk"), mean=Avg("useful"))
    return seen["n"], seen["mean"], found.filter(goes_on=NO).count()


def conversions(edition):
    """What meetings turned into here, by kind."""
    found = Conversion.objects.filter(request__edition=edition).order_by()
    return dict(found.values_list("kind").annotate(n=Count("pk")))


def series(edition):
    """The editions of a series up to this one that everybody may see, oldest first, with their counts."""
    found = Edition.objects.public().taking_place()
    found = found.filter(event=edition.event_id, starts_on__lte=edition.starts_on)
    return list(
        found.exclude(pk=edition.pk)
        .with_figures()
        .select_related("declared_outcomes", "outcome_report")
        .order_by("starts_on")
    )


def counted_kinds(kinds):
    """Counts of the types in the order of the list, what the sides named differently last."""
    order = [*outcome_types(), *sorted(set(kinds) - set(outcome_types()))]
    counts = Counter(kinds)
    return {code: counts[code] for code in order if counts[code]}
