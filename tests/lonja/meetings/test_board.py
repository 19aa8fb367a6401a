"""The board: meetings moved by hand, each rule asked again, nobody's move overwritten."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lonja.base.errors import Refused
from lonja.base.models import AuditEntry, OutboxMail
from lonja.meetings import engine
from lonja.meetings.models import Meeting, Move, Representative, Seat, Unplaced
from lonja.meetings.services import board, locks, plans
from tests.factories import (
    make_edition,
    make_event,
    make_participation,
    make_plan,
    make_request,
    make_session,
    make_slots,
    make_tables,
    make_user,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 11, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def hall():
    """Four people, four slots, two tables, and a plan: meetings at 09:00 and 09:15, both at table 1."""
    organiser = make_user(name="Olga")
    edition = make_edition(make_event(slug="fair", organiser=organiser), slug="2018")
    slots, tables = make_slots(edition, 4), make_tables(edition, 2)
    people = [
        make_participation(edition, user=make_user(), name=name) for name in ("Ana", "Jon", "Eva", "Leo")
    ]
    ana, jon, eva, leo = people
    requests = [make_request(ana, jon), make_request(ana, eva), make_request(leo, eva)]
    run = make_plan(edition, number=1, state="draft", figures={"seconds": 0.1})
    put(run, requests[0], slots[0], tables[0])
    put(run, requests[1], slots[1], tables[0])
    run.figures |= engine.measure_again(engine.read_floor(edition), engine.placed_of(run))
    run.save()
    return {
        "edition": edition, "run": run, "organiser": organiser, "slots": slots, "tables": tables,
        "requests": requests, "people": people,
    }  # fmt: skip


def put(run, request, slot, table):
    meeting = Meeting.objects.create(run=run, request=request, slot=slot, table=table)
    for who in (request.sender, request.recipient):
        Seat.objects.create(run=run, slot=slot, participation=who, meeting=meeting)
    return meeting


def seen(hall, number):
    return board.place_of(Meeting.objects.filter(run=hall["run"], request=hall["requests"][number]).first())


def move(hall, number, slot, table=0, *, at=None):
    return board.move(
        hall["run"], hall["requests"][number], slot=hall["slots"][slot],
        table=None if table is None else hall["tables"][table], seen=at or seen(hall, number),
        actor=hall["organiser"], now=NOW,
    )  # fmt: skip


def stands(hall):
    """(slot, table) of each request by number, None when it waits."""
    rows = {
        row[0]: row[1:]
        for row in Meeting.objects.filter(run=hall["run"]).values_list("request", "slot", "table")
    }
    known = [rows.get(request.pk) for request in hall["requests"]]
    slots, tables = [one.pk for one in hall["slots"]], [one.pk for one in hall["tables"]]
    return [one and (slots.index(one[0]), tables.index(one[1])) for one in known]


def test_a_move_takes_meeting_and_seats_along_and_is_written_down(hall):
    done = move(hall, 0, 2, 1)

    assert stands(hall) == [(2, 1), (1, 0), None]
    meeting = Meeting.objects.get(run=hall["run"], request=hall["requests"][0])
    assert set(meeting.seats.values_list("slot", flat=True)) == {hall["slots"][2].pk}
    hall["run"].refresh_from_db()
    assert (hall["run"].moves_made, hall["run"].figures["placed"]) == (1, 2)
    assert AuditEntry.objects.filter(action="meeting.moved").count() == 1
    assert (done.from_slot, done.to_slot, OutboxMail.objects.count()) == (
        hall["slots"][0],
        hall["slots"][2],
        0,
    )


@pytest.mark.parametrize(
    ("number", "slot", "table", "said"),
    [
        (0, 1, 1, ["Ana sits in another meeting then: Ana – Eva."]),
        (2, 0, 0, ["Table 1 is taken then: Ana – Jon."]),
        (2, 1, 0, ["Eva sits in another meeting then: Ana – Eva.", "Table 1 is taken then: Ana – Eva."]),
    ],
)
def test_a_place_that_is_taken_says_by_whom(hall, number, slot, table, said):
    before = stands(hall)

    with pytest.raises(board.InTheWay) as refused:
        move(hall, number, slot, table)

    assert (refused.value.sentences, stands(hall)) == (said, before)
    assert Move.objects.count() == 0


def test_talks_absences_stays_closed_tables_and_rules_stand_in_the_way_in_words(hall):
    edition, (ana, jon, *_), (*_, third, last) = hall["edition"], hall["people"], hall["slots"]
    make_session(edition, attended_by=[ana], starts_at=third.starts_at, minutes=15)
    jon.leaves_at = last.starts_at
    jon.save()
    hall["tables"][1].closed_slots.add(third)
    edition.most_in_a_row, edition.most_meetings = 1, 1
    edition.save()
    locks.lock(hall["run"], only=hall["requests"][1], actor=None, now=NOW)
    said = []

    for number, slot, table in ((0, 2, 1), (0, 3, 0), (1, 3, 1)):
        with pytest.raises(board.InTheWay) as refused:
            move(hall, number, slot, table)
        said.append(refused.value.sentences)

    most = "Ana would go over the limit of meetings for one person (1)."
    row = "Ana would go over the limit of meetings in a row (1)."
    assert said == [
        ["Ana is in a talk then.", most, row, "Table 2 is closed then."],
        [most, "Jon is not here then."],
        ["The meeting is locked at 09:15, table 1.", most],
    ]


def test_without_a_table_named_the_first_free_one_is_taken(hall):
    move(hall, 2, 0, None)

    assert stands(hall)[2] == (0, 1)
    assert not Unplaced.objects.filter(request=hall["requests"][2]).exists()


def test_somebody_who_may_sit_instead_comes_when_the_one_named_is_busy(hall):
    ana, jon, eva, leo = hall["people"]
    stand_in = make_participation(hall["edition"], name="Noa")
    Representative.objects.create(request=hall["requests"][2], side="recipient", participation=stand_in)

    move(hall, 2, 1, 1)

    meeting = Meeting.objects.get(run=hall["run"], request=hall["requests"][2])
    assert meeting.sitting == [leo, stand_in]


def test_a_move_of_somebody_else_is_not_overwritten(hall):
    looked_at = seen(hall, 0)
    move(hall, 0, 3)

    with pytest.raises(
        Refused, match="Somebody else has moved this meeting in the meantime. It stands now at 09:45"
    ):
        move(hall, 0, 2, 1, at=looked_at)

    assert stands(hall)[0] == (3, 0)


def test_taken_off_it_waits_and_undo_brings_it_back(hall):
    board.take_off(hall["run"], hall["requests"][0], seen=seen(hall, 0), actor=hall["organiser"], now=NOW)
    waiting = (stands(hall)[0], Unplaced.objects.get(request=hall["requests"][0]).reason)

    board.undo(hall["run"], actor=hall["organiser"], now=NOW)

    assert (waiting, stands(hall)[0]) == ((None, "taken_off"), (0, 0))
    with pytest.raises(Refused, match="no move of yours"):
        board.undo(hall["run"], actor=hall["organiser"], now=NOW)


def test_undo_is_refused_when_the_old_place_is_taken(hall):
    move(hall, 0, 3)
    other = make_user()
    board.move(
        hall["run"], hall["requests"][2], slot=hall["slots"][0], table=hall["tables"][0], seen="tray",
        actor=other, now=NOW,
    )  # fmt: skip

    with pytest.raises(board.InTheWay, match="Table 1 is taken then: Leo – Eva"):
        board.undo(hall["run"], actor=hall["organiser"], now=NOW)

    assert stands(hall) == [(3, 0), (1, 0), (0, 0)]


def test_in_the_plan_that_holds_the_two_are_told_at_once_and_nobody_else(hall):
    plans.publish(hall["run"], actor=hall["organiser"], now=NOW)
    OutboxMail.objects.all().delete()
    hall["run"].refresh_from_db()

    move(hall, 0, 2)

    hall["run"].refresh_from_db()
    mails = list(OutboxMail.objects.order_by("pk"))
    assert [mail.to for mail in mails] == [one.person.user.email for one in hall["people"][:2]]
    assert "– Moved: Jon, from 15/11 09:00 (Table 1) to 15/11 09:30 (Table 1)" in mails[0].text
    assert hall["run"].version == 2


def test_what_took_place_stays_and_nobody_is_sent_into_the_past(hall):
    plans.publish(hall["run"], actor=hall["organiser"], now=NOW)
    hall["run"].refresh_from_db()
    Meeting.objects.filter(request=hall["requests"][0]).update(state="held")
    said = []

    for number, now in ((0, NOW), (1, hall["slots"][2].starts_at)):
        with pytest.raises(Refused) as refused:
            board.move(
                hall["run"], hall["requests"][number], slot=hall["slots"][2], table=None,
                seen=seen(hall, number), actor=hall["organiser"], now=now,
            )  # fmt: skip
        said.append(refused.value.sentence)

    over = "This meeting has taken place, or somebody missed it. It stays where it was."
    assert said == [over, "This time has passed."]


def test_a_plan_that_was_replaced_and_an_edition_that_is_over_stay_as_they_were(hall):
    hall["run"].state = "superseded"
    hall["run"].save()
    with pytest.raises(Refused, match="another one has replaced it"):
        move(hall, 0, 2)

    hall["run"].state = "draft"
    hall["run"].save()
    hall["edition"].state = "closed"
    hall["edition"].save()
    with pytest.raises(Refused, match="This edition is over"):
        move(hall, 0, 2)

    assert stands(hall)[0] == (0, 0)


MOVES = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from([None, 0, 1, 2, 3]), st.sampled_from([None, 0, 1])),
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_whatever_is_moved_no_rule_is_broken_and_undo_brings_back_the_last(hall, moves):
    for number, slot, table in moves:
        before = stands(hall)
        try:
            if slot is None:
                board.take_off(
                    hall["run"], hall["requests"][number], seen=seen(hall, number),
                    actor=hall["organiser"], now=NOW,
                )  # fmt: skip
            else:
                move(hall, number, slot, table)
        except Refused:
            assert stands(hall) == before

    floor = engine.read_floor(hall["edition"])
    assert engine.broken_rules(floor, engine.placed_of(hall["run"])) == []
    hall["run"].refresh_from_db()
    assert hall["run"].figures["placed"] == sum(one is not None for one in stands(hall))


def signed_in(hall):
    client = Client()
    client.force_login(hall["organiser"])
    return client


BOARD = "/events/fair/2018/plans/1/board/"


def test_the_board_asks_as_many_queries_for_one_meeting_as_for_thirty(hall, django_assert_max_num_queries):
    client, edition = signed_in(hall), hall["edition"]
    pages = [
        BOARD,
        f"{BOARD}{hall['requests'][0].uid}/",
        f"{BOARD}{hall['requests'][0].uid}/0/",
        "/events/fair/2018/plans/compare/",
        "/events/fair/2018/locks/",
    ]
    counts = []
    for more in (0, 28):
        tables = [type(hall["tables"][0])(edition=edition, number=10 + n) for n in range(more)]
        tables = type(hall["tables"][0]).objects.bulk_create(tables)
        for n in range(more):
            request = make_request(make_participation(edition), make_participation(edition))
            put(hall["run"], request, hall["slots"][n % 4], tables[n])
        locks.lock(hall["run"], actor=None, now=NOW)
        for page in pages:
            client.get(page)
            with django_assert_max_num_queries(12) as asked:
                assert client.get(page).status_code == 200
            counts.append(len(asked))

    assert counts[: len(pages)] == counts[len(pages) :]


def test_picking_up_tells_what_stands_in_the_way_at_each_place(hall):
    first, second, third, _last = (slot.pk for slot in hall["slots"])
    one, other = (table.pk for table in hall["tables"])

    found = signed_in(hall).get(f"{BOARD}{hall['requests'][0].uid}/0/").json()

    assert found == {
        "slots": {str(second): "Ana sits in another meeting then: Ana – Eva."},
        "cells": {f"{second}-{one}": "Table 1 is taken then: Ana – Eva."},
    }


def test_a_refused_drop_answers_409_in_words_and_a_good_one_says_where(hall):
    client, address = signed_in(hall), f"{BOARD}{hall['requests'][0].uid}/"
    slot, table = hall["slots"], hall["tables"][0].pk
    facts = {"table": table, "seen": seen(hall, 0)}

    refused = client.post(address, {"slot": slot[1].pk, **facts}, headers={"accept": "application/json"})
    moved = client.post(address, {"slot": slot[3].pk, **facts}, headers={"accept": "application/json"})
    late = client.post(address, {"slot": slot[2].pk, **facts}, headers={"accept": "application/json"})

    assert (refused.status_code, refused.json()["remedy"]) == (
        409,
        "Nothing was changed. Choose another place.",
    )
    assert (moved.status_code, moved.json()) == (
        200,
        {
            "seen": f"{slot[3].pk}-{table}", "said": "Ana and Jon meet at 09:45, table 1.", "moves": 1,
            "names": ["Ana", "Jon"],
        },
    )  # fmt: skip
    assert (late.status_code, "moved this meeting in the meantime" in late.json()["sentence"]) == (409, True)


def test_the_plain_form_says_beside_each_slot_what_stands_in_the_way(hall):
    client, address = signed_in(hall), f"{BOARD}{hall['requests'][0].uid}/"

    choices = [label for _key, label in client.get(address).context["form"].fields["slot"].choices]
    refused = client.post(address, {"slot": hall["slots"][1].pk, "seen": seen(hall, 0)})
    moved = client.post(address, {"slot": hall["slots"][3].pk, "seen": seen(hall, 0)})

    assert choices == ["09:00", "09:15 – Ana sits in another meeting then: Ana – Eva.", "09:30", "09:45"]
    assert (refused.status_code, list(refused.context["form"].errors)) == (409, ["slot"])
    assert (moved.status_code, stands(hall)[0]) == (303, (3, 0))
