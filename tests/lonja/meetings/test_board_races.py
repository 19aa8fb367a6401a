"""Many move at once: nobody sits twice, no table is taken twice; a killed planner leaves nothing half."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from lonja.base import audit
from lonja.base.models import AuditHead
from lonja.meetings import engine
from lonja.meetings.models import Meeting, Seat, Unplaced
from lonja.meetings.services import board, nearby, plans
from tests.factories import (
    make_edition,
    make_participation,
    make_plan,
    make_request,
    make_slots,
    make_tables,
    make_user,
)
from tests.races import race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOW = datetime(2018, 11, 1, tzinfo=UTC)
ACTORS = 8
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def hall():
    """Eight meetings that wait, four slots, ten tables, a draft."""
    edition = make_edition()
    slots, tables = make_slots(edition, 4), make_tables(edition, 10)
    ana = make_participation(edition, name="Ana")
    others = [make_participation(edition) for _ in range(2 * ACTORS)]
    apart = [make_request(*others[2 * n : 2 * n + 2]) for n in range(ACTORS)]
    hers = [make_request(ana, other) for other in others[:ACTORS]]
    return make_plan(edition, state="draft", figures={"seconds": 0}), slots, tables, apart, hers


def outcomes(results):
    return sorted(type(result).__name__ for result in results)


def drop(run, request, slot, table):
    actor = make_user()
    return board.move(run, request, slot=slot, table=table, seen=board.TRAY, actor=actor, now=NOW)


def test_of_many_who_drop_on_one_table_one_gets_it(hall):
    run, slots, tables, apart, _hers = hall

    results = race(ACTORS, lambda n: drop(run, apart[n], slots[0], tables[0]))

    assert outcomes(results) == ["InTheWay"] * (ACTORS - 1) + ["Move"]
    assert Meeting.objects.filter(run=run).count() == 1
    run.refresh_from_db()
    assert run.moves_made == 1


def test_of_many_meetings_of_one_person_dropped_into_one_slot_one_is_held(hall):
    run, slots, tables, _apart, hers = hall

    results = race(ACTORS, lambda n: drop(run, hers[n], slots[0], tables[n]))

    assert outcomes(results) == ["InTheWay"] * (ACTORS - 1) + ["Move"]
    assert engine.broken_rules(engine.read_floor(run.edition), engine.placed_of(run)) == []


def test_of_many_who_move_one_meeting_the_first_is_not_overwritten(hall):
    run, slots, tables, apart, _hers = hall
    first = drop(run, apart[0], slots[0], tables[0])
    seen = f"{first.to_slot_id}-{first.to_table_id}"

    results = race(
        ACTORS,
        lambda n: board.move(
            run, apart[0], slot=slots[1], table=tables[n], seen=seen, actor=make_user(), now=NOW
        ),
    )

    assert outcomes(results) == ["Move"] + ["Refused"] * (ACTORS - 1)


def test_of_many_who_let_the_same_two_change_places_one_does(hall):
    run, slots, tables, apart, _hers = hall
    places = [drop(run, apart[n], slots[n], tables[n]) for n in range(2)]
    seen = [board.place_name(one.to_slot_id, one.to_table_id) for one in places]

    results = race(
        ACTORS,
        lambda n: board.swap(run, *apart[:2], seen=seen[0], other_seen=seen[1], actor=make_user(), now=NOW),
    )

    assert outcomes(results) == ["Move"] + ["Refused"] * (ACTORS - 1)
    assert engine.broken_rules(engine.read_floor(run.edition), engine.placed_of(run)) == []


def test_without_the_lock_the_same_drops_run_into_the_database(hall):
    """The control: asked first and written later, without the lock, only the constraint is left."""
    run, slots, tables, apart, _hers = hall
    asked = race(
        ACTORS, lambda n: nearby.hall_of(run, apart[n]).conflicts(apart[n].pk, slots[0].pk, tables[0].pk)
    )

    results = race(
        ACTORS, lambda n: Meeting.objects.create(run=run, request=apart[n], slot=slots[0], table=tables[0])
    )

    assert asked == [[]] * ACTORS
    assert sum(isinstance(result, IntegrityError) for result in results) == ACTORS - 1


SOLVE = """
import sys, django
django.setup()
from lonja.meetings.models import PlanRun
from lonja.meetings.services import plans
plans.solve(PlanRun.objects.select_related("edition__event").get(pk=int(sys.argv[1])))
"""


def other_process(run):
    """The same planner, as a process of its own on the database of this test."""
    known = connection.settings_dict
    address = f"postgres://{known['USER']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
    env = {**os.environ, "LONJA_DATABASE": address, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    return subprocess.Popen([sys.executable, "-c", SOLVE, str(run.pk)], env=env, cwd=ROOT)


def waits_for_a_lock():
    """Whether some other session has come to a lock that this one holds."""
    with connection.cursor() as cursor:
        # Not any lock of the server: tests on other databases of it wait for theirs.
        cursor.execute(
            "SELECT count(*) FROM pg_locks"
            " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return cursor.fetchone()[0] > 0


def test_a_planner_killed_after_it_wrote_its_rows_leaves_none_and_the_next_makes_the_whole_plan(hall):
    run, *_ = hall
    run.state = "queued"
    run.save()
    audit.record(None, "plan.requested", run)  # so that the head is there
    with transaction.atomic():
        list(AuditHead.objects.select_for_update())  # it writes all its rows, then stops here to be recorded
        process = other_process(run)
        end = time.monotonic() + 60
        while not waits_for_a_lock():
            assert process.poll() is None
            assert time.monotonic() < end, "it did not come so far"
            time.sleep(0.1)
        process.send_signal(signal.SIGKILL)
        process.wait()

    run.refresh_from_db()
    left = (run.state, Meeting.objects.count(), Seat.objects.count(), Unplaced.objects.count())
    plans.solve(run)

    run.refresh_from_db()
    assert left == ("solving", 0, 0, 0)
    assert (run.state, run.figures["placed"], Seat.objects.count()) == ("draft", 12, 24)
