"""Who has fewer meetings in a plan than the organiser promised her type, and why."""

from collections import Counter, defaultdict

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lonja.events.lifecycle import EXPECTED
from lonja.events.models import Participation
from lonja.meetings import reasons
from lonja.meetings.models import MeetingRequest, Promise, Seat, Unplaced

EVERYBODY = ""  # the type of the promise for whom no other is made


def promised(edition) -> dict:
    """{type of participant: how many meetings at least}; `EVERYBODY` stands for all other types."""
    return dict(Promise.objects.filter(edition=edition).values_list("participant_type", "fewest"))


def below(run, fewest):
    """Who holds fewer meetings than promised, the fewest first, with `held`, `fewest` and `asked`."""
    by_type = [When(participant_type=kind, then=Value(most)) for kind, most in fewest.items() if kind]
    requests = MeetingRequest.objects.accepted().filter(
        Q(sender=OuterRef("pk")) | Q(recipient=OuterRef("pk")), edition=run.edition_id
    )
    rows = Participation.objects.filter(edition=run.edition_id, state__in=EXPECTED)
    return (
        rows.annotate(
            fewest=Case(*by_type, default=Value(fewest.get(EVERYBODY, 0)), output_field=IntegerField()),
            held=_counted(Seat.objects.filter(run=run, participation=OuterRef("pk"))),
            asked=_counted(requests),
        )
        .filter(held__lt=F("fewest"))
        .select_related("person", "organisation")
        .order_by("held", "asked", "person__name", "pk")
    )


def _counted(rows):
    """How many of some rows there are, as an expression."""
    alone = rows.order_by().annotate(one=Value(1)).values("one").annotate(number=Count("pk"))
    return Coalesce(Subquery(alone.values("number"), output_field=IntegerField()), 0)


def lines(run, people):
    """(participation, why) of some people below what was promised, in one query."""
    people = list(people)
    ids = {one.pk for one in people}
    waiting = defaultdict(Counter)
    rows = Unplaced.objects.filter(Q(request__sender__in=ids) | Q(request__recipient__in=ids), run=run)
    for reason, *two in rows.values_list("reason", "request__sender", "request__recipient"):
        for who in ids.intersection(two):
            waiting[who][reason] += 1
    return [(one, why(one, waiting[one.pk])) for one in people]


def why(one, waiting):
    """Why somebody has so few meetings: too few requests, or none of the times that were left."""
    if not one.asked:
        said = _("Nobody who accepted wants to meet this person.")
    elif one.asked < one.fewest:
        said = ngettext("Only one accepted request.", "Only %(count)s accepted requests.", one.asked) % {
            "count": one.asked
        }
    else:
        said = _("%(count)s accepted requests, but not all found a place.") % {"count": one.asked}
    found = [
        _("%(reason)s (%(count)s)") % {"reason": reasons.label_of(reason).rstrip("."), "count": count}
        for reason, count in waiting.most_common()
    ]
    return " ".join([said, *([f"{'; '.join(found)}."] if found else [])])


def table(run):
    """(columns, rows) of everybody below what was promised, to take away."""
    columns = [
        _("Name"), _("Organisation"), _("Type of participant"), _("Meetings"), _("Promised"),
        _("Accepted requests"), _("Why"),
    ]  # fmt: skip
    rows = [
        [str(one.person), str(one.organisation or ""), one.get_participant_type_display(), one.held,
         one.fewest, one.asked, said]
        for one, said in lines(run, below(run, promised(run.edition)))
    ]  # fmt: skip
    return columns, rows
