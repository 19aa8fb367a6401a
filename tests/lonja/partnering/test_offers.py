"""Offers and needs: written, checked, published, renewed, hidden where they are anonymous."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from lonja.base import jobs
from lonja.base.errors import Refused
from lonja.base.models import OutboxMail
from lonja.partnering import policies, quality, rules
from lonja.partnering.lifecycle import OPPORTUNITY_MOVES, OpportunityState, next_opportunity_state
from lonja.partnering.models import Opportunity, ReviewRule
from lonja.partnering.services import checking, mandates, opportunities, publishing
from tests.factories import (
    make_cluster,
    make_interest,
    make_membership,
    make_opportunity,
    make_organisation,
    make_term,
    make_user,
)

pytestmark = pytest.mark.django_db
STRANGER = AnonymousUser()
NOW = timezone.now()


def draft(**fields):
    admin = make_user()
    house = make_organisation("Frigo Norte", admin=admin)
    row = make_opportunity(
        house, state="DRAFT", published_at=None, first_published_on=None, expires_on=None, **fields
    )
    return row, admin


def test_a_reference_says_type_country_and_day_and_comes_once():
    admin = make_user()
    house = make_organisation(country="ES", admin=admin)
    made = [
        opportunities.create("TO", organisation=house, facts={"title": {"en": "A"}}, actor=admin, now=NOW)
        for _ in range(2)
    ]

    assert [row.reference for row in made] == [f"TOES{NOW:%Y%m%d}001", f"TOES{NOW:%Y%m%d}002"]


def test_only_moves_of_the_table_are_possible():
    with pytest.raises(Refused):
        next_opportunity_state("publish", OpportunityState.ARCHIVED)
    assert {state for pair in OPPORTUNITY_MOVES.items() for state in (pair[0][1], pair[1])} == set(
        OpportunityState
    )


def test_a_complete_draft_is_published_for_a_year():
    row, admin = draft()

    row = publishing.publish(row, actor=admin, now=NOW)

    assert row.state == "PUBLISHED"
    assert row.expires_on == NOW.date() + timedelta(days=365)


def test_what_its_type_needs_must_be_there_before_it_is_published():
    row, admin = draft(kind="TO")

    with pytest.raises(Refused, match="Stage of development"):
        publishing.publish(row, actor=admin, now=NOW)


def test_a_search_for_research_partners_lives_until_its_call_closes():
    closes = date.today() + timedelta(days=80)
    row = make_opportunity(kind="RDR", call_closes_on=closes)

    assert rules.expiry(row, today=date.today()) == closes


@pytest.mark.parametrize(
    ("days_left", "age", "is_possible"),
    [(40, 325, False), (20, 345, True), (-10, 375, True), (20, 720, False)],
)
def test_it_can_be_renewed_near_its_end_and_not_past_two_years(days_left, age, is_possible):
    today = date.today()
    row = make_opportunity(
        expires_on=today + timedelta(days=days_left), first_published_on=today - timedelta(days=age)
    )

    assert rules.is_renewable(row, today=today) is is_possible


def test_owners_are_told_once_before_it_expires_and_once_when_it_has():
    admin = make_user()
    row = make_opportunity(make_organisation(admin=admin), expires_on=date.today() + timedelta(days=10))

    for _ in range(2):
        publishing.send_notices(today=date.today(), until=date.today() + timedelta(days=14))
    for _ in range(2):
        publishing.expire_due(today=date.today() + timedelta(days=11))

    assert [mail.to for mail in OutboxMail.objects.order_by("pk")] == [admin.email, admin.email]
    assert Opportunity.objects.get(pk=row.pk).state == "EXPIRED"


def test_a_cluster_that_reads_first_gets_it_before_the_public():
    row, admin = draft()
    manager = make_user()
    cluster = make_cluster(manager=manager)
    make_membership(row.organisation, cluster)
    ReviewRule.objects.create(cluster=cluster)

    row = publishing.publish(row, actor=admin, now=NOW)
    assert (row.state, policies.opportunities.allows(manager, "review", row)) == ("UNDER_REVIEW", True)
    row = publishing.judge(row, "pass", actor=manager, now=NOW)
    row = publishing.judge(row, "publish", actor=manager, now=NOW)

    assert row.state == "PUBLISHED"


def test_an_adviser_publishes_only_what_the_client_has_approved():
    row, admin = draft()
    adviser = make_user()
    cluster = make_cluster(manager=adviser)
    make_membership(row.organisation, cluster)
    asked = mandates.ask(
        row.organisation, cluster=cluster, note="", actor=adviser, today=date.today(), now=NOW
    )
    mandates.move(asked, "consent", actor=admin, now=NOW)

    with pytest.raises(Refused, match="adviser"):
        publishing.publish(row, actor=adviser, now=NOW)
    row = publishing.ask_client(row, actor=adviser)
    rights = [policies.opportunities.allows(actor, "approve", row) for actor in (adviser, admin)]
    row = publishing.publish(publishing.approve(row, actor=admin), actor=adviser, now=NOW)

    assert (rights, row.state) == ([False, True], "PUBLISHED")


def test_each_day_looks_after_what_is_due_and_may_run_twice():
    row = make_opportunity(expires_on=date.today() - timedelta(days=1))

    for _ in range(2):
        job = jobs.run_now(jobs.enqueue("partnering.day", args={}, actor=None))

    row.refresh_from_db()
    assert (job.state, row.state) == ("done", "EXPIRED")


def test_sending_back_needs_a_reason():
    row = make_opportunity(state="UNDER_REVIEW")

    with pytest.raises(Refused, match="Say why"):
        publishing.judge(row, "reject", note=" ", actor=make_user(), now=NOW)


def test_two_editors_do_not_overwrite_each_other():
    row, admin = draft()
    opportunities.edit(row, facts={"title": {"en": "First"}}, terms=[], version=1, actor=admin, now=NOW)

    with pytest.raises(Refused, match="Somebody else"):
        opportunities.edit(row, facts={"title": {"en": "Second"}}, terms=[], version=1, actor=admin, now=NOW)


def test_a_public_text_stays_complete_when_it_is_edited():
    admin = make_user()
    row = make_opportunity(make_organisation(admin=admin))
    terms = [link.term for link in row.described_by.all()]

    with pytest.raises(Refused, match="Description"):
        opportunities.edit(row, facts={"description": {}}, terms=terms, version=1, actor=admin, now=NOW)


def anonymous(name="Frigo Norte", **fields):
    admin = make_user()
    house = make_organisation(name, admin=admin, slug="frigo-norte", website="https://frigonorte.example")
    return make_opportunity(house, is_anonymous=True, **fields), admin


@pytest.mark.parametrize(
    "address",
    ["/partnering/", "/partnering/export.csv", "/partnering/opportunities/{}/", "/es/partnering/?q=frigo"],
)
def test_nobody_learns_from_any_page_whose_an_anonymous_offer_is(client, address):
    row, _admin = anonymous()
    client.force_login(make_user())

    answer = client.get(address.format(row.reference))
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content

    assert answer.status_code == 200
    assert (b"Frigo Norte" in body, b"frigo-norte" in body, b"frigonorte" in body) == (False, False, False)


def test_an_anonymous_offer_is_not_found_by_the_name_of_its_owner(client):
    anonymous()

    assert b"Cold transport" not in client.get("/partnering/?q=frigo").content


def test_whose_it_is_opens_to_the_accepted_only():
    row, admin = anonymous()
    waiting, accepted = make_user(), make_user()
    make_interest(row, make_organisation(admin=waiting))
    make_interest(row, make_organisation(admin=accepted), state="accepted")

    known = [
        policies.opportunities.allows(actor, "identify", row)
        for actor in (STRANGER, waiting, accepted, admin)
    ]

    assert known == [False, False, True, True]


def test_a_private_organisation_is_not_named_by_its_public_offer(client):
    row = make_opportunity(make_organisation("Hidden House", is_public=False))

    assert b"Hidden House" not in client.get(row.get_absolute_url()).content


def test_drafts_are_unknown_to_strangers(client):
    row, _admin = draft()

    assert client.get(row.get_absolute_url()).status_code == 404


def weak(**fields):
    """A draft for the quality check, complete but for what a test changes."""
    row = make_opportunity(make_organisation("Frigo Norte", website="https://frigonorte.example"))
    base = checking.draft_of(row)
    values = {name: getattr(base, name) for name in base.__slots__} | fields
    return quality.review(quality.Draft(**values)).weaknesses


@pytest.mark.parametrize(
    "words",
    [
        "We are Frigo Norte.",
        "Look at frigonorte.example",
        "Write to x@y.example.org",
        "Call +34 600 11 22 33",
    ],
)
def test_an_anonymous_text_that_gives_its_author_away_is_a_fault(words):
    found = weak(is_anonymous=True, texts={"title": {"en": words}})

    assert [one.is_fault for one in found if one.field == "title"][0] is True


def test_a_video_under_an_anonymous_text_is_a_fault():
    found = weak(is_anonymous=True, facts={"video_link": "https://video.example/frigo"})

    assert [one.is_fault for one in found if one.field == "video_link"] == [True]


def test_a_text_in_another_language_than_declared_is_noticed():
    spanish = "Buscamos una empresa que pueda transportar el pescado fresco desde el puerto hasta la tienda."
    found = weak(texts={"summary": {"en": spanish}})

    assert [one.text for one in found if "seems to be in Spanish" in one.text] != []


def test_own_country_among_those_sought_is_noticed():
    found = weak(facts={"target_countries": ["ES", "FR"]})

    assert "target_countries" in [one.field for one in found]


def test_nearly_the_same_text_is_shown_as_a_double():
    first, second = make_opportunity(), make_opportunity()
    other = make_opportunity(title={"en": "Wine"}, summary={"en": "Old barrels"}, description={"en": "Oak"})

    found = checking.near_identical(first, visible=Opportunity.objects.all())

    assert (second in found, other in found) == (True, False)


def test_the_annex_is_for_those_to_whom_it_was_opened(client):
    row, admin = draft()
    row.state, row.published_at = "PUBLISHED", NOW
    row.first_published_on = row.expires_on = date.today()
    row.save()
    partner = make_user()
    house = make_organisation(admin=partner)
    make_interest(row, house, state="accepted")
    opportunities.keep_annex(row, uploaded=SimpleUploadedFile("secret.pdf", b"%PDF-1.7 x"), actor=admin)
    client.force_login(partner)
    before = client.get(f"{row.get_absolute_url()}annex/").status_code
    opportunities.grant_annex(row, organisation=house, actor=admin, now=NOW)

    assert (before, client.get(f"{row.get_absolute_url()}annex/").status_code) == (404, 200)


def form_data(**changes):
    title = "Cold transport for fresh fish"
    return {"language": "en", "title_en": title, "open_for_interest": "on", **changes}


def test_a_draft_is_written_in_the_form_and_may_be_unfinished(client):
    admin = make_user()
    make_organisation(admin=admin)
    client.force_login(admin)

    answer = client.post("/partnering/new/BO/", form_data())

    assert answer.status_code == 303
    assert Opportunity.objects.get().state == "DRAFT"


def test_more_than_five_technologies_are_too_many(client):
    admin = make_user()
    make_organisation(admin=admin)
    codes = [make_term().code for _ in range(6)]
    client.force_login(admin)

    answer = client.post("/partnering/new/BO/", form_data(een_technologies=codes))

    assert (answer.status_code, "Choose at most 5." in answer.content.decode()) == (422, True)


def test_checking_a_text_says_what_is_weak_and_saves_nothing(client):
    admin = make_user()
    make_organisation(admin=admin)
    client.force_login(admin)

    answer = client.post("/partnering/new/BO/", form_data(check="yes"))

    assert (answer.status_code, Opportunity.objects.count()) == (200, 0)
    assert "Before it can be published" in answer.content.decode()


def test_the_list_needs_few_queries_however_long_it_is(client, django_assert_max_num_queries):
    for _ in range(3):
        make_opportunity(terms=[make_term()])
    with django_assert_max_num_queries(12) as few:
        client.get("/partnering/")
    for _ in range(17):
        make_opportunity(terms=[make_term()])
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get("/partnering/")


def test_one_can_be_printed(client):
    row, _admin = anonymous()

    answer = client.get(f"{row.get_absolute_url()}paper.pdf")

    assert (answer.status_code, answer.content[:4]) == (200, b"%PDF")


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_of_the_owner_needs_few_queries(client, rows, django_assert_num_queries):
    admin = make_user()
    term = make_term()
    row = make_opportunity(make_organisation(admin=admin), terms=[term])
    for _ in range(rows):
        make_opportunity(terms=[term])  # says the same
        make_interest(row)
        make_interest(row, state="accepted")
    client.force_login(admin)

    with django_assert_num_queries(11):
        answer = client.get(row.get_absolute_url())

    assert (len(answer.context["readers"]), bool(answer.context["alike"])) == (rows, True)
