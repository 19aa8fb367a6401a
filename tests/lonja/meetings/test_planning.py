"""Before and around the plan: demand, locks, free slots only, comparison, provisional and final."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from lonja.base import jobs
from lonja.base.errors import Refused
from lonja.base.models import Job, OutboxMail
from lonja.meetings import comparing
from lonja.meetings.models import DemandStudy, Lock, Meeting, PairRule
from lonja.meetings.services import board, demand, locks, plans
from tests.factories import (
    make_edition,
    make_event,
    make_participation,
    make_plan,
    make_request,
    make_slots,
    make_tables,
    make_user,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 11, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def hall():
    """Twelve people who ask all over, six slots, three tables."""
    organiser = make_user(name="Olga")
    edition = make_edition(make_event(slug="fair", organiser=organiser), slug="2018")
    make_slots(edition, 6), make_tables(edition, 3)
    people = [make_participation(edition, user=make_user(), name=f"P{n}") for n in range(12)]
    requests = [make_request(people[n], people[(n + step) % 12]) for step in (1, 5) for n in range(12)]
    return {"organiser": organiser, "edition": edition, "people": people, "requests": requests}


def made(edition, **fields):
    run = make_plan(edition, **fields)
    plans.solve(run)
    run.refresh_from_db()
    return run


def stands(run):
    return {row[0]: row[1:] for row in run.meetings.values_list("request_id", "slot_id", "table_id")}


def client_of(hall):
    client = Client()
    client.force_login(hall["organiser"])
    return client


def test_the_same_input_and_seed_give_the_same_plan_and_the_same_digest(hall):
    one, two = made(hall["edition"], seed=5), made(hall["edition"], seed=5)
    make_request(hall["people"][0], hall["people"][3])
    three = made(hall["edition"], seed=5)

    assert (stands(one), one.digest) == (stands(two), two.digest)
    assert (len(one.digest), one.digest == three.digest) == (64, False)


def test_locked_meetings_stay_whatever_is_planned_later(hall):
    first = made(hall["edition"], seed=1)
    some = list(first.meetings.order_by("pk")[:6])
    for meeting in some:
        locks.lock(first, only=meeting.request, actor=hall["organiser"], now=NOW)

    for seed in (2, 3):
        later = stands(made(hall["edition"], seed=seed))
        assert {m.request_id: later[m.request_id] for m in some} == {
            m.request_id: (m.slot_id, m.table_id) for m in some
        }
    assert Lock.objects.count() == 6


def test_a_persons_locks_are_hers_only_and_lifted_with_one_act(hall):
    run, ana = made(hall["edition"]), hall["people"][0]
    hers = run.meetings.filter(seats__participation=ana)

    locked = locks.lock(run, of=ana, actor=None, now=NOW)
    again = locks.lock(run, of=ana, actor=None, now=NOW)

    assert (locked, again, set(Lock.objects.values_list("request", flat=True))) == (
        hers.count(), 0, set(hers.values_list("request", flat=True)),
    )  # fmt: skip
    assert (locks.lift(hall["edition"], of=ana, actor=None), Lock.objects.count()) == (locked, 0)


def test_what_is_locked_and_became_impossible_is_named_before_anything_is_planned(hall):
    run = made(hall["edition"])
    meeting = run.meetings.select_related("slot", "request").order_by("pk").first()
    locks.lock(run, only=meeting.request, actor=None, now=NOW)
    who = meeting.request.sender
    who.arrives_at = meeting.slot.ends_at
    who.save()

    with pytest.raises(
        Refused, match=f"contradicts itself: {who} – {meeting.request.recipient}. It is fixed to a time"
    ):
        plans.request_plan(hall["edition"], seed=1, effort="quick", actor=None, now=NOW)


def test_a_draft_that_breaks_a_lock_is_not_published(hall):
    one = made(hall["edition"], seed=1)
    meeting = one.meetings.select_related("request").order_by("pk").first()
    locks.lock(one, only=meeting.request, actor=None, now=NOW)
    other = plans.copy(one, actor=None, now=NOW)
    Meeting.objects.filter(run=other, request=meeting.request).delete()

    with pytest.raises(Refused, match=f"stand elsewhere in this plan: {meeting.request.sender} – "):
        plans.publish(other, actor=None, now=NOW)


def test_planning_only_the_free_slots_moves_nothing_and_adds(hall):
    edition = hall["edition"]
    make_tables_before = made(edition, seed=1)
    board.take_off(
        make_tables_before, make_tables_before.meetings.first().request,
        seen=board.place_of(make_tables_before.meetings.first()), actor=None, now=NOW,
    )  # fmt: skip
    make_request(make_participation(edition), make_participation(edition))
    kept = stands(make_tables_before)

    run = plans.request_plan(edition, seed=9, effort="quick", keeps=make_tables_before, actor=None, now=NOW)
    plans.solve(run)

    after = stands(run)
    assert ({key: after[key] for key in kept}, len(after) > len(kept)) == (kept, True)


def test_who_can_no_longer_come_is_planned_anew_and_all_others_stay(hall):
    base = made(hall["edition"], seed=1)
    gone = base.meetings.select_related("slot", "request__sender").order_by("pk").first()
    who = gone.request.sender
    who.leaves_at = gone.slot.starts_at
    who.save()
    lost = {
        m.request_id
        for m in base.meetings.filter(seats__participation=who, slot__starts_at__gte=who.leaves_at)
    }

    run = plans.request_plan(hall["edition"], seed=9, effort="quick", keeps=base, actor=None, now=NOW)
    plans.solve(run)

    after, before = stands(run), stands(base)
    assert lost
    assert all(after.get(key) == before[key] for key in before.keys() - lost)


def test_who_must_meet_comes_first_and_who_must_not_never_meets(hall):
    edition, people = hall["edition"], hall["people"]
    edition.tables.exclude(number=1).delete()
    edition.slots.exclude(pk=edition.slots.order_by("starts_at").first().pk).delete()
    PairRule.objects.create(
        edition=edition, one=people[3], other=people[2], kind="must", reason="They asked us."
    )
    PairRule.objects.create(
        edition=edition, one=people[0], other=people[1], kind="never", reason="A dispute."
    )

    run = made(edition)

    assert list(run.meetings.values_list("request", flat=True)) == [hall["requests"][2].pk]
    assert run.unplaced.get(request=hall["requests"][0]).reason == "never"
    with pytest.raises(board.InTheWay, match="These two must not meet"):
        board.move(
            run,
            hall["requests"][0],
            slot=edition.slots.get(),
            table=None,
            seen=board.TRAY,
            actor=None,
            now=NOW,
        )


def test_the_demand_names_the_bound_the_over_asked_and_what_would_help(hall):
    edition, (ana, *_others) = hall["edition"], hall["people"]
    ana.leaves_at = edition.slots.order_by("starts_at")[1].starts_at
    ana.save()

    findings = demand.study(edition, actor=hall["organiser"], now=NOW).findings

    assert (findings["requests"], findings["most"]) == (24, 18)
    assert [(row["who"], row["asked"], row["most"]) for row in findings["over_asked"]] == [(ana.pk, 4, 1)]
    assert [(one["kind"], one["gain"]) for one in findings["changes"]] == [
        ("table", 3),
        ("slot", 3),
        ("stay", 0),
    ]
    assert sum(row["wanted"] for row in findings["slots"]) == pytest.approx(24, abs=0.3)


def test_the_demand_is_kept_until_what_is_asked_changes(hall):
    client, address = client_of(hall), "/events/fair/2018/demand/"

    empty = client.get(address).content.decode()
    client.post(address)
    known = client.get(address)
    made_at = DemandStudy.objects.get().made_at
    client.post(address)
    make_request(hall["people"][0], hall["people"][2])
    changed = client.get(address)

    assert "Not looked at yet" in empty
    assert known.context["headline"] == "At most 18 of 24 accepted requests can be met."
    assert (known.context["is_outdated"], changed.context["is_outdated"]) == (False, True)
    assert DemandStudy.objects.get().made_at == made_at
    rows = list(csv.reader(io.StringIO(client.get(f"{address}changes.csv").getvalue().decode())))
    assert rows[1] == ["One more table, open all the time", "24", "'+6"]


def test_a_large_demand_is_worked_out_in_the_background(hall, monkeypatch):
    monkeypatch.setattr(demand, "INLINE_REQUESTS", 3)

    answer = client_of(hall).post("/events/fair/2018/demand/")
    job = jobs.run_now(Job.objects.get(kind="meetings.demand"))

    assert (answer.url, job.state, DemandStudy.objects.get().findings["most"]) == (
        job.get_absolute_url(),
        "done",
        18,
    )


def test_plans_are_compared_with_the_one_that_is_published(hall):
    one = made(hall["edition"], seed=1)
    plans.publish(one, actor=None, now=NOW)
    two = plans.copy(one, actor=None, now=NOW)
    meeting = two.meetings.order_by("pk").first()
    board.take_off(two, meeting.request, seen=board.place_of(meeting), actor=None, now=NOW)

    known = comparing.arrangements([one, two])
    page = client_of(hall).get("/events/fair/2018/plans/compare/")

    assert comparing.differences(known[one.pk], known[two.pk]) == {
        "moved": 0, "table": 0, "added": 0, "dropped": 1, "people": 2,
    }  # fmt: skip
    rows = {row[0]: row[1:] for row in page.context["figure"]["rows"]}
    assert rows["No plan can place more than"] == [18, 18]
    assert rows[f"Against plan {one.number}: people for whom something changes"] == [2, 0]
    assert rows["Wishes met: Company"] == ["71%", "75%"]


def test_provisional_then_final_says_so_everywhere_and_tells_what_changed(hall):
    run = made(hall["edition"], seed=1)
    ana = run.meetings.order_by("pk").first().request.sender
    client = Client()
    client.force_login(ana.person.user)

    plans.publish(run, actor=None, now=NOW, provisionally=True)
    page = client.get("/events/fair/2018/agenda/").content.decode()
    tentative = client.get("/events/fair/2018/agenda.ics").content.decode()
    first = list(OutboxMail.objects.values_list("subject", flat=True))
    draft = plans.copy(run, actor=None, now=NOW)
    meeting = draft.meetings.filter(seats__participation=ana).select_related("request").first()
    board.take_off(draft, meeting.request, seen=board.place_of(meeting), actor=None, now=NOW)
    OutboxMail.objects.all().delete()
    plans.publish(draft, actor=None, now=NOW + timedelta(days=1))

    assert ("Provisional agenda" in page, "STATUS:TENTATIVE" in tentative, "CONFIRMED" in tentative) == (
        True,
        True,
        False,
    )
    assert set(first) == {f"Your provisional agenda for {hall['edition']}"}
    mails = {mail.to: mail.text for mail in OutboxMail.objects.all()}
    told = mails[ana.person.user.email]
    assert ("is final" in told, "– No longer held: " in told, "– Moved" in told) == (True, True, False)
    others = {text for to, text in mails.items() if "What has changed" not in text}
    assert len(others) == 10
    assert all("Nothing has changed since" in text for text in others)
    run.refresh_from_db()
    final = client.get("/events/fair/2018/agenda.ics").content.decode()
    assert (run.state, "STATUS:CONFIRMED" in final, "SEQUENCE:2" in final, "TENTATIVE" in final) == (
        "superseded", True, True, False,
    )  # fmt: skip


def test_a_provisional_plan_becomes_final_as_it_is(hall):
    run = made(hall["edition"], seed=1)
    plans.publish(run, actor=None, now=NOW, provisionally=True)
    OutboxMail.objects.all().delete()

    plans.publish(run, actor=None, now=NOW)

    run.refresh_from_db()
    assert (run.state, run.version) == ("published", 2)
    assert {
        "Nothing has changed since the provisional agenda." in mail.text for mail in OutboxMail.objects.all()
    } == {True}
    with pytest.raises(Refused, match="Only a draft can be published provisionally"):
        plans.publish(run, actor=None, now=NOW, provisionally=True)
