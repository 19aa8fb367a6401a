"""Call an edition off: everything that hangs on it ends with it, in one transaction, however many come.

The row of the edition is locked first, so whoever registers, asks or plans in the same moment is
either part of what ends here, or finds the edition called off. Nothing leads back.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, Sum

from lonja.accounts.models import Role, User
from lonja.base import audit, jobs, outbox
from lonja.base.models import Job
from lonja.directory.models import OrganisationGrant
from lonja.events.lifecycle import INVOLVED
from lonja.events.models import Booking, EventGrant, Invoice, InvoiceLine, Participation
from lonja.events.services import calling_off as events
from lonja.meetings import agenda, calling_off_mails
from lonja.meetings.lifecycle import (
    HOLDING,
    MeetingState,
    PlanState,
    ProposalState,
    RequestState,
    next_meeting_state,
    next_plan_state,
    next_proposal_state,
    next_request_state,
)
from lonja.meetings.models import Meeting, MeetingRequest, PlanRun, Proposal, Slot
from lonja.meetings.services.plans import next_version

BATCH = 200
UNFINISHED = (PlanState.QUEUED, PlanState.SOLVING)


@dataclass(frozen=True, slots=True)
class Reach:
    """What calling an edition off would end.

    Attributes:
        people: whom it concerns, and what money.
        requests: requests that wait for an answer.
        meetings: planned meetings that are still to come.
        plans: plans that are being made.
    """

    people: events.Reach
    requests: int
    meetings: int
    plans: int


def reach(edition, *, now):
    """What calling an edition off at this moment would end, in a fixed number of queries."""
    return Reach(
        people=events.reach(edition, now=now),
        requests=MeetingRequest.objects.filter(edition=edition, state=RequestState.SENT).count(),
        meetings=_planned(edition).exclude(slot__in=_past(edition, now)).count(),
        plans=PlanRun.objects.filter(edition=edition, state__in=UNFINISHED).count(),
    )


def _planned(edition):
    """Meetings of the plan that holds which nobody has noted as held or missed."""
    return Meeting.objects.filter(
        run__edition=edition, run__state__in=HOLDING, state=MeetingState.PLANNED
    ).order_by()


def _past(edition, now):
    """Slots that are over: what was planned in them was held."""
    return [
        slot.pk for slot in Slot.objects.filter(edition=edition, starts_at__lt=now) if slot.ends_at <= now
    ]


@transaction.atomic
def call_off(edition, *, reason, actor, now):
    """End an edition that does not take place, and tell everybody by a job.

    Whoever was registered stays on the list, as history. What nobody has answered expires, drafts are
    withdrawn, planned meetings are cancelled, plans that are being made stop, and bills that nobody
    has paid are credited.

    Args:
        edition: a public one that is not over.
        reason: in each language, for everybody to read.
        actor: who calls it off.
        now: when.

    Returns:
        The edition, and the job that tells everybody.

    Raises:
        Refused: when it cannot be called off, or was already.
    """
    with audit.at_the_end():
        edition = events.call_off(edition, reason=reason, actor=actor, now=now)
        expired = _end_requests(edition, now)
        Proposal.objects.filter(run__edition=edition, state=ProposalState.OPEN).update(
            state=next_proposal_state("pass", ProposalState.OPEN)
        )
        cancelled = _end_meetings(edition, now)
        stopped = _stop_plans(edition)
        job = jobs.enqueue("meetings.called_off", args={"edition_id": edition.pk}, actor=actor)
        audit.record_many(actor, "meeting_request.expire", expired, source="called off")
        audit.record_many(actor, "plan.cancel", stopped, source="called off")
        audit.record(actor, "edition.meetings_cancelled", edition, meetings=cancelled)
    return edition, job


def _end_requests(edition, now):
    """Close what waits for an answer, and the wish lists; what both sides wanted stays as it is."""
    rows = MeetingRequest.objects.filter(edition=edition).order_by()
    waiting = list(rows.filter(state=RequestState.SENT).only("pk"))
    for verb, state in (("expire", RequestState.SENT), ("withdraw", RequestState.DRAFT)):
        rows.filter(state=state).update(state=next_request_state(verb, state), answered_at=now)
    return waiting


def _end_meetings(edition, now):
    """Cancel the meetings to come; their seats stay, so that calendars know whose they were."""
    planned, past = _planned(edition), _past(edition, now)
    if past:
        planned.filter(slot__in=past).update(
            state=next_meeting_state("hold", MeetingState.PLANNED), ended_at=now
        )
    cancelled = planned.update(state=next_meeting_state("cancel", MeetingState.PLANNED), ended_at=now)
    PlanRun.objects.published().filter(edition=edition).update(
        version=next_version(edition), published_at=now
    )
    return cancelled


def _stop_plans(edition):
    """Stop the plans that are being made, and ask their jobs to end."""
    rows = PlanRun.objects.select_for_update().filter(edition=edition, state__in=UNFINISHED)
    runs = list(rows.order_by("pk"))
    for run in runs:
        run.state = next_plan_state("cancel", run.state)
    PlanRun.objects.bulk_update(runs, ["state"])
    for job in Job.objects.filter(uuid__in=[run.job for run in runs if run.job]):
        jobs.cancel(job)
    return runs


def everybody(edition):
    """Participations that are told: who comes, and who waits for a place or for approval."""
    return Participation.objects.filter(edition=edition, state__in=INVOLVED)


@transaction.atomic
def tell_batch(edition, *, after):
    """Write to the next ones, each once however often this runs.

    Args:
        edition: one that was called off.
        after: id of the last one who was written to, or 0.

    Returns:
        The id of the last one, or None when nobody is left.
    """
    rows = everybody(edition).filter(pk__gt=after).select_related("person__user")
    people = list(rows.prefetch_related("person__contacts").order_by("pk")[:BATCH])
    ids = [one.pk for one in people]
    run = agenda.published_plan(edition)
    off = agenda.called_off_entries(edition, run, only=set(ids))
    money = _money_of(edition, ids)
    bills_of = _bills_by_account(edition, {one.person.user_id for one in people} - {None})
    for one in people:
        one.edition = edition
    outbox.send_many(
        (mail, f"called-off-{edition.pk}-{one.pk}")
        for one in people
        for mail in calling_off_mails.called_off(
            one,
            run,
            off.get(one.pk, []),
            paid=money.get(one.pk),
            bills=bills_of.get(one.person.user_id, ()),
        )
    )
    return people[-1].pk if people else None


def _money_of(edition, ids):
    """Of those who were billed, by participation id: whether something was paid; else it is credited."""
    lines = _ended_lines(edition).filter(participation__in=ids).order_by()
    came = Sum("invoice__payments__cents", filter=Q(invoice__payments__is_done=True), default=0)
    return {one: cents > 0 for one, cents in lines.values_list("participation").annotate(came=came)}


def _ended_lines(edition):
    """Lines of bills that stood when it was called off: open ones were paid in part, the others credited."""
    return InvoiceLine.objects.filter(
        Q(is_open=True) | Q(invoice__credited_by__issued_at__gte=edition.called_off_at)
    )


@transaction.atomic
def tell_others(edition):
    """Write to those who work for an edition, registered others or pay, if they do not come themselves."""
    grants = EventGrant.objects.in_force().filter(
        Q(edition=None) | Q(edition=edition), event=edition.event_id
    )
    bookings = Booking.objects.filter(edition=edition, made_by__isnull=False)
    bills = Invoice.objects.filter(edition=edition, credits=None).order_by()
    houses = OrganisationGrant.objects.in_force().filter(
        Q(organisation__in=bills.values("payer_organisation"))
        | Q(organisation__in=Booking.objects.filter(edition=edition).values("payer")),
        role=Role.ORGANISATION_ADMIN,
    )
    others = User.objects.filter(
        Q(pk__in=grants.values("user"))
        | Q(pk__in=bookings.values("made_by"))
        | Q(pk__in=houses.values("user"))
        | Q(person__in=bills.values("payer_person")),
        is_active=True,
    )
    told = everybody(edition).filter(person__user__isnull=False).values("person__user")
    bills_of = _bills_by_account(edition)
    outbox.send_many(
        (
            calling_off_mails.called_off_to(user, edition, bills_of.get(user.pk, ())),
            f"called-off-{edition.pk}-account-{user.pk}",
        )
        for user in others.exclude(pk__in=told).order_by("pk")
    )


def _bills_by_account(edition, accounts=None):
    """{account: [(invoice, whether something was paid)]} of those who pay: a person, or who runs a house.

    Args:
        accounts: ids of the only accounts that are asked about; None for all.
    """
    lines = _ended_lines(edition).filter(invoice__edition=edition)
    runs_house = OrganisationGrant.objects.in_force().filter(role=Role.ORGANISATION_ADMIN)
    by = Q()
    if accounts is not None:
        runs_house = runs_house.filter(user__in=accounts)
        by = Q(payer_person__user__in=accounts) | Q(payer_organisation__in=runs_house.values("organisation"))
    rows = Invoice.objects.filter(by, pk__in=lines.values("invoice"), credits=None)
    rows = list(
        rows.order_by("year", "number")
        .select_related("payer_person")
        .annotate(came=Sum("payments__cents", filter=Q(payments__is_done=True), default=0))
    )
    houses = {row.payer_organisation_id for row in rows if row.payer_organisation_id}
    grants = runs_house.filter(organisation__in=houses)
    runs: dict = {}
    for house, user in grants.values_list("organisation", "user").distinct():
        runs.setdefault(house, []).append(user)
    found: dict = {}
    for row in rows:
        payer = row.payer_person.user_id if row.payer_person else None
        for user in [payer] if payer else runs.get(row.payer_organisation_id, ()):
            found.setdefault(user, []).append((row, row.came > 0))
    return found
