"""Plans side by side: how much each places, for whom, how smoothly, and what it changes."""

from collections import defaultdict

from django.utils.translation import gettext as _

from lonja.events.models import ParticipantType
from lonja.meetings.models import Meeting, Priority, Seat


def table(runs, holding):
    """(columns, rows) with a column for each plan.

    Args:
        runs: the plans that are made, in their order.
        holding: the plan that people come by now, or None.
    """
    columns = [
        _("Figure"),
        *({"label": _("Plan %(number)s") % {"number": run.number}, "numeric": True} for run in runs),
    ]
    rows = [*_reached(runs), *_smooth(runs), *_fair(runs), *_against(runs, holding), *_made(runs)]
    return columns, rows


def _row(label, runs, value):
    return [label, *(value(run) for run in runs)]


def _reached(runs):
    yield _row(_("Meetings placed"), runs, lambda run: _of(run.figures["placed"], run.figures["requests"]))
    yield _row(_("No plan can place more than"), runs, lambda run: run.figures.get("most", "–"))
    for priority in Priority:
        yield _row(
            _("Priority: %(priority)s") % {"priority": priority.label},
            runs,
            lambda run, key=str(priority.value): _share(run.figures.get("by_priority", {}).get(key)),
        )


def _smooth(runs):
    yield _row(_("Idle slots between meetings"), runs, lambda run: run.figures.get("idle", "–"))
    yield _row(_("Gaps in the day"), runs, lambda run: run.figures.get("breaks", "–"))
    yield _row(
        _("Changes of table between two meetings"),
        runs,
        lambda run: (
            _of(run.figures["table_changes"], run.figures["in_a_row"])
            if "in_a_row" in run.figures
            else run.figures["table_changes"]
        ),
    )


def _fair(runs):
    yield _row(_("People without a meeting"), runs, lambda run: run.figures["without_meeting"])
    if any("below" in run.figures for run in runs):
        yield _row(
            _("People with fewer meetings than promised"), runs, lambda run: run.figures.get("below", "–")
        )
        yield _row(_("– meetings they miss together"), runs, lambda run: run.figures.get("owed", "–"))
    yield _row(_("Smallest share of wishes met"), runs, lambda run: _percent(run.figures["least_share"]))
    kinds = {kind for run in runs for kind in run.figures.get("by_kind", ())}
    for kind in ParticipantType:
        if kind in kinds:
            yield _row(
                _("Wishes met: %(kind)s") % {"kind": kind.label},
                runs,
                lambda run, key=kind: _met(run.figures.get("by_kind", {}).get(key)),
            )


def _against(runs, holding):
    """What each plan changes for those who come by the one that holds."""
    if holding is None:
        return
    known = arrangements([*runs, holding])
    changes = {run.pk: differences(known[holding.pk], known[run.pk]) for run in runs}
    published = {"number": holding.number}
    yield _row(
        _("Against plan %(number)s: people for whom something changes") % published,
        runs,
        lambda run: changes[run.pk]["people"],
    )
    yield _row(_("– meetings at another time"), runs, lambda run: changes[run.pk]["moved"])
    yield _row(_("– only at another table"), runs, lambda run: changes[run.pk]["table"])
    yield _row(_("– new meetings"), runs, lambda run: changes[run.pk]["added"])
    yield _row(_("– meetings no longer held"), runs, lambda run: changes[run.pk]["dropped"])


def arrangements(runs):
    """{run: {request: (slot, table, people)}} of some plans, in two queries."""
    ids = {run.pk for run in runs}
    people = defaultdict(set)
    seats = Seat.objects.filter(run__in=ids).order_by()
    for meeting, who in seats.values_list("meeting_id", "participation_id"):
        people[meeting].add(who)
    known = {pk: {} for pk in ids}
    meetings = Meeting.objects.filter(run__in=ids).order_by()
    for pk, run, request, slot, at in meetings.values_list(
        "pk", "run_id", "request_id", "slot_id", "table_id"
    ):
        known[run][request] = (slot, at, frozenset(people[pk]))
    return known


def differences(before, after):
    """How many meetings move, change table only, come and go, and how many people notice any of it."""
    touched, counts = set(), {"moved": 0, "table": 0, "added": 0, "dropped": 0}
    for request in before.keys() | after.keys():
        old, new = before.get(request), after.get(request)
        if old == new:
            continue
        touched |= (old[2] if old else frozenset()) | (new[2] if new else frozenset())
        if old is None:
            counts["added"] += 1
        elif new is None:
            counts["dropped"] += 1
        elif old[0] != new[0]:
            counts["moved"] += 1
        else:
            counts["table"] += 1
    return counts | {"people": len(touched)}


def _made(runs):
    yield _row(_("Moves by hand"), runs, lambda run: run.moves_made)
    yield _row(
        _("Keeps the meetings of"),
        runs,
        lambda run: _("Plan %(number)s") % {"number": run.keeps.number} if run.keeps else "–",
    )
    yield _row(_("Effort"), runs, lambda run: run.get_effort_display())
    yield _row(_("Seed"), runs, lambda run: run.seed)
    yield _row(_("Digest of what was planned"), runs, lambda run: run.digest[:8] or "–")
    yield _row(_("Seconds"), runs, lambda run: run.figures["seconds"])


def _of(placed, asked):
    return _("%(placed)s of %(asked)s") % {"placed": placed, "asked": asked}


def _share(figures):
    return _of(figures["placed"], figures["asked"]) if figures else "–"


def _met(figures):
    return _percent(figures["placed"] / figures["asked"]) if figures and figures["asked"] else "–"


def _percent(share):
    return "–" if share is None else f"{share:.0%}"


def headline(runs, holding):
    """What to notice first: which plan places most, and what it would change."""
    best = max(runs, key=lambda run: (run.figures["placed"], -run.figures.get("idle", 0)))
    words = {"number": best.number, "placed": best.figures["placed"], "asked": best.figures["requests"]}
    if holding is None or holding.pk == best.pk:
        return _("Plan %(number)s places most: %(placed)s of %(asked)s requests.") % words
    known = arrangements([best, holding])
    words["people"] = differences(known[holding.pk], known[best.pk])["people"]
    return (
        _("Plan %(number)s places most: %(placed)s of %(asked)s requests. Against the published plan, "
          "something would change for %(people)s people.") % words
    )  # fmt: skip
