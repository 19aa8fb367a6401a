"""Events and editions, as visitors and organisers see them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation
from openpyxl import load_workbook

from lonja.base.errors import Refused
from lonja.base.models import AuditEntry
from lonja.events import presenting
from lonja.events.models import Edition, Event, Participation, Zone
from lonja.events.services import editions as services
from lonja.events.services import participations
from tests.factories import (
    make_cluster,
    make_contact,
    make_edition,
    make_event,
    make_organisation,
    make_participation,
    make_person,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser():
    return make_user()


@pytest.fixture
def event(organiser):
    return make_event("Regional fair", slug="fair", organiser=organiser)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_coming_and_past_editions_stand_apart(event):
    make_edition(event, title={"en": "Long ago"})
    make_edition(event, title={"en": "Far ahead"}, starts_on=date(2090, 5, 4), ends_on=date(2090, 5, 5))

    context = Client().get("/events/").context

    assert [card["title"] for card in context["coming"]] == ["Far ahead"]
    assert [card["title"] for card in context["over"]] == ["Long ago"]


def test_drafts_are_for_the_organiser_only(event, organiser):
    make_edition(event, state="draft")

    lists = [client.get("/events/").context["over"] for client in (Client(), signed_in(organiser))]

    assert [len(cards) for cards in lists] == [0, 1]


def test_the_page_of_an_edition_shows_figures_zones_talks_and_is_worth_sharing(event):
    edition = make_edition(
        event, slug="2018", title={"en": "Fair 2018"}, summary={"en": "Fifteen minutes each."},
        city="Tomelloso", country="ES", declared_meetings=590,
    )  # fmt: skip
    Zone.objects.create(edition=edition, position=1, kind="meetings", name={"en": "Tables"})
    make_session(
        edition, title={"en": "Keynote"}, speakers=["Ana"], starts_at=datetime(2018, 11, 15, 9, 0, tzinfo=UTC)
    )
    make_participation(edition, organisation=make_organisation())

    html = Client().get("/events/fair/2018/").content.decode()

    assert '<meta property="og:title" content="Fair 2018">' in html
    assert '<meta property="og:url" content="http://testserver/events/fair/2018/">' in html
    assert "Fifteen minutes each." in html
    assert "15 November 2018" in html
    assert "Tomelloso, Spain" in html
    assert "Tables" in html
    assert "<time>10:00</time>–<time>10:30</time>" in html
    assert [stat["value"] for stat in presenting.stats(Edition.objects.for_card().get(pk=edition.pk))] == [
        1,
        1,
        590,
    ]


def test_a_text_that_exists_in_one_language_is_shown_in_the_other_and_says_so(event):
    make_edition(event, slug="2018", title={"es": "Feria 2018"}, description={"es": "Un día entero."})

    english, spanish = (
        Client().get(f"{prefix}/events/fair/2018/").content.decode() for prefix in ("", "/es")
    )

    assert "Feria 2018" in english
    assert 'lang="es"' in english.split("Un día entero.")[0]
    assert 'lang="es"' not in Client().get("/events/").content.decode().split("<main")[1].split("</main>")[0]
    assert "15 de noviembre de 2018" in spanish


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "language", "shown"),
    [
        (date(2018, 11, 15), date(2018, 11, 15), "en", "15 November 2018"),
        (date(2018, 11, 15), date(2018, 11, 16), "en", "15–16 November 2018"),
        (date(2018, 11, 30), date(2018, 12, 1), "en", "30 November 2018 – 1 December 2018"),
        (date(2018, 11, 15), date(2018, 11, 16), "es", "15–16 de noviembre de 2018"),
    ],
)
def test_days_are_written_as_people_write_them(starts_on, ends_on, language, shown):
    with translation.override(language):
        assert presenting.dates(Edition(starts_on=starts_on, ends_on=ends_on)) == shown


def test_the_editions_of_a_series_are_compared(event):
    for year, figures in {2016: (150, 255, 320), 2017: (175, 310, 485), 2018: (210, 350, 590)}.items():
        make_edition(
            event, slug=str(year), starts_on=date(year, 11, 15), ends_on=date(year, 11, 15), state="closed",
            declared_organisations=figures[0], declared_people=figures[1], declared_meetings=figures[2],
        )  # fmt: skip

    next_week = timezone.localdate() + timedelta(days=7)
    to_come = make_edition(event, slug="next", starts_on=next_week, ends_on=next_week)
    make_participation(to_come)

    rows = Client().get("/events/fair/").context["comparison"]["rows"]

    assert rows == [
        [2016, 150, 255, 320, "1.25"],
        [2017, 175, 310, 485, "1.56"],
        [2018, 210, 350, 590, "1.69"],
    ]


def test_an_organiser_adds_and_changes_an_edition(event, organiser):
    client = signed_in(organiser)
    typed = {
        "title_en": "Fair 2027", "slug": "2027", "starts_on": "2027-11-16", "ends_on": "2027-11-16",
        "time_zone": "Europe/Madrid", "slot_minutes": "15", "country": "ES",
    }  # fmt: skip

    made = client.post("/events/fair/new/", typed)
    changed = client.post("/events/fair/2027/edit/", {**typed, "city": "Albacete"})
    twice = client.post("/events/fair/new/", typed)

    edition = Edition.objects.get()
    assert (made.status_code, made.url, changed.status_code, twice.status_code) == (
        303,
        "/events/fair/2027/",
        303,
        409,
    )
    assert (edition.state, edition.city, edition.title) == ("draft", "Albacete", {"en": "Fair 2027"})
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["edition.created", "edition.edited"]


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("title_en", "", "Give the title in one language at least."),
        ("ends_on", "2027-11-01", "The last day is before the first."),
        ("time_zone", "Mars/Olympus", "No time zone has this name; write it like Europe/Madrid."),
        ("slug", "new", "This address is taken by a page of ours. Choose another one."),
        ("slot_minutes", "0", "A meeting lasts one minute at least."),
        ("starts_on", "soon", "Enter a valid date."),
    ],
)
def test_what_cannot_be_comes_back_with_a_reason(event, organiser, field, value, reason):
    typed = {
        "title_en": "Fair", "slug": "2027", "starts_on": "2027-11-16", "ends_on": "2027-11-16",
        "time_zone": "Europe/Madrid", "slot_minutes": "15",
    }  # fmt: skip

    response = signed_in(organiser).post("/events/fair/new/", {**typed, field: value})

    assert (response.status_code, Edition.objects.count()) == (422, 0)
    assert response.context["form"].errors[field] == [reason]


def test_extra_fields_change_nothing(event, organiser):
    edition = make_edition(event, slug="2018", state="draft")

    signed_in(organiser).post(
        "/events/fair/2018/edit/",
        {
            "title_en": "Fair", "slug": "2018", "starts_on": "2018-11-15", "ends_on": "2018-11-15",
            "time_zone": "Europe/Madrid", "slot_minutes": "15", "state": "published",
            "event": "99", "id": "99", "declared_meetings": "9999",
        },
    )  # fmt: skip

    edition.refresh_from_db()
    assert (edition.state, edition.event_id, edition.declared_meetings) == ("draft", event.pk, None)


def test_states_move_by_the_table_only(event, organiser):
    edition = make_edition(event, state="draft")

    states = [
        services.move_edition(edition, verb, actor=organiser).state
        for verb in ("publish", "close", "reopen", "hide")
    ]

    assert states == ["published", "closed", "published", "draft"]
    with pytest.raises(Refused, match="Only a published edition can be closed"):
        services.move_edition(edition, "close", actor=organiser)


def test_an_unknown_verb_is_no_page(event, organiser):
    make_edition(event, slug="2018")

    assert signed_in(organiser).post("/events/fair/2018/move/explode/").status_code == 404


def test_a_participation_is_confirmed_cancelled_and_restored(event, organiser):
    one = make_participation(make_edition(event), state="registered")

    states = [
        participations.move_participation(one, verb, actor=organiser).state
        for verb in ("confirm", "cancel", "restore")
    ]

    assert states == ["confirmed", "cancelled", "registered"]
    with pytest.raises(Refused, match="Only a cancelled participation"):
        participations.move_participation(one, "restore", actor=organiser)


def test_people_are_found_by_name_and_organisation_whatever_the_accents(event, organiser):
    edition = make_edition(event, slug="2018")
    make_participation(edition, name="Álvaro Núñez")
    make_participation(
        edition, name="Eva", organisation=make_organisation("Talleres Nervión"), participant_type="group"
    )
    client = signed_in(organiser)

    def names(query):
        page = client.get(f"/events/fair/2018/participants/?{query}").context["page"]
        return [str(one.person) for one in page]

    assert names("q=nunez") == ["Álvaro Núñez"]
    assert names("q=nervion") == ["Eva"]
    assert names("kind=group") == ["Eva"]
    assert names("q=nobody") == []


def test_the_list_of_people_leaves_as_a_table_without_formulas(event, organiser, tmp_path):
    edition = make_edition(event, slug="2018")
    make_participation(edition, name="=cmd()")
    client = signed_in(organiser)

    csv = b"".join(client.get("/events/fair/2018/participants.csv").streaming_content).decode("utf-8-sig")
    (tmp_path / "list.xlsx").write_bytes(client.get("/events/fair/2018/participants.xlsx").content)

    assert "'=cmd()" in csv
    assert load_workbook(tmp_path / "list.xlsx").worksheets[0]["A2"].data_type == "s"


def test_somebody_finds_where_she_takes_part(event):
    me = make_participation(make_edition(event, title={"en": "Fair 2018"}), user=make_user())
    for weeks, title in ((9, "Later"), (1, "Soon")):
        day = timezone.localdate() + timedelta(weeks=weeks)
        edition = make_edition(event, slug=title.lower(), title={"en": title}, starts_on=day, ends_on=day)
        make_participation(edition, person=me.person)
    make_participation(make_edition(event, title={"en": "Hidden"}, state="draft"), person=me.person)

    response = signed_in(me.person.user).get("/events/mine/")

    titles = [[card["title"] for card in response.context[part]] for part in ("coming", "over")]
    assert titles == [["Soon", "Later"], ["Fair 2018"]]
    assert Client().get("/events/mine/").status_code == 302


@pytest.mark.parametrize("address", ["/events/", "/events/fair/", "/events/fair/2018/"])
def test_a_page_needs_as_many_queries_for_thirty_rows_as_for_one(
    event, address, django_assert_max_num_queries
):
    edition = make_edition(event, slug="2018", starts_on=date(2018, 1, 1))
    counts = []
    for rows in (1, 20):
        for _ in range(rows):
            make_edition(event)
            make_session(edition)
            make_participation(edition, organisation=make_organisation())
        Client().get(address)
        with django_assert_max_num_queries(12) as asked:
            assert Client().get(address).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "address",
    [
        "/events/?page=abc",
        "/events/?page=-1",
        "/events/fair/2018/participants/?kind=%F0%9F%98%80&q=%25_%27",
        "/events/fair/2018/participants/?page=99999999999999999999",
        "/events/fair/2018/agenda/999999999999999999999/",
        "/events/fair/2018/plans/99999999999999999999/",
    ],
)
def test_strange_addresses_give_no_error(event, organiser, address):
    make_edition(event, slug="2018")

    assert signed_in(organiser).get(address).status_code in {200, 404}


def test_a_cluster_manager_starts_an_event_and_organises_it():
    manager = make_user()
    cluster = make_cluster(manager=manager)
    typed = {"organiser": f"cluster-{cluster.pk}", "name_en": "Fair", "slug": "fair", "kind": "encounter"}

    made = signed_in(manager).post("/events/new/", typed)

    event = Event.objects.get()
    assert (made.status_code, made.url, event.organiser, event.name) == (
        303,
        "/events/fair/",
        cluster,
        {"en": "Fair"},
    )
    assert signed_in(manager).get("/events/fair/new/").status_code == 200


def test_nobody_starts_an_event_in_the_name_of_others():
    cluster = make_cluster(manager=make_user())
    typed = {"organiser": f"cluster-{cluster.pk}", "name_en": "Fair", "slug": "fair", "kind": "encounter"}

    response = signed_in(make_user()).post("/events/new/", typed)

    assert (response.status_code, Event.objects.count()) == (422, 0)


def test_somebody_who_signs_up_later_takes_over_her_registration(event):
    one = make_participation(make_edition(event, title={"en": "Fair 2018"}), name="Ana Ruiz")
    make_contact(one.person, "ana@example.org")
    client = signed_in(make_user("ana@example.org"))

    asked = client.get("/events/mine/").content.decode()
    client.post("/events/mine/claim/")

    assert "Yes, this is me" in asked
    assert [card["title"] for card in client.get("/events/mine/").context["over"]] == ["Fair 2018"]


def test_a_profile_that_exists_already_keeps_its_name(event):
    one = make_participation(make_edition(event), name="Ana R.")
    make_contact(one.person, "ana@example.org")
    user = make_user("ana@example.org")
    mine = make_person("Ana Ruiz", user=user)

    participations.claim(user)

    assert Participation.objects.get().person == mine


def test_of_two_registrations_for_one_edition_under_one_address_the_standing_one_is_claimed(event):
    edition, user = make_edition(event), make_user("ana@example.org")
    gone, coming = make_participation(edition, state="cancelled"), make_participation(edition)
    for one in (gone, coming):
        make_contact(one.person, "ana@example.org")
    mine = make_person("Ana Ruiz", user=user)

    assert participations.claim(user) == [coming]
    coming.refresh_from_db()
    assert coming.person == mine


def test_an_address_that_was_not_checked_claims_nothing(event):
    one = make_participation(make_edition(event), name="Ana Ruiz")
    make_contact(one.person, "ana@example.org")
    user = make_user("ana@example.org")
    user.emailaddress_set.update(verified=False)

    with pytest.raises(Refused, match="No registration waits"):
        participations.claim(user)
    assert Participation.objects.get().person.user is None


def test_nobody_claims_a_person_who_has_an_account(event):
    one = make_participation(make_edition(event), user=make_user())
    make_contact(one.person, "eve@example.org")

    with pytest.raises(Refused, match="No registration waits"):
        participations.claim(make_user("eve@example.org"))


def test_a_stranger_is_nobody_among_people_without_an_account(event):
    edition = make_edition(event, slug="2018")
    make_participation(edition, name="Ana Ruiz")

    assert Client().get("/events/fair/2018/participants/").context["me"] is None


def test_an_edition_cannot_move_to_the_address_of_another(event, organiser):
    make_edition(event, slug="2027")
    make_edition(event, slug="2028")

    answer = signed_in(organiser).post("/events/fair/2028/edit/", {**FRAME, "slug": "2027"})

    assert (answer.status_code, Edition.objects.filter(slug="2028").count()) == (409, 1)


@pytest.mark.parametrize(
    "typed", [{"slug": "--"}, {"starts_on": "0001-01-01"}, {"ends_on": "9999-12-31"}], ids=str
)
def test_an_address_without_letters_and_days_out_of_reach_are_not_taken(event, organiser, typed):
    answer = signed_in(organiser).post("/events/fair/new/", {**FRAME, **typed})

    assert (answer.status_code, Edition.objects.count()) == (422, 0)


FRAME = {
    "title_en": "Fair", "slug": "2029", "starts_on": "2029-05-04", "ends_on": "2029-05-04",
    "time_zone": "Europe/Madrid", "slot_minutes": "15",
}  # fmt: skip
