"""The outcomes of an edition meeting by meeting, as a table to take away: what the organiser's pages show."""

from django.utils.translation import gettext as _

from lonja.impact import engine, presenting, rows
from lonja.impact.counting import YES
from lonja.impact.lifecycle import Came
from lonja.impact.models import OutcomeQuestion
from lonja.impact.models.outcomes import MILESTONES
from lonja.meetings.models import Side


def columns():
    """Headings in the reader's language."""
    sides = []
    for side in (_("Who asked"), _("Who was asked")):
        sides += [
            side,
            _("%(side)s: organisation") % {"side": side},
            _("%(side)s: did something come of it") % {"side": side},
            _("%(side)s: what came of it") % {"side": side},
            _("%(side)s: value in euros") % {"side": side},
            _("%(side)s: level") % {"side": side},
            *(_("%(side)s: question after %(n)s months") % {"side": side, "n": n} for n in MILESTONES),
        ]
    return [
        _("Meeting"), _("Day and time"), _("Table"), _("Together"), _("What came of it"), _("Level"),
        _("Smaller value in euros"), _("Larger value in euros"), _("What they say differently"), *sides,
    ]  # fmt: skip


def table(edition):
    """(columns, rows) of every meeting held, by time: five queries."""
    said = engine.newest_answers(edition)
    meetings = list(rows.held(edition).for_agenda())
    judged = engine.judged(said, [each.request_id for each in meetings])
    asked = questions(edition)
    return columns(), [
        _row(each, judged[each.request_id], said, asked, edition.zone_info) for each in meetings
    ]


def questions(edition):
    """(request, participation, months) to whether that side answered the question."""
    found = OutcomeQuestion.objects.filter(request__edition=edition)
    names = ["request", "follow_up__participation", "follow_up__months", "answered_at"]
    return {tuple(key): at is not None for *key, at in found.values_list(*names).order_by()}


def _row(meeting, judged, said, asked, zone):
    row = [
        str(meeting.request.uid),
        meeting.slot.starts_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        meeting.table.number if meeting.table else "",
        presenting.verdict_label(judged.verdict),
        presenting.kind_label(judged.kind) if judged.kind else "",
        presenting.level_label(judged.level) if judged.level else "",
        euros(judged.low_cents),
        euros(judged.high_cents),
        ", ".join(DIFFERENCES[name]() for name in judged.differs_on),
    ]
    for one, side in zip(meeting.sitting, (Side.SENDER, Side.RECIPIENT), strict=True):
        row += _side(one, said.get((meeting.request_id, side)))
        row += [_question(asked.get((meeting.request_id, one.pk, months))) for months in MILESTONES]
    return row


DIFFERENCES = {
    "came": lambda: _("whether something came of it"),
    "kind": lambda: _("what came of it"),
    "value": lambda: _("the value"),
    "level": lambda: _("the level"),
}


def _side(participation, said):
    """One side: who, of which organisation, and what it said last."""
    who = [str(participation.person), str(participation.organisation or "")]
    if said is None:
        return [*who, "", "", None, ""]
    return [
        *who,
        str(Came(said.came).label),
        presenting.kind_label(said.kind) if said.kind else "",
        euros(said.cents) if said.came == YES else None,
        presenting.level_label(said.level) if said.level else "",
    ]


def _question(is_answered):
    """Where the question of a milestone stands."""
    if is_answered is None:
        return _("not asked")
    return _("answered") if is_answered else _("asked, no answer")


def euros(cents):
    """A number of euros; nothing when no value was named."""
    return None if cents is None else cents / 100
