"""The day: what changes touches only those concerned, and whoever becomes free is offered something."""

from datetime import UTC, datetime, timedelta

import pytest

from lonja.base.errors import Refused
from lonja.base.models import OutboxMail
from lonja.meetings import agenda
from lonja.meetings.models import LiveChange, Meeting, PlanRun, Proposal, Seat
from lonja.meetings.services import live, proposals
from tests.factories import (
    make_edition,
    make_organisation,
    make_participation,
    make_published,
    make_request,
    make_session,
    make_slots,
    make_speakers,
    make_tables,
    make_user,
)

pytestmark = pytest.mark.django_db
NINE = datetime(2018, 11, 15, 8, 0, tzinfo=UTC)  # nine o'clock in Madrid
EARLY = NINE - timedelta(hours=1)


@pytest.fixture
def hall():
    """Four people, three slots, two tables: Ana meets Jon, then Eva; Eva meets Leo first."""
    edition = make_edition()
    slots, tables = make_slots(edition, 3), make_tables(edition, 2)
    ana, jon, eva, leo = (
        make_participation(edition, user=make_user(), name=n) for n in ["Ana", "Jon", "Eva", "Leo"]
    )
    first, second, third = make_request(ana, jon), make_request(ana, eva), make_request(eva, leo)
    run = make_published(
        (first, slots[0], tables[0]), (third, slots[0], tables[1]), (second, slots[1], tables[0]),
        edition=edition,
    )  # fmt: skip
    return edition, slots, tables, (ana, jon, eva, leo), (first, second, third), run


def places(run):
    rows = Meeting.objects.filter(run=run).values_list("request_id", "slot_id", "table_id")
    return {request: (slot, table) for request, slot, table in rows}


def rows_of(edition, *people):
    run = agenda.published_plan(edition)
    return {one.pk: agenda.entries_of(one, run) for one in people}


def test_who_comes_later_meets_later_and_nobody_untouched_is_moved(hall):
    edition, slots, tables, (ana, jon, eva, leo), (first, second, third), run = hall
    before = rows_of(edition, leo)

    live.change_stay(jon, arrives_at=NINE + timedelta(minutes=20), actor=None, now=EARLY)

    assert places(run) == {
        first.pk: (slots[2].pk, tables[0].pk),
        second.pk: (slots[1].pk, tables[0].pk),
        third.pk: (slots[0].pk, tables[1].pk),
    }
    assert rows_of(edition, leo) == before
    assert set(LiveChange.objects.values_list("participation_id", "kind")) == {
        (ana.pk, "moved"), (jon.pk, "moved"),
    }  # fmt: skip
    assert {mail.to for mail in OutboxMail.objects.all()} == {ana.person.user.email, jon.person.user.email}
    assert PlanRun.objects.get(pk=run.pk).version == 2


def test_a_withdrawal_cancels_frees_the_table_and_offers_the_moment_to_somebody(hall):
    edition, slots, _tables, (ana, jon, eva, leo), (first, *_rest), run = hall
    wanted = make_request(ana, leo)  # accepted, but never placed

    live.withdraw(jon, actor=None, now=EARLY)

    assert first.pk not in places(run)
    assert Meeting.ever.get(run=run, request=first).state == "cancelled"
    assert Seat.objects.filter(run=run, participation=jon).count() == 0
    offered = Proposal.objects.get()
    assert (offered.request, offered.slot, offered.sender, offered.recipient) == (wanted, slots[2], ana, leo)
    mails = OutboxMail.objects.filter(to=jon.person.user.email)
    told = ["No longer held" in mail.text or "is cancelled" in mail.subject for mail in mails]
    assert told == [True, True]  # her meeting, and her registration
    assert OutboxMail.objects.filter(to=eva.person.user.email).count() == 0


def test_a_colleague_sits_for_whoever_withdraws(hall):
    edition, slots, tables, (ana, jon, *_), (first, *_rest), run = hall
    noa = make_participation(edition, name="Noa")
    first.representatives.create(side="recipient", participation=noa)

    live.withdraw(jon, actor=None, now=EARLY)

    assert places(run)[first.pk] == (slots[0].pk, tables[0].pk)
    assert [one.pk for one in Meeting.objects.get(run=run, request=first).sitting] == [ana.pk, noa.pk]


def test_an_organisation_that_stays_away_releases_its_table(hall):
    edition, slots, tables, (ana, jon, *_), (first, *_rest), run = hall
    house = make_organisation()
    type(jon).objects.filter(pk=jon.pk).update(organisation=house)
    tables[0].host = jon
    tables[0].save()

    live.withdraw_organisation(edition, house, actor=None, now=EARLY)

    tables[0].refresh_from_db()
    assert tables[0].host is None
    assert first.pk not in places(run)


def test_meetings_of_a_closed_table_go_to_another_one_at_the_same_time(hall):
    _edition, slots, tables, _people, (first, second, third), run = hall

    live.close_table(tables[0], actor=None, now=EARLY)

    assert places(run) == {
        first.pk: (slots[2].pk, tables[1].pk),
        second.pk: (slots[1].pk, tables[1].pk),
        third.pk: (slots[0].pk, tables[1].pk),
    }


@pytest.mark.parametrize("speaks", [False, True])
def test_a_talk_that_moves_takes_the_place_of_a_meeting_and_its_people_are_told(hall, speaks):
    edition, slots, tables, (ana, jon, eva, leo), (_first, _second, third), run = hall
    attend = [] if speaks else [leo]
    talk = make_session(edition, attended_by=attend, starts_at=NINE + timedelta(minutes=30), minutes=15)
    if speaks:
        make_speakers(talk, "Leo", participation=leo)

    live.move_session(talk, starts_at=NINE, actor=None, now=EARLY)

    assert places(run)[third.pk] == (slots[2].pk, tables[1].pk)
    assert {mail.to for mail in OutboxMail.objects.all()} == {leo.person.user.email, eva.person.user.email}
    talk.refresh_from_db()
    assert (talk.revision, talk.revised_at) == (1, EARLY), "calendars take only what has a higher number"


def test_a_no_show_after_the_start_offers_the_other_her_next_moment(hall):
    edition, slots, _tables, (ana, jon, eva, leo), (first, *_rest), run = hall
    make_request(ana, leo)
    meeting = Meeting.objects.get(run=run, request=first)

    live.miss(meeting, absent=jon, actor=ana.person.user, now=NINE + timedelta(minutes=4))

    meeting.refresh_from_db()
    assert (meeting.state, meeting.no_shows.get().absent) == ("no_show", jon)
    assert Proposal.objects.get().slot == slots[2]


def test_nobody_is_missing_before_the_meeting_begins(hall):
    *_rest, (ana, jon, *_), (first, *_), run = hall
    with pytest.raises(Refused, match="not begun"):
        live.miss(Meeting.objects.get(run=run, request=first), absent=jon, actor=None, now=EARLY)


def test_a_no_show_is_taken_back_within_ten_minutes(hall):
    *_rest, (ana, jon, *_), (first, *_), run = hall
    meeting, noted = Meeting.objects.get(run=run, request=first), NINE + timedelta(minutes=4)
    live.miss(meeting, absent=jon, actor=None, now=noted)

    with pytest.raises(Refused, match="ten minutes"):
        live.undo_miss(meeting, absent=jon, actor=None, now=noted + timedelta(minutes=11))
    live.undo_miss(meeting, absent=jon, actor=None, now=noted + timedelta(minutes=9))

    meeting.refresh_from_db()
    assert (meeting.state, meeting.no_shows.count()) == ("planned", 0)


def test_a_proposal_accepted_seats_both_and_is_refused_once_its_time_has_come(hall):
    _edition, slots, tables, (ana, jon, eva, leo), (first, *_rest), run = hall
    wanted = make_request(ana, leo)
    live.withdraw(jon, actor=None, now=EARLY)
    offered = Proposal.objects.get()

    with pytest.raises(Refused, match="time of this proposal"):
        proposals.accept(offered, actor=None, now=slots[2].starts_at)
    proposals.accept(offered, actor=ana.person.user, now=EARLY)

    assert places(run)[wanted.pk] == (slots[2].pk, tables[0].pk)
    assert set(
        LiveChange.objects.filter(kind="added").values_list("participation_id", flat=True)
    ) == {ana.pk, leo.pk}  # fmt: skip
    with pytest.raises(Refused, match="was answered"):
        proposals.accept(offered, actor=leo.person.user, now=EARLY)


def test_two_on_standby_are_proposed_to_each_other_but_not_to_who_is_not_listed(hall):
    edition, _slots, _tables, (ana, jon, eva, leo), *_rest = hall
    type(leo).objects.filter(pk=leo.pk).update(is_listed=False)
    proposals.join_standby(leo, actor=None, now=EARLY)
    proposals.join_standby(jon, actor=None, now=EARLY)
    assert Proposal.objects.count() == 0

    proposals.join_standby(eva, actor=None, now=EARLY)

    offered = Proposal.objects.get()
    assert ({offered.sender, offered.recipient}, offered.request) == ({jon, eva}, None)
    proposals.accept(offered, actor=eva.person.user, now=EARLY)
    offered.refresh_from_db()
    assert offered.request.state == "accepted"


def test_what_is_still_planned_when_an_edition_closes_was_held(hall):
    edition, _slots, _tables, (ana, jon, *_), (first, *_rest), run = hall
    live.miss(Meeting.objects.get(run=run, request=first), absent=jon, actor=None, now=NINE)

    live.close_edition(edition, actor=None, now=NINE + timedelta(hours=9))

    states = dict(Meeting.objects.filter(run=run).values_list("request_id", "state"))
    assert sorted(states.values()) == ["held", "held", "no_show"]
    assert states[first.pk] == "no_show"


def test_what_was_proposed_for_a_no_show_is_closed_and_told_when_she_came_after_all(hall):
    edition, _slots, _tables, (ana, jon, eva, leo), (first, *_rest), run = hall
    make_request(ana, leo)
    meeting, noted = Meeting.objects.get(run=run, request=first), NINE + timedelta(minutes=4)
    live.miss(meeting, absent=jon, actor=None, now=noted)
    offered = Proposal.objects.get()
    other = Proposal.objects.create(
        run=run, sender=eva, recipient=jon, slot=offered.slot, made_at=noted - timedelta(hours=1)
    )
    OutboxMail.objects.all().delete()

    live.undo_miss(meeting, absent=jon, actor=None, now=noted + timedelta(minutes=2))

    states = dict(Proposal.objects.values_list("pk", "state"))
    assert states == {offered.pk: "passed", other.pk: "open"}
    assert [(mail.to, mail.subject) for mail in OutboxMail.objects.all()] == [
        (ana.person.user.email, f"A proposed meeting at {edition} is taken back")
    ]


def test_a_proposal_that_was_accepted_stays_when_the_no_show_is_taken_back(hall):
    _edition, _slots, _tables, (ana, jon, _eva, leo), (first, *_rest), run = hall
    make_request(ana, leo)
    meeting, noted = Meeting.objects.get(run=run, request=first), NINE + timedelta(minutes=4)
    live.miss(meeting, absent=jon, actor=None, now=noted)
    proposals.accept(Proposal.objects.get(), actor=ana.person.user, now=noted)
    OutboxMail.objects.all().delete()

    live.undo_miss(meeting, absent=jon, actor=None, now=noted + timedelta(minutes=2))

    assert (Proposal.objects.get().state, OutboxMail.objects.count()) == ("accepted", 0)
