"""The board: an organiser moves meetings of a plan, by mouse, by keyboard, or by a plain form."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base import jobs
from lonja.base.errors import Refused
from lonja.base.policy import access
from lonja.events.models import ParticipantType, Participation
from lonja.meetings import boarding, obstacles, policies, presenting
from lonja.meetings.agenda import clock
from lonja.meetings.forms import MoveForm
from lonja.meetings.models import Meeting, MeetingRequest, Slot
from lonja.meetings.services import board as services
from lonja.meetings.services import nearby
from lonja.meetings.views.desk import arranged
from lonja.ui.answers import page, see_other

LONGEST_QUERY, LONGEST_NUMBER = 80, 16


@access(policies.plans, "arrange")
@require_GET
def board(request, event, edition, number):
    """The plan as a grid, a half-day at a time; requests without a place wait beside it."""
    run = arranged(request, event, edition, number)
    presenting.with_true_states([run])
    narrowing = _narrowing(request)
    block = _number(request, "block")
    context = boarding.board_of(run, block=block, narrowing=narrowing, page=request.GET.get("page"))
    context |= {
        "run": run,
        "edition": run.edition,
        "narrowing": narrowing,
        "undo": services.last_move(run, request.user),
        "base": reverse("meetings:board", args=[event, edition, number]),
    }
    return page(request, "meetings/board.html", context)


def _narrowing(request):
    kind = request.GET.get("type", "")
    return boarding.Narrowing(
        query=request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY],
        zone=_number(request, "zone"),
        kind=kind if kind in ParticipantType else "",
    )


def _number(request, name):
    """A whole number of the address, or None."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER else None


@access(policies.plans, "arrange")
@require_GET
def fits(request, event, edition, number, uid, block):
    """Where a request would fit, and what stands in the way elsewhere; asked when it is picked up."""
    run = arranged(request, event, edition, number)
    row = wanted(run, uid)
    hall = nearby.hall_of(
        run, row, slots=Slot.objects.filter(edition=run.edition_id, block=block).values("pk")
    )
    if row.pk not in hall.requests:
        raise Refused(_("This request is no longer accepted, or one of the two no longer comes."))
    shown = {"page": request.GET.get("page"), "zone": _number(request, "zone")}
    zone = run.edition.zone_info
    return JsonResponse(
        boarding.fits(
            hall, lambda found: obstacles.Words(hall, zone, found, known=[row]), row.pk, block, **shown
        )
    )


@access(policies.plans, "arrange")
@require_http_methods(["GET", "POST"])
def move(request, event, edition, number, uid):
    """Move one meeting; the board asks for JSON, the plain form for a page."""
    run = arranged(request, event, edition, number)
    row = wanted(run, uid)
    form = MoveForm(request.POST or None, edition=run.edition)
    if request.method == "POST" and form.is_valid():
        if "application/json" in request.headers.get("Accept", ""):
            return _as_json(request, run, row, form)
        return _as_page(request, run, row, form)
    return _form(request, run, row, form, 422 if request.method == "POST" else 200)


@transaction.atomic
def _act(request, run, row, form):
    facts = {"seen": form.cleaned_data["seen"], "actor": request.user, "now": timezone.now()}
    slot = form.cleaned_data["slot"]
    if form.cleaned_data["off"]:
        return measured(request, services.take_off(run, row, **facts))
    return measured(request, services.move(run, row, slot=slot, table=form.cleaned_data["table"], **facts))


def measured(request, done):
    """A move, once it is seen to that the figures of its plan follow."""
    if done.run.figures.get("is_stale"):
        jobs.enqueue("meetings.measure", args={"run_id": done.run_id}, actor=request.user)
    return done


def _as_json(request, run, row, form):
    try:
        done = _act(request, run, row, form)
    except Refused as refused:
        said = {"sentence": refused.sentence, "remedy": str(refused.remedy)}
        return JsonResponse(said, status=409)
    meeting = Meeting.objects.filter(run=run, request=row).select_related("slot", "table").first()
    return JsonResponse(
        {
            "seen": services.place_of(meeting),
            "said": moved_sentence(done, run),
            "moves": done.run.moves_made,
            "names": [str(one.person) for one in meeting.sitting] if meeting else [],
        }
    )


def _as_page(request, run, row, form):
    try:
        done = _act(request, run, row, form)
    except services.InTheWay as refused:
        for sentence in refused.sentences:
            form.add_error("slot", sentence)
        return _form(request, run, row, form, 409, others=refused.others)
    messages.success(request, moved_sentence(done, run))
    return see_other(board_at(run, done.to_slot, row))


def board_at(run, slot, row):
    base = reverse("meetings:board", args=[run.edition.event.slug, run.edition.slug, run.number])
    return f"{base}?block={slot.block}#r-{row.uid}" if slot else f"{base}#r-{row.uid}"


def moved_sentence(done, run):
    """What a move did; of a swap, what both did."""
    said = _one_sentence(done, run)
    return f"{_one_sentence(done.along, run)} {said}" if done.along else said


def _one_sentence(done, run):
    words = {"one": done.request.sender, "other": done.request.recipient, "table": done.to_table}
    if done.to_slot is None:
        return _("%(one)s and %(other)s have no place now; their request waits beside the board.") % words
    words["slot"] = clock(done.to_slot.starts_at, run.edition.zone_info)
    return _("%(one)s and %(other)s meet at %(slot)s, table %(table)s.") % words


def _form(request, run, row, form, status, others=()):
    hall = nearby.hall_of(run, row)
    if row.pk not in hall.requests:
        raise Refused(_("This request is no longer accepted, or one of the two no longer comes."))
    at, zone = hall.placed.get(row.pk), run.edition.zone_info
    form.offer(
        _choices(run, hall, row),
        hall.tables.values(),
        seen=services.place_name(at.slot, at.table) if at else services.TRAY,
        at=at,
    )
    slot = hall.slots[at.slot] if at else None
    context = {
        "run": run,
        "edition": run.edition,
        "row": row,
        "half_day": str(slot.block) if slot else "",
        "is_placed": at is not None,
        "is_locked": hasattr(row, "lock"),
        "form": form,
        "sitting": _sitting(row, at),
        "others": MeetingRequest.objects.filter(pk__in=others).with_parties() if others else (),
        "where": obstacles.where_sentence(zone, slot.starts_at, hall.tables[at.table].label)
        if at
        else obstacles.where_sentence(zone),
    }
    return page(request, "meetings/board_move.html", context, status=status)


def _sitting(row, at):
    """The two who sit, or would."""
    if at is None or (at.sender, at.recipient) == (row.sender_id, row.recipient_id):
        return [row.sender, row.recipient]
    rows = Participation.objects.select_related("person").in_bulk([at.sender, at.recipient])
    return [rows[at.sender], rows[at.recipient]]


def _choices(run, hall, row):
    """(slot, its time, why not) for each slot of the edition."""
    found = {}
    for slot in hall.slots:
        two = hall.sitting(row.pk, slot)
        found[slot] = (hall.of_people(row.pk, slot, two), hall.first_table(row.pk, slot))
    conflicts = [one for people, _table in found.values() for one in people]
    words = obstacles.Words(hall, run.edition.zone_info, conflicts, known=[row])
    no_table = str(obstacles.SENTENCES["no_table"])
    for slot, (people, table) in found.items():
        why = " ".join(words.say(one) for one in people) or ("" if table else no_table)
        yield slot, hall.slots[slot].starts_at, why


@access(policies.plans, "arrange")
@require_POST
def undo(request, event, edition, number):
    """Take back one's own last move."""
    run = arranged(request, event, edition, number)
    with transaction.atomic():
        done = measured(request, services.undo(run, actor=request.user, now=timezone.now()))
    messages.success(request, _("Taken back. %(now)s") % {"now": moved_sentence(done, run)})
    return see_other(board_at(run, done.to_slot, done.request))


def wanted(run, uid):
    """A request of this edition; of another it is unknown."""
    return all_wanted(run, uid)[0]


def all_wanted(run, *uids):
    """Some requests of this edition, in one query."""
    rows = MeetingRequest.objects.filter(edition=run.edition, uid__in=uids)
    known = {row.uid: row for row in rows.with_parties().select_related("lock")}
    if not known.keys() >= {*uids}:
        raise Http404
    return [known[uid] for uid in uids]
