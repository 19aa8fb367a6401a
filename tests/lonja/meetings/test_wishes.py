"""Browse, wish, limit, decline with a reason, pass on, expire, and say when one can be met."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from lonja.base.errors import Refused
from lonja.base.models import OutboxMail
from lonja.events.models import Zone, ZoneHost
from lonja.meetings import engine
from lonja.meetings.models import AskingBar, MeetingRequest, PairRule, RequestRules
from lonja.meetings.services import availability, expiry, plans, requests, rules
from lonja.partnering.engine import index
from tests.factories import (
    make_edition,
    make_event,
    make_opportunity,
    make_organisation,
    make_participation,
    make_plan,
    make_request,
    make_slots,
    make_tables,
    make_user,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 11, 1, tzinfo=UTC)


@pytest.fixture
def edition():
    edition = make_edition(make_event(slug="fair", organiser=make_user("boss@example.org")), slug="2018")
    make_slots(edition, 4)
    make_tables(edition, 2)
    return edition


@pytest.fixture
def people(edition):
    """Ana alone; Jon and Eva of one house."""
    house = make_organisation("Talleres Nervión", is_public=True)
    return [
        make_participation(edition, user=make_user(), name=name, organisation=of)
        for name, of in (("Ana Ruiz", None), ("Jon Etxeberria", house), ("Eva Lomas", house))
    ]


def client_of(one):
    client = Client()
    client.force_login(one.person.user)
    return client


def ask(sender, recipient, **more):
    facts = {"priority": 1, "actor": sender.person.user, "now": NOW, **more}
    return requests.send(sender, recipient=recipient, **facts)


def test_the_list_shows_those_who_agreed_and_counts_nobody_else(people, django_assert_max_num_queries):
    ana, jon, eva = people
    eva.is_listed = False
    eva.save()
    client = client_of(ana)
    client.get("/events/fair/2018/people/")

    with django_assert_max_num_queries(12):
        page = client.get("/events/fair/2018/people/")

    assert [card["one"] for card in page.context["cards"]] == [jon]
    assert page.context["form"].fields["kind"].choices[1:] == [("company", "Company (1)")]
    assert "Eva Lomas" not in page.content.decode()


def test_the_list_asks_as_many_queries_for_thirty_as_for_one(people, edition, django_assert_max_num_queries):
    client, counts = client_of(people[1]), []
    for more in (1, 30):
        for _ in range(more):
            make_request(
                make_participation(edition, organisation=make_organisation(is_public=True)), people[1]
            )
        client.get("/events/fair/2018/people/")
        with django_assert_max_num_queries(12) as asked:
            client.get("/events/fair/2018/people/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_draft_is_seen_by_its_writer_alone_and_bars_nobody(people):
    ana, jon, _eva = people
    requests.keep(ana, recipient=jon, priority=1, text="Robots", actor=ana.person.user)

    answered = ask(jon, ana)

    assert answered.state == "sent"
    assert "Robots" not in client_of(jon).get("/events/fair/2018/requests/").content.decode()
    assert ask(ana, jon).state == "accepted"
    assert MeetingRequest.objects.count() == 1


def test_a_whole_wish_list_is_sent_or_nothing_of_it(people):
    ana, jon, eva = people
    RequestRules.objects.create(edition=ana.edition, most_per_person=1)
    for other in (jon, eva):
        requests.keep(ana, recipient=other, priority=1, actor=ana.person.user)

    with pytest.raises(Refused, match="You have used all your 1 requests"):
        requests.send_drafts(ana, actor=ana.person.user, now=NOW)

    assert set(MeetingRequest.objects.values_list("state", flat=True)) == {"draft"}


def test_a_limit_holds_for_all_of_one_house(people, edition):
    ana, jon, eva = people
    RequestRules.objects.create(edition=edition, most_per_organisation=1)
    ask(jon, ana)

    with pytest.raises(Refused, match="Your organisation has used all its 1 requests"):
        ask(eva, make_participation(edition, user=make_user()))


def test_who_may_ask_whom_is_the_organisers_word(people, edition):
    ana, jon, _eva = people
    AskingBar.objects.create(edition=edition, asking="company", asked="company")

    with pytest.raises(Refused, match="do not ask those of the type Company"):
        ask(ana, jon)


def test_a_curated_zone_names_the_groups_that_can_be_asked(people, edition):
    zone = Zone.objects.create(edition=edition, position=1, kind="curated", name={"en": "Groups"})
    chosen, other = (make_participation(edition, participant_type="group") for _ in range(2))
    ZoneHost.objects.create(zone=zone, participation=chosen)

    assert ask(people[0], chosen).state == "sent"
    with pytest.raises(Refused, match="only the research groups that the organiser has selected"):
        ask(people[0], other)


def test_a_colleague_answers_in_ones_place(people):
    ana, jon, eva = people
    request = ask(ana, jon)

    requests.pass_on(request, colleague=eva, actor=jon.person.user, now=NOW)

    page = client_of(eva).post(f"/events/fair/2018/requests/{request.uid}/accept/")
    assert page.status_code == 303
    assert client_of(jon).post(f"/events/fair/2018/requests/{request.uid}/accept/").status_code == 404
    request.refresh_from_db()
    assert (request.state, request.recipient, request.passed_by) == ("accepted", eva, jon)


def test_a_stranger_is_no_colleague(people):
    ana, jon, _eva = people
    stranger = make_participation(ana.edition, organisation=make_organisation())

    with pytest.raises(Refused, match="comes for your organisation"):
        requests.pass_on(ask(ana, jon), colleague=stranger, actor=jon.person.user, now=NOW)


def test_a_reason_for_declining_reaches_the_one_who_asked(people):
    ana, jon, _eva = people
    request = ask(ana, jon)

    client_of(jon).post(f"/events/fair/2018/requests/{request.uid}/why/", {"reason": "full", "text": "Sorry"})

    assert "My agenda is full" in OutboxMail.objects.order_by("pk").last().text
    assert "Sorry" in client_of(ana).get("/events/fair/2018/requests/").content.decode()


def test_a_request_is_reminded_of_once_and_expires_in_the_end(people, edition):
    ana, jon, _eva = people
    request = ask(ana, jon)

    assert expiry.remind_due(edition, now=NOW + timedelta(days=2, hours=23)) == 0
    assert expiry.remind_due(edition, now=NOW + timedelta(days=3)) == 1
    assert expiry.remind_due(edition, now=NOW + timedelta(days=4)) == 0
    assert expiry.expire(edition, now=NOW + timedelta(days=4, hours=23)) == 0
    assert expiry.expire(edition, now=NOW + timedelta(days=5)) == 1
    request.refresh_from_db()
    assert request.state == "expired"


def test_a_pending_request_holds_no_slot(people, edition):
    ana, jon, eva = people
    make_request(ana, jon, state="sent")
    wanted = make_request(ana, eva)
    edition.slots.exclude(pk=edition.slots.first().pk).delete()
    run = make_plan(edition)

    plans.solve(run)

    assert [meeting.request for meeting in run.meetings.all()] == [wanted]


def test_the_grid_frees_and_takes_slots_and_mends_what_is_published(people, edition):
    ana, jon, _eva = people
    make_request(ana, jon)
    run = make_plan(edition)
    plans.solve(run)
    plans.publish(run, actor=None, now=NOW)
    held = run.meetings.get().slot_id
    others = [str(pk) for pk in edition.slots.exclude(pk=held).values_list("pk", flat=True)]

    changed = availability.save(
        jon,
        free=[int(pk) for pk in others],
        lunch=None,
        stay={"arrives_at": None, "leaves_at": None, "remote": False},
        presence={"languages": ["es"], "wants_table": False},
        actor=jon.person.user,
        now=NOW,
    )

    assert changed == 1
    assert str(run.meetings.get().slot_id) in others
    assert availability.free_slots(jon, edition.slots.all()) == {int(pk) for pk in others}


def test_the_form_writes_slots_stay_pause_and_languages(people, edition):
    jon = people[1]
    free = [str(pk) for pk in edition.slots.values_list("pk", flat=True)][1:]
    data = {
        "free_20181115": free, "languages": ["es", "en"], "lunch_from": "14:00", "lunch_until": "15:00",
        "arrives_at": "2018-11-15T09:00", "remote": "on",
    }  # fmt: skip

    page = client_of(jon).post("/events/fair/2018/availability/", data)

    jon.refresh_from_db()
    assert page.status_code == 303
    assert (jon.remote, jon.presence.languages) == (True, ["es", "en"])
    assert f"{jon.arrives_at:%H:%M}" == "08:00"
    assert [f"{one.starts_at:%H:%M}-{one.ends_at:%H:%M}" for one in jon.absences.all()] == [
        "08:00-08:15", "13:00-14:00",
    ]  # fmt: skip


def test_the_planner_knows_who_must_and_who_must_not_meet(people, edition):
    ana, jon, eva = people
    facts = {"reason": "Said so", "actor": None, "now": NOW}
    rules.pair(edition, one=ana, other=jon, kind="must", **facts)
    rules.pair(edition, one=ana, other=eva, kind="never", **facts)

    floor = engine.read_floor(edition)

    assert [(one.sender, one.recipient, one.must) for one in floor.requests] == [(ana.pk, jon.pk, True)]
    assert floor.never == ((ana.pk, eva.pk),)
    with pytest.raises(Refused, match="No meeting between the two of you is possible"):
        ask(eva, ana)


ORGANISED = ("requests/all/", "requests/all.csv", "requests/rules/", "requests/pairs/")


@pytest.mark.parametrize("address", ORGANISED)
def test_the_tables_are_the_organisers_alone(people, edition, address):
    other = make_user()
    make_edition(make_event(slug="other", organiser=other))
    make_request(people[0], people[1], state="sent", sent_at=NOW, text="between-the-two")
    statuses = {}
    for who in (edition.event, people[0], other, None):
        client = Client()
        if who:
            user = getattr(who, "person", None) and who.person.user or who
            if who is edition.event:
                from lonja.accounts.models import User

                user = User.objects.get(email="boss@example.org")
            client.force_login(user)
        answer = client.get(f"/events/fair/2018/{address}")
        statuses[str(who)] = answer.status_code
        assert b"between-the-two" not in answer.getvalue()
    assert list(statuses.values()) == [200, 403, 403, 403]


def test_the_rules_are_saved_by_the_form(people, edition):
    from lonja.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email="boss@example.org"))
    everything = ["company", "research", "group", "public", "association", "investor", "expert", "other"]
    data = {f"asks_{kind}": everything for kind in everything} | {
        "most_per_person": "8", "answer_days": "4", "remind_days": "1", "asks_company": everything[1:],
    }  # fmt: skip

    client.post("/events/fair/2018/requests/rules/", data)
    client.post(
        "/events/fair/2018/requests/pairs/",
        {"one": "Ana Ruiz", "other": "Jon Etxeberria", "kind": "must", "reason": "Said so"},
    )

    assert RequestRules.objects.get().most_per_person == 8
    assert [(bar.asking, bar.asked) for bar in AskingBar.objects.all()] == [("company", "company")]
    assert PairRule.objects.get().kind == "must"


@pytest.fixture
def _market(people, edition):
    """Jon's house needs lorries; two houses that come have some, and a third that does not come."""
    index.forget()
    bare = {name: {} for name in ("summary", "description", "advantages", "technical", "partner_role")}
    _ana, jon, _eva = people
    make_opportunity(jon.organisation, kind="BR", title={"en": "Refrigerated lorries wanted"}, **bare)
    for name, comes in (("Cold Wheels", True), ("Ice Roads", True), ("Far Lorries", False)):
        house = make_organisation(name, is_public=True)
        make_opportunity(house, kind="BO", title={"en": f"Refrigerated lorries of {name}"}, **bare)
        if comes:
            make_participation(edition, name=f"Somebody of {name}", organisation=house)
    yield
    index.forget()


@pytest.mark.usefixtures("_market")
def test_whom_to_meet_first_names_who_comes_with_reasons_and_without_those_asked(
    people, edition, django_assert_max_num_queries
):
    ana, jon, _eva = people
    client, address = client_of(jon), "/events/fair/2018/people/best/"

    def shown():
        return {str(line["card"]["one"].organisation) for line in client.get(address).context["lines"]}

    first = shown()
    ask(jon, edition.participations.get(organisation__name="Ice Roads"))
    with django_assert_max_num_queries(12):
        then = shown()

    assert (first, then) == ({"Cold Wheels", "Ice Roads"}, {"Cold Wheels"})
    [line] = client.get(address).context["lines"]
    assert line["reasons"][0].sentence == (
        "Its offer “Refrigerated lorries of Cold Wheels” answers the need “Refrigerated lorries wanted”."
    )
    assert client_of(ana).get(address).context["lines"] == []
    assert (Client().get(address).status_code, client_of_nobody().get(address).status_code) == (302, 403)


def client_of_nobody():
    """Somebody signed in who does not come."""
    client = Client()
    client.force_login(make_user())
    return client
