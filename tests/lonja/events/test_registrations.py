"""Taking part: places in the order of asking, approval, the waiting list, consents."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lonja.base.errors import Refused
from lonja.base.models import OutboxMail
from lonja.directory.models import Affiliation
from lonja.events.models import Consent, Participation, TypeRule
from lonja.events.services import registrations as services
from tests.factories import make_edition, make_event, make_organisation, make_person, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = date(2027, 2, 18)


def make_open_edition(*, places=None, organiser=None, rules=None, **fields):
    edition = make_edition(
        make_event(organiser=organiser), starts_on=DAY, ends_on=DAY, places=places, **fields
    )
    for kind, columns in (rules or {"company": {}}).items():
        TypeRule.objects.create(edition=edition, participant_type=kind, **columns)
    return edition


def register(edition, *, user=None, kind="company", purposes=(), now=NOW):
    user = user or make_user(name="Somebody")
    person = getattr(user, "person", None) or make_person(user=user)
    facts = {
        "organisation": None, "participant_type": kind, "language": "en", "remote": False, "motivation": "",
    }  # fmt: skip
    [made] = services.register(edition, persons=[person], facts=facts, purposes=purposes, actor=user, now=now)
    return made


def states(edition):
    return list(
        Participation.objects.filter(edition=edition)
        .order_by("registered_at", "pk")
        .values_list("state", flat=True)
    )


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_places_go_in_the_order_of_asking_and_the_rest_wait():
    edition = make_open_edition(places=2)

    for _number in range(4):
        register(edition)

    assert states(edition) == ["registered", "registered", "waiting", "waiting"]
    assert sorted(OutboxMail.objects.values_list("subject", flat=True)) == [
        *[f"You are on the waiting list of {edition}"] * 2, *[f"You are registered for {edition}"] * 2
    ]  # fmt: skip


def test_who_steps_back_makes_room_for_whoever_has_waited_longest():
    edition = make_open_edition(places=1)
    first, second, third = (register(edition) for _number in range(3))

    services.cancel(first, actor=first.person.user)

    assert states(edition) == ["cancelled", "registered", "waiting"]
    assert (
        OutboxMail.objects.get(subject=f"There is a place for you at {edition}").to
        == second.person.user.email
    )
    assert services.position_in_line(third) == 1


def test_a_full_type_holds_up_no_other_type():
    edition = make_open_edition(places=3, rules={"company": {"places": 1}, "research": {}})

    for kind in ("company", "company", "research"):
        register(edition, kind=kind)

    assert states(edition) == ["registered", "waiting", "registered"]


def test_more_places_move_the_waiting_list_by_themselves():
    edition = make_open_edition(places=1)
    for _number in range(3):
        register(edition)

    services.set_conditions(
        edition,
        facts={"places": 2, "opens_at": None, "closes_at": None},
        rules={"company": {"places": None}},
        actor=make_user(),
    )

    assert states(edition) == ["registered", "registered", "waiting"]


def test_approval_comes_before_a_place_and_a_full_house_makes_it_a_place_in_the_line():
    edition = make_open_edition(places=1, rules={"company": {"needs_approval": True}})
    first, second = register(edition), register(edition)
    actor = make_user()

    services.admit(first, actor=actor)
    services.admit(second, actor=actor)

    assert states(edition) == ["registered", "waiting"]
    with pytest.raises(Refused, match="There is no free place"):
        services.admit(second, actor=actor)


def test_who_is_turned_down_reads_why_and_stays_out():
    edition = make_open_edition(rules={"company": {"needs_approval": True}})
    one = register(edition)
    OutboxMail.objects.all().delete()

    services.decline(one, reason="Only metal this year.", actor=make_user())

    assert states(edition) == ["declined"]
    assert "Only metal this year." in OutboxMail.objects.get().text
    with pytest.raises(Refused, match="is on the list of this edition already: Not admitted"):
        register(edition, user=one.person.user)


def test_who_cancelled_may_come_back_at_the_end_of_the_line():
    edition = make_open_edition(places=1)
    first = register(edition)
    services.cancel(first, actor=first.person.user)
    register(edition)

    again = register(edition, user=first.person.user, now=datetime(2026, 11, 2, tzinfo=UTC))

    assert (again.pk, again.state) == (first.pk, "waiting")


@pytest.mark.parametrize(
    ("fields", "kind", "sentence"),
    [
        ({"opens_at": datetime(2026, 11, 2, tzinfo=UTC)}, "company", "is not open now"),
        ({"closes_at": NOW}, "company", "is not open now"),
        ({"state": "draft"}, "company", "Nobody can register for this edition now"),
        ({}, "investor", "Nobody registers for this edition as that type"),
    ],
)
def test_outside_the_conditions_nobody_registers(fields, kind, sentence):
    edition = make_open_edition(**fields)

    with pytest.raises(Refused, match=sentence):
        register(edition, kind=kind)

    assert Participation.objects.count() == 0


def test_each_consent_is_given_and_taken_back_by_itself_and_the_history_stays():
    edition, user = make_open_edition(), make_user()
    one = register(edition, user=user, purposes=["listed", "photos"])

    services.change_own(
        one, facts={}, purposes=["photos", "news"], actor=user, now=datetime(2026, 11, 3, tzinfo=UTC)
    )

    rows = Consent.objects.order_by("purpose").values_list("purpose", "withdrawn_at")
    assert [(purpose, at is None) for purpose, at in rows] == [
        ("listed", False),
        ("news", True),
        ("photos", True),
    ]
    one.refresh_from_db()
    assert one.is_listed is False


def test_somebody_registers_by_the_form_and_sees_how_it_stands():
    edition = make_open_edition(places=1)
    ana, jon = make_user(name="Ana Ruiz"), make_user(name="Jon Etxea")
    address = f"/events/{edition.event.slug}/{edition.slug}"
    form = {
        "participant_type": "company",
        "language": "es",
        "motivation": "Robots",
        "purposes": ["listed"],
        "step": "confirm",
    }

    for user in (ana, jon):
        signed_in(user).post(f"{address}/register/", form)

    page = signed_in(jon).get(f"{address}/registration/")
    assert (page.context["me"].state, page.context["position"]) == ("waiting", 1)
    assert Participation.objects.get(person__user=ana).motivation == "Robots"
    assert Client().get(f"{address}/register/").status_code == 302
    assert signed_in(make_user()).get(f"{address}/registration/").status_code == 404


def test_an_administrator_registers_colleagues_who_agree_for_themselves():
    admin = make_user(name="Boss")
    organisation = make_organisation(admin=admin)
    eva = make_person("Eva", organisation=organisation)
    stranger = make_person("Stranger", organisation=make_organisation())
    edition = make_open_edition()
    address = f"/events/{edition.event.slug}/{edition.slug}/register/"
    form = {
        "participant_type": "company", "language": "en", "organisation": organisation.pk,
        "colleagues": [eva.pk], "purposes": ["listed"], "step": "confirm",
    }  # fmt: skip

    refused = signed_in(admin).post(address, form | {"colleagues": [stranger.pk]})
    signed_in(admin).post(address, form)

    [one] = Participation.objects.all()
    assert (refused.status_code, one.person, one.organisation, one.is_listed) == (
        422,
        eva,
        organisation,
        False,
    )


def test_nobody_registers_for_a_house_that_is_not_theirs():
    user, house = make_user(name="X"), make_organisation()
    Affiliation.objects.create(person=make_person(user=user), organisation=make_organisation())
    edition = make_open_edition()

    answer = signed_in(user).post(
        f"/events/{edition.event.slug}/{edition.slug}/register/",
        {"participant_type": "company", "language": "en", "organisation": house.pk},
    )

    assert (answer.status_code, Participation.objects.count()) == (422, 0)


def test_the_organiser_sets_conditions_in_the_venues_time_and_others_do_not():
    organiser = make_user()
    edition = make_open_edition(organiser=organiser)
    address = f"/events/{edition.event.slug}/{edition.slug}/conditions/"
    form = {
        "opens_at": "2027-01-10T09:00", "places": "300", "research_offered": "on", "research_fee": "50",
        "research_vat": "21", "research_fee_unit": "organisation",
    }  # fmt: skip

    refused = signed_in(make_user()).post(address, form).status_code
    signed_in(organiser).post(address, form)

    edition.refresh_from_db()
    rule = edition.type_rules.get()
    assert refused == 403
    assert (edition.opens_at, edition.places) == (datetime(2027, 1, 10, 8, tzinfo=UTC), 300)
    assert (rule.participant_type, rule.fee_cents, rule.vat_permille) == ("research", 5000, 210)


def test_the_organisers_list_asks_as_often_for_one_as_for_thirty():
    organiser = make_user()
    edition = make_open_edition(organiser=organiser)
    client = signed_in(organiser)

    def asked(number):
        for _ in range(number):
            register(edition)
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/events/{edition.event.slug}/{edition.slug}/registrations/")
        return len(captured)

    one, thirty = asked(1), asked(29)

    assert (one == thirty, thirty <= 12) == (True, True)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=martin", ["Ana Martín"]),
        ("q=MARTÍN+taller", ["Ana Martín"]),
        ("kind=research", ["Berta Ruiz"]),
        ("q=ruiz&kind=company", []),
        ("q=taller&state=cancelled", []),
    ],
)
def test_the_organiser_finds_a_registration_by_name_house_and_type(query, names):
    organiser = make_user()
    edition = make_open_edition(organiser=organiser, rules={"company": {}, "research": {}})
    house = make_organisation("Talleres del Sur")
    for name, kind in (("Ana Martín", "company"), ("Berta Ruiz", "research")):
        one = register(edition, user=make_person(name, user=make_user()).user, kind=kind)
        Participation.objects.filter(pk=one.pk).update(organisation=house)

    answer = signed_in(organiser).get(f"/events/{edition.event.slug}/{edition.slug}/registrations/?{query}")

    assert [str(one.person) for one in answer.context["page"]] == names


def test_a_registration_is_taken_off_only_after_one_more_question():
    organiser = make_user()
    edition = make_open_edition(organiser=organiser)
    one, client = register(edition), signed_in(organiser)
    address = f"/events/{edition.event.slug}/{edition.slug}/registrations/{one.pk}"

    asked = client.get(f"{address}/take-off/")
    before = states(edition)
    client.post(f"{address}/cancel/")

    assert (f'action="{address}/cancel/"' in asked.text, before, states(edition)) == (
        True, ["registered"], ["cancelled"],
    )  # fmt: skip


@pytest.mark.parametrize("path", ["decline/", "take-off/", "fee/"])
def test_the_title_of_a_question_about_a_registration_names_the_edition(path):
    organiser = make_user()
    edition = make_open_edition(organiser=organiser)
    one = register(edition)

    page = (
        signed_in(organiser)
        .get(f"/events/{edition.event.slug}/{edition.slug}/registrations/{one.pk}/{path}")
        .text
    )

    title = page.partition("<title>")[2].partition("</title>")[0]
    assert title.split(" · ")[-2:] == [str(edition), "Lonja"]


@pytest.mark.parametrize("state", ["published", "draft"])
@pytest.mark.parametrize(
    "path",
    [
        "conditions/",
        "registrations/",
        "invoices/",
        "invoices.csv",
        "registrations/{pk}/fee/",
        "registrations/{pk}/decline/",
        "registrations/{pk}/take-off/",
    ],
)
def test_the_organisers_pages_are_closed_to_others_and_unknown_while_the_edition_is(path, state):
    edition = make_open_edition(organiser=make_user())
    one = register(edition)
    edition.state = state
    edition.save()
    address = f"/events/{edition.event.slug}/{edition.slug}/{path.format(pk=one.pk)}"

    answers = [client.get(address).status_code for client in (Client(), signed_in(make_user()))]

    assert answers == [{"published": 403, "draft": 404}[state]] * 2
