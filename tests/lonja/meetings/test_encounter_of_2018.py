"""The whole encounter of 2018: 1,400 requests, 900 accepted, at least 590 meetings, and the morning itself.

The rules are checked here from the rows alone, by a second way of counting that shares nothing with
the planner.
"""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from lonja.events.models import Absence, Participation, SessionPlace
from lonja.meetings import agenda
from lonja.meetings.lifecycle import RequestState
from lonja.meetings.models import LiveChange, Meeting, MeetingRequest, NoShow, Proposal, Slot, Standby, Table
from lonja.meetings.services import expiry, live, plans
from tests.factories import make_edition, make_event, make_user
from tests.lonja.meetings.encounters import filled, like_2018
from tests.lonja.meetings.test_importer import applied

pytestmark = pytest.mark.django_db
REQUESTS, ACCEPTED = 1400, 900
EVE = datetime(2018, 11, 8, 12, tzinfo=UTC)
TEN = datetime(2018, 11, 15, 9, 0, tzinfo=UTC)  # ten o'clock in Madrid
MOST, IN_A_ROW, NO_SHOWS = 8, 4, 12


def asked_like_2018():
    """Rows of the workbook: 900 requests that are accepted, and 500 that wait."""
    rows = like_2018(requests=REQUESTS)
    states = ["accepted"] * ACCEPTED + ["sent"] * (REQUESTS - ACCEPTED)
    asked = [(*row[:3], state, row[4]) for row, state in zip(rows["requests"], states, strict=True)]
    [event] = rows["event"]
    return rows | {"requests": asked, "event": [(*event[:5], MOST, IN_A_ROW)]}


@pytest.fixture
def organiser():
    return make_user()


@pytest.fixture
def edition(organiser):
    edition = make_edition(make_event(organiser=organiser), starts_on=TEN.date(), ends_on=TEN.date())
    applied(edition, organiser, filled(**asked_like_2018()))
    waiting = MeetingRequest.objects.filter(edition=edition, state=RequestState.SENT)
    waiting.update(sent_at=EVE - timedelta(days=5))
    return edition


def planned(edition, organiser, **asked):
    """A draft, made."""
    facts = {"seed": 2018, "effort": "normal", "actor": organiser, "now": EVE, **asked}
    run = plans.solve(plans.request_plan(edition, **facts))
    run.refresh_from_db()
    return run


def places(run):
    rows = Meeting.objects.filter(run=run).values_list("request_id", "slot_id", "table_id")
    return {request: (slot, table) for request, slot, table in rows}


def sitting(run):
    """The meetings of each participation, by time."""
    found = defaultdict(list)
    for who, meeting in agenda.seats_of(run):
        found[who].append(meeting)
    return {who: sorted(meetings, key=lambda one: one.slot.starts_at) for who, meetings in found.items()}


def unreachable(edition):
    """(participation, slot) pairs at which somebody cannot be met: not there, away, or in a talk."""
    found = set()
    slots = list(Slot.objects.filter(edition=edition))
    closed = defaultdict(list)
    for absence in Absence.objects.filter(participation__edition=edition):
        closed[absence.participation_id].append((absence.starts_at, absence.ends_at))
    for place in SessionPlace.objects.filter(session__edition=edition).select_related("session"):
        closed[place.participation_id].append((place.session.starts_at, place.session.ends_at))
    for one in Participation.objects.filter(edition=edition):
        for slot in slots:
            there = (one.arrives_at is None or one.arrives_at <= slot.starts_at) and (
                one.leaves_at is None or slot.ends_at <= one.leaves_at
            )
            busy = any(starts < slot.ends_at and slot.starts_at < ends for starts, ends in closed[one.pk])
            if busy or not there:
                found.add((one.pk, slot.pk))
    return found


def follows(one, other):
    return one.slot.ends_at == other.slot.starts_at


def longest_row(meetings):
    """How many meetings follow each other without a pause, at most."""
    longest = length = 1
    for one, other in pairwise(meetings):
        length = length + 1 if follows(one, other) else 1
        longest = max(longest, length)
    return longest


def broken(edition, run):
    """The rules that a plan breaks, by name."""
    seats, closed = sitting(run), unreachable(edition)
    at_tables = Counter((meeting.slot_id, meeting.table_id) for meeting in Meeting.objects.filter(run=run))
    at_once = Counter((who, one.slot_id) for who, meetings in seats.items() for one in meetings)
    rules = {
        "somebody twice at a time": max(at_once.values()) > 1,
        "a table twice at a time": max(at_tables.values()) > 1,
        "somebody who cannot be there": bool(closed & at_once.keys()),
        "more meetings than wished": max(map(len, seats.values())) > MOST,
        "no pause": max(map(longest_row, seats.values())) > IN_A_ROW,
    }
    return [rule for rule, is_broken in rules.items() if is_broken]


def table_changes(run):
    """How often somebody goes from one meeting to her next at another table."""
    return sum(
        one.table_id != other.table_id
        for meetings in sitting(run).values()
        for one, other in pairwise(meetings)
    )


def test_nine_hundred_requests_become_at_least_590_meetings_that_keep_every_rule(edition, organiser):
    asked = MeetingRequest.objects.filter(edition=edition).count()
    lapsed = expiry.expire(edition, now=EVE)

    run, again = planned(edition, organiser), planned(edition, organiser)

    assert (asked, lapsed) == (REQUESTS, REQUESTS - ACCEPTED)
    assert (Participation.objects.count(), Slot.objects.count(), Table.objects.count()) == (350, 32, 24)
    assert broken(edition, run) == []
    assert len(places(run)) >= 590
    assert places(again) == places(run)
    assert run.figures["table_changes"] == table_changes(run)
    left_out = {one.request_id: one.reason for one in run.unplaced.all()}
    accepted = MeetingRequest.objects.accepted().filter(edition=edition)
    assert left_out.keys() | places(run).keys() == set(accepted.values_list("pk", flat=True))
    assert all(left_out.values())

    plans.publish(run, actor=organiser, now=EVE)
    filling = planned(edition, organiser, keeps=run)

    assert places(filling).items() >= places(run).items()
    assert broken(edition, filling) == []


def test_twelve_no_shows_and_a_firm_that_stays_away_touch_only_those_concerned(edition, organiser):
    wanted = list(MeetingRequest.objects.accepted().values_list("pk", flat=True))
    # As many as took place then; with all 900 every table is taken all day, and nothing can be proposed.
    MeetingRequest.objects.filter(pk__in=wanted[590:]).update(state=RequestState.DECLINED)
    run = planned(edition, organiser, effort="quick")
    plans.publish(run, actor=organiser, now=EVE)
    everybody = list(Participation.objects.filter(edition=edition))
    hosting = Table.objects.filter(edition=edition).first()
    firm = sorted(sitting(run))[-1]
    firm = Participation.objects.get(pk=firm)
    Table.objects.filter(pk=hosting.pk).update(host=firm)
    before, stood = agenda.entries_of_all(edition, run), places(run)
    missed = [
        meeting
        for meeting in Meeting.objects.filter(run=run, slot__starts_at__lt=TEN).order_by("slot", "table")
        if firm not in meeting.sitting
    ][:NO_SHOWS]

    Participation.objects.update(is_listed=True)
    willing = [one for one in everybody if one.pk not in before and one.pk != firm.pk][:9] or everybody[-9:]
    Standby.objects.bulk_create(Standby(participation=one, joined_at=EVE) for one in willing)

    for meeting in missed:
        live.miss(meeting, absent=meeting.sitting[0], actor=organiser, now=TEN)
    alone = {one.pk for meeting in missed for one in meeting.sitting[1:]}

    assert (NoShow.objects.count(), places(run)) == (NO_SHOWS, stood)
    asked_first = {(one.sender_id, one.recipient_id) for one in Proposal.objects.all()}
    assert asked_first
    assert all(alone & set(pair) for pair in asked_first)

    live.withdraw_organisation(edition, firm.organisation, actor=organiser, now=TEN)

    gone = set(Participation.objects.filter(organisation=firm.organisation).values_list("pk", flat=True))
    touched = gone | set(LiveChange.objects.values_list("participation_id", flat=True))
    after = agenda.entries_of_all(edition, agenda.published_plan(edition))
    untouched = [one.pk for one in everybody if one.pk not in touched]
    assert Table.objects.get(pk=hosting.pk).host is None
    assert {who: after.get(who) for who in untouched} == {who: before.get(who) for who in untouched}
    assert len(untouched) > len(everybody) - 40
    assert not gone & sitting(agenda.published_plan(edition)).keys()
