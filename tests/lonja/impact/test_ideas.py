"""A project idea has a page: of its two sides and the organiser, until its author shows it."""

import pytest
from django.test import Client

from lonja.base.models import AuditEntry
from tests.lonja.impact.afterwards import fair, make_idea

pytestmark = pytest.mark.django_db


@pytest.fixture
def after():
    return fair()


def test_a_public_idea_names_the_organisation_and_nobody(after, client):
    after.ana.organisation.name = "Frigo"
    after.ana.organisation.save()
    idea = make_idea(after.request, after.ana, is_public=True)

    page = client.get(f"/ideas/{idea.uid}/").content.decode()

    words = ("Ice from the sun.", "Frigo", "Ana Ruiz", "Jon", "my-meetings/")
    assert [word in page for word in words] == [True, True, False, False, False]


def test_a_public_idea_names_no_organisation_that_is_private(after, client):
    after.ana.organisation.name, after.ana.organisation.is_public = "Frigo", False
    after.ana.organisation.save()
    idea = make_idea(after.request, after.ana, is_public=True)

    pages = [client.get(path).content.decode() for path in ("/ideas/", f"/ideas/{idea.uid}/")]

    assert [("Cold chain" in page, "Frigo" in page) for page in pages] == [(True, False)] * 2


def test_its_author_changes_it_shows_it_and_hides_it_again(after, client):
    idea = make_idea(after.request, after.ana)
    client.force_login(after.ana.person.user)
    address, stranger = f"/ideas/{idea.uid}/", Client()

    client.post(f"{address}edit/", {"title": "Warm chain", "text": "Heat from the ice."})
    seen = []
    for verb in ("publish", "hide"):
        assert client.post(f"{address}{verb}/").status_code == 303
        seen.append(stranger.get(address).status_code)

    idea.refresh_from_db()
    assert (idea.title, idea.text, seen) == ("Warm chain", "Heat from the ice.", [200, 404])
    assert list(AuditEntry.objects.filter(action__startswith="idea.").values_list("action", flat=True)) == [
        "idea.changed", "idea.published", "idea.hidden",
    ]  # fmt: skip


def test_the_list_holds_ones_own_meetings_ideas_and_public_ones(after, client):
    make_idea(after.request, after.ana, title="Of Ana and Jon")
    make_idea(after.second, after.eva, title="Of Ana and Eva")
    make_idea(after.second, after.eva, title="For everybody", is_public=True)
    seen = {}

    for who in ("ana", "jon", "stranger"):
        one = getattr(after, who)
        client.force_login(one.person.user if hasattr(one, "person") else one)
        seen[who] = [line["idea"].title for line in client.get("/ideas/").context["lines"]]

    assert {who: set(titles) for who, titles in seen.items()} == {
        "ana": {"Of Ana and Jon", "Of Ana and Eva", "For everybody"},
        "jon": {"Of Ana and Jon", "For everybody"},
        "stranger": {"For everybody"},
    }


@pytest.mark.parametrize("count", [1, 20])
def test_its_pages_need_few_queries(after, client, count, django_assert_max_num_queries):
    ideas = [make_idea(after.request, after.ana) for _n in range(count)]
    client.force_login(after.ana.person.user)

    for address in ("/ideas/", f"/ideas/{ideas[0].uid}/"):
        with django_assert_max_num_queries(10):
            assert client.get(address).status_code == 200
