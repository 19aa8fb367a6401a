"""Plans, requests and agendas as pages and documents show them."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from lonja.base.imports.book import plain
from lonja.base.models import Job
from lonja.events.models import Participation
from lonja.meetings import reasons
from lonja.meetings.agenda import by_day, clock, day_label, times
from lonja.meetings.lifecycle import PlanState, RequestState
from lonja.meetings.models import Slot, Unplaced

SHOWN_GAP = timedelta(minutes=30)
PLAN_TONES = {
    PlanState.QUEUED: "info",
    PlanState.SOLVING: "info",
    PlanState.DRAFT: "accent",
    PlanState.PROVISIONAL: "info",
    PlanState.PUBLISHED: "good",
    PlanState.SUPERSEDED: "neutral",
    PlanState.FAILED: "bad",
    PlanState.CANCELLED: "neutral",
}
REQUEST_TONES = {
    RequestState.DRAFT: "neutral",
    RequestState.SENT: "info",
    RequestState.ACCEPTED: "good",
    RequestState.DECLINED: "neutral",
    RequestState.WITHDRAWN: "neutral",
    RequestState.EXPIRED: "warn",
}
ENDINGS = {Job.State.FAILED: PlanState.FAILED, Job.State.CANCELLED: PlanState.CANCELLED}


@dataclass(frozen=True, slots=True)
class UnplacedLine:
    """A request without a place, in words."""

    uid: str
    code: str
    sender: str
    recipient: str
    priority: str
    reason: str
    remedy: str


def unplaced_lines(run):
    """Every request that a plan could not place, why, and what would help; the dearest first."""
    rows = list(
        Unplaced.objects.filter(run=run)
        .select_related(
            "request__sender__person", "request__sender__organisation", "request__recipient__person",
            "request__recipient__organisation", "who__person",
        )
        .order_by("request__priority", "pk")
    )  # fmt: skip
    people = _names({who for row in rows for who in (row.detail.get("who"), *row.detail.get("also", ()))})
    slots = _moments(run.edition, {row.detail.get("slot") for row in rows})
    return [_line(row, people, slots) for row in rows]


def _names(participation_ids):
    rows = Participation.objects.filter(pk__in=participation_ids - {None}).select_related("person")
    return {row.pk: str(row.person) for row in rows}


def _moments(edition, slot_ids):
    zone = edition.zone_info
    rows = Slot.objects.filter(pk__in=slot_ids - {None})
    return {row.pk: f"{row.starts_at.astimezone(zone):%d/%m %H:%M}" for row in rows}


def _line(row, people, slots):
    detail = row.detail
    return UnplacedLine(
        uid=str(row.request.uid),
        code=row.reason,
        sender=with_organisation(row.request.sender),
        recipient=with_organisation(row.request.recipient),
        priority=str(row.request.get_priority_display()),
        reason=reasons.reason_sentence(
            row.reason,
            people=[
                *([str(row.who.person)] if row.who else []),
                *(people[pk] for pk in detail.get("also", ()) if pk in people),
            ],
        ),
        remedy=reasons.remedy_sentence(
            detail.get("change", ""),
            slot=slots.get(detail.get("slot"), ""),
            who=people.get(detail.get("who"), ""),
        ),
    )


def with_organisation(participation):
    """Ana Ruiz (Metalurgia Ruidera)."""
    name = str(participation.person)
    return f"{name} ({participation.organisation})" if participation.organisation else name


def reasons_counted(lines, chosen):
    """The reasons of some lines, the commonest first, as choices of a filter."""
    counts = Counter(line.code for line in lines)
    return [
        {"code": code, "label": reasons.label_of(code), "count": count, "chosen": code == chosen}
        for code, count in counts.most_common()
    ]


def narrowed(lines, reason, query):
    """The lines with a reason and a name in them."""
    query = plain(query)
    return [
        line
        for line in lines
        if (not reason or line.code == reason) and query in plain(f"{line.sender} {line.recipient}")
    ]


def headline_figures(run):
    """(label, value) of what an organiser looks at first."""
    figures = run.figures
    if not figures:
        return []
    return [
        (_("Meetings placed"), figures["placed"]),
        (_("Accepted requests"), figures["requests"]),
        *([(_("Could be placed at most"), figures["most"])] if "most" in figures else []),
        (_("People without a meeting"), figures["without_meeting"]),
        *([(_("Below the promise"), figures["below"])] if "below" in figures else []),
        (_("Idle slots between meetings"), figures["idle"]),
        (_("Changes of table"), figures["table_changes"]),
    ]


def with_true_states(runs):
    """Plans with `shown_state`, `tone` and `job_url`; one whose job ended badly is not "being planned"."""
    unfinished = [run.job for run in runs if run.job and run.state in (PlanState.QUEUED, PlanState.SOLVING)]
    jobs = {job.uuid: job for job in Job.objects.filter(uuid__in=unfinished)} if unfinished else {}
    for run in runs:
        job = jobs.get(run.job)
        state = ENDINGS.get(job.state, run.state) if job else run.state
        run.shown_state, run.tone = PlanState(state).label, PLAN_TONES[PlanState(state)]
        run.job_url = job.get_absolute_url() if job and not job.is_finished else ""
    return runs


def agenda_days(edition, entries, own=None):
    """The days of an agenda as `ui/agenda.html` takes them; longer gaps are shown as free time.

    Args:
        edition, entries: whose agenda it is, and what it holds.
        own: the reader's own time zone, when she lives by another clock.
    """
    zone = edition.zone_info
    return [
        {"label": day_label(day), "date": day.isoformat(), "slots": list(_lines(these, zone, own))}
        for day, these in by_day(entries, zone)
    ]


def own_time(entry, own):
    """When something of an agenda begins and ends by its reader's own clock."""
    return _("By your clock: %(time)s") % {"time": times(entry.starts_at, entry.ends_at, own, day=True)}


def _lines(entries, zone, own):
    before = None
    for entry in entries:
        if before and entry.starts_at - before >= SHOWN_GAP:
            yield {
                "starts": clock(before, zone),
                "ends": clock(entry.starts_at, zone),
                "title": _("Free"),
                "kind": "free",
            }
        before = max(before, entry.ends_at) if before else entry.ends_at
        yield {
            "starts": clock(entry.starts_at, zone),
            "ends": clock(entry.ends_at, zone),
            "title": entry.title,
            "note": entry.note,
            "place": entry.place,
            "place_label": entry.place_label,
            "kind": entry.kind,
            "uid": entry.uid,
            "link": entry.link,
            "own_time": own_time(entry, own) if own else "",
        }
