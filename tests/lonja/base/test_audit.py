"""Whoever changes the audit chain from outside is found, with the place."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from lonja.base import audit
from lonja.base.models import AuditEntry, AuditHead
from tests.factories import make_user
from tests.races import race

pytestmark = pytest.mark.django_db


def take_triggers_away():
    """What somebody with the password of the database does first."""
    on = " ON base_auditentry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER base_auditentry_no_update{on}")
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER base_auditentry_no_delete")


@pytest.fixture
def chain():
    """Five entries, and an attacker who is already inside the database."""
    user = make_user()
    for number in range(1, 6):
        audit.record(user, f"thing.{number}", user, number=number)
    take_triggers_away()
    return AuditEntry.objects.order_by("position")


def places():
    return [found.position for found in audit.verify()]


def test_an_untouched_chain_holds(chain):
    assert places() == []
    assert audit.head() == (5, chain.get(position=5).hash)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("action", "thing.forged"),
        ("actor_id", None),
        ("object_id", "999"),
        ("object_type", "accounts.other"),
        ("detail", {"number": 99}),
        ("at", datetime(2020, 1, 1, tzinfo=UTC)),
    ],
)
def test_an_edited_entry_is_found(chain, field, value):
    chain.filter(position=3).update(**{field: value})

    assert places() == [3]


def test_an_edited_entry_with_a_new_hash_is_found_at_the_next_one(chain):
    entry = chain.get(position=3)
    entry.action = "thing.forged"
    chain.filter(position=3).update(action=entry.action, hash=audit.digest(entry))

    assert places() == [4]


def test_an_entry_deleted_from_the_middle_is_found(chain):
    chain.filter(position=3).delete()

    assert places() == [3, 4]


def test_the_first_entry_deleted_is_found(chain):
    chain.filter(position=1).delete()

    assert places() == [1, 2]


def test_the_newest_entry_deleted_is_found(chain):
    chain.filter(position=5).delete()

    assert places() == [5]


def test_an_inserted_entry_is_found(chain):
    newest = chain.get(position=5)
    forged = AuditEntry(position=6, at=newest.at, action="thing.forged", previous=newest.hash, detail={})
    forged.hash = audit.digest(forged)
    forged.save(force_insert=True)

    assert places() == [7]


def test_an_entry_inserted_before_the_first_is_found(chain):
    first = chain.get(position=1)
    AuditEntry.objects.create(position=0, at=first.at, action="x", previous="p", hash="h")

    assert places()[0] == 0


def test_two_swapped_entries_are_found(chain):
    second, third = chain.get(position=2), chain.get(position=3)
    chain.filter(position=2).update(action=third.action, detail=third.detail)
    chain.filter(position=3).update(action=second.action, detail=second.detail)

    assert places() == [2, 3]


def test_two_entries_that_changed_places_are_found(chain):
    chain.filter(position=2).update(position=-2)
    chain.filter(position=3).update(position=2)
    chain.filter(position=-2).update(position=3)

    assert set(places()) == {2, 3, 4}


def test_a_chain_written_anew_is_found_by_its_witness(chain):
    position, newest = audit.head()
    chain.all().delete()
    AuditHead.objects.all().delete()
    for number in range(5):
        audit.record(None, "thing.forged", make_user(), number=number)

    assert places() == []
    assert not audit.holds(position, newest)


@pytest.mark.parametrize("act", [lambda rows: rows.update(action="x"), lambda rows: rows.delete()])
def test_the_database_itself_refuses_to_change_an_entry(act):
    audit.record(None, "thing.done", make_user())

    with pytest.raises(DatabaseError, match="audit entries are never"), transaction.atomic():
        act(AuditEntry.objects.all())

    assert AuditEntry.objects.get().action == "thing.done"


@transaction.atomic
def record_in_a_change_that_fails(user):
    audit.record(user, "thing.undone", user)
    raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_an_entry_shares_the_fate_of_its_change():
    user = make_user()
    audit.record(user, "thing.kept", user)
    with pytest.raises(ZeroDivisionError):
        record_in_a_change_that_fails(user)
    audit.record(user, "thing.after", user)

    assert list(AuditEntry.objects.values_list("position", "action")) == [
        (1, "thing.kept"),
        (2, "thing.after"),
    ]
    assert places() == []


def test_every_detail_verifies_after_the_database_had_it():
    user = make_user()
    audit.record(
        user,
        "thing.done",
        user,
        moment=datetime(2026, 12, 31, 23, 59, tzinfo=UTC),
        money=Decimal("10.50"),
        share=1e20,
        tiny=-0.0,
        words="a\x00b \ud800 ñ ☀ \\u0000",
        nested={"list": [1, 2.5, None, True], 7: "number"},
    )

    assert places() == []
    detail = AuditEntry.objects.get().detail
    assert detail["nested"] == {"list": [1, "2.5", None, True], "7": "number"}
    assert detail["words"] == "ab ? ñ ☀ \\u0000"


def test_many_entries_of_one_change_follow_each_other():
    users = [make_user() for _ in range(3)]

    entries = audit.record_many(users[0], "person.imported", users, file="abc")

    assert [entry.position for entry in entries] == [1, 2, 3]
    assert [entry.object_id for entry in audit.entries_about(users[1])] == [str(users[1].pk)]
    assert places() == []


def test_an_auditor_narrows_the_entries():
    ana, bo = make_user(), make_user()
    audit.record(ana, "event.published", ana)
    audit.record(bo, "event.closed", bo)
    audit.record(bo, "plan.published", ana)

    assert [e.action for e in audit.entries(actor_id=bo.pk)] == ["plan.published", "event.closed"]
    assert [e.action for e in audit.entries(action="event.")] == ["event.closed", "event.published"]


def test_the_command_says_that_the_chain_holds_and_gives_a_witness(chain, capsys):
    call_command("verify_audit", json=True)
    said = json.loads(capsys.readouterr().out)
    call_command("verify_audit", witness=said["head"])

    assert said["breaks"] == []
    assert said["head"].startswith("5:")


def test_the_command_ends_with_one_and_names_the_place(chain, capsys):
    chain.filter(position=4).update(action="thing.forged")

    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit")

    assert ended.value.code == 1
    assert "entry 4: the entry was changed after it was written" in capsys.readouterr().out


def test_the_command_refuses_a_chain_that_its_witness_does_not_know(chain):
    with pytest.raises(SystemExit):
        call_command("verify_audit", witness=f"3:{'a' * 64}")
    with pytest.raises(CommandError):
        call_command("verify_audit", witness="nonsense")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_moment_leave_no_gap_and_no_fork():
    user = make_user()

    def write(number):
        for step in range(5):
            audit.record(user, f"thing.{number}.{step}", user)
        return "written"

    outcomes = race(16, write)

    assert outcomes == ["written"] * 16
    assert list(AuditEntry.objects.values_list("position", flat=True)) == list(range(1, 81))
    assert places() == []
