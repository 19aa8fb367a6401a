"""The one box: languages, slips, hidden rows, and an index that is made anew while it serves."""

import threading

import numpy as np
import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from lonja.algorithms.relevance import SentenceEncoder
from lonja.base import jobs
from lonja.directory.services import organisations as services
from lonja.partnering.engine import index, index_files, search
from tests.factories import (
    make_cluster,
    make_opportunity,
    make_organisation,
    make_person,
    make_term,
    make_user,
)

pytestmark = pytest.mark.django_db
STRANGER = AnonymousUser()


def names(text, *, actor=STRANGER, language="en", **fields):
    """What a reader finds, by name, in order."""
    found = search.find(search.Query(text, **fields), actor=actor, language=language)
    return [found.snapshot.cards[key].name for key in found.keys]


def seen(text, *, actor=STRANGER):
    """Everything that the engine tells of a search: order, scores, counts, suggestions."""
    found = search.find(search.Query(text), actor=actor, language="en")
    return found.keys, found.answers.ranked, found.counts, found.meant, found.is_loose


@pytest.fixture(autouse=True)
def _another_index():
    index.forget()
    yield
    index.forget()


def test_a_spanish_question_finds_an_english_profile():
    make_organisation("Frigo", summary={"en": "Refrigerated transport and cold chain for fresh fish"})
    make_organisation("Solaria", summary={"en": "Solar panels for farms"})

    assert names("cadena de frío", language="es") == ["frigo"]


def test_an_english_question_finds_a_spanish_profile_and_says_which_word_answered():
    make_organisation("Baterías", summary={"es": "Fabricamos baterías para el almacenamiento de energía"})
    found = search.find(search.Query("energy storage"), actor=STRANGER, language="en")

    because = search.explained(found, found.keys, language="en")[found.keys[0]]

    marked = [span.text for span in because.title if span.asked]
    assert marked == ["almacenamiento", "energía"]
    assert ("storage", "almacenamiento", "translated") in because.others


def test_a_slip_of_the_finger_still_finds():
    make_organisation("Aegis", summary={"en": "Cybersecurity for small firms"})

    assert names("cybersecurty") == ["aegis"]


def test_a_phrase_must_stand_as_it_was_written():
    make_organisation("One", summary={"en": "Laser cutting of steel"})
    make_organisation("Two", summary={"en": "Cutting costs with a laser"})

    assert sorted(names("laser cutting")) == ["one", "two"]
    assert names('"laser cutting"') == ["one"]


def test_one_list_holds_every_kind_of_thing_with_counts():
    make_organisation("Hydro", summary={"en": "Hydrogen electrolysers"})
    make_cluster("Hydrogen Valley", summary={"en": "Cluster of hydrogen"})
    make_person("Ada Ramos", headline={"en": "Hydrogen engineer"}, is_public=True)
    make_opportunity(make_organisation("Seeker"), kind="TR", title={"en": "Hydrogen valves wanted"})

    found = search.find(search.Query("hydrogen"), actor=STRANGER, language="en")

    assert dict(found.counts["kind"]) == {"organisation": 2, "cluster": 1, "person": 1, "need": 1}
    assert names("hydrogen", chosen={"kind": frozenset({"cluster"})}) == ["hydrogen valley"]


def test_an_organisation_is_found_through_its_need_unless_that_is_anonymous():
    open_one, shy = make_organisation("Open"), make_organisation("Shy")
    make_opportunity(open_one, kind="TR", title={"en": "Tidal turbines wanted"})
    make_opportunity(shy, kind="TR", title={"en": "Tidal turbines sought"}, is_anonymous=True)

    assert "open" in names("tidal turbines")
    assert "shy" not in names("tidal turbines")


def test_hidden_rows_change_nothing_for_strangers():
    make_organisation("Public", summary={"en": "Graphene coatings for turbines"})
    make_organisation("Other", summary={"en": "Coatings for boats"})
    before = [seen(text) for text in ("graphene coatings", "graphen", "coatings", "perovskite")]

    make_organisation("Hidden", summary={"en": "Graphene perovskite coatings graphene"}, is_public=False)
    make_person("Hidden Person", headline={"en": "Graphene perovskite coatings"})
    make_opportunity(title={"en": "Graphene perovskite coatings"}, state="DRAFT")

    assert [seen(text) for text in ("graphene coatings", "graphen", "coatings", "perovskite")] == before


def test_a_private_organisation_is_found_by_those_who_may_see_it():
    admin = make_user()
    make_organisation("Hidden", admin=admin, summary={"en": "Perovskite cells"}, is_public=False)

    assert names("perovskite", actor=admin) == ["hidden"]
    assert names("perovskite", actor=make_user()) == []


def test_what_is_taken_back_is_no_longer_found():
    organisation = make_organisation("Gone", summary={"en": "Quantum sensors"})
    assert names("quantum") == ["gone"]

    services.unpublish(organisation, actor=make_user())

    assert names("quantum") == []


def test_the_next_snapshot_is_what_a_first_build_would_give():
    kept = make_organisation("Kept", summary={"en": "Robots"})
    gone = make_organisation("Gone", summary={"en": "Drones"})
    index.current()
    kept.summary, kept.changed_at = {"en": "Robots and arms"}, timezone.now()
    kept.save()
    gone.delete()
    make_organisation("New", summary={"en": "Sensors"})
    stepwise = index.current().version

    index.forget()

    assert index.current().version == stepwise


def test_readers_keep_the_former_index_while_the_next_is_made(monkeypatch):
    make_organisation("Early", summary={"en": "Robots"})
    before = index.current()
    make_organisation("Late", summary={"en": "Robots"})
    monkeypatch.setattr(index._keeper, "lock", threading.Lock())
    with index._keeper.lock:  # somebody else is making the next one
        during = index.current()

    assert during is before
    assert len(index.current().cards) == 2
    assert len(before.cards) == 1


def test_the_file_gives_the_same_snapshot_and_a_forged_one_nothing(settings, tmp_path):
    settings.DATA = tmp_path
    make_organisation("Kept", summary={"en": "Robots"})
    jobs.run_now(jobs.enqueue("partnering.index", args={}, actor=None))

    assert index_files.load().version == index.current().version
    content = bytearray(index_files.path().read_bytes())
    content[-1] ^= 1
    index_files.path().write_bytes(bytes(content))
    assert index_files.load() is None


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_needs_few_queries(client, rows, monkeypatch, django_assert_num_queries):
    for number in range(rows):
        make_organisation(f"Firm {number}", summary={"en": "Robots for farms"})
        make_opportunity(kind="TR", title={"en": f"Robots wanted {number}"})
        make_opportunity(kind="BO", title={"en": f"Robots {number}"})
    make_organisation("Hidden", is_public=False)
    make_opportunity(state="DRAFT", published_at=None)
    client.force_login(make_user())
    client.get("/search/?q=robots")  # the index is made once
    monkeypatch.setattr(index, "POLL_SECONDS", 60.0)

    with django_assert_num_queries(6):
        answer = client.get("/search/?q=robots&kind=offer")

    assert answer.status_code == 200
    assert "<mark>Robots</mark>" in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_needs_few_queries_when_the_index_looks_at_all_rows(client, rows, django_assert_num_queries):
    for number in range(rows):
        make_organisation(f"Firm {number}", summary={"en": "Robots for farms"})
        make_opportunity(kind="TR", title={"en": f"Robots wanted {number}"})
    make_opportunity(state="DRAFT", published_at=None)
    client.force_login(make_user())
    client.get("/search/?q=robots")  # the index is made once; in tests it looks at each question

    with django_assert_num_queries(8):
        assert client.get("/search/?q=robots&kind=need").status_code == 200


def test_the_page_offers_the_word_that_was_meant(client):
    make_organisation("Aegis", summary={"en": "Photovoltaic roofs"})

    page = client.get("/search/?q=photovoltiac roofz").content.decode()

    assert "Did you mean" in page
    assert "photovoltaic roofs" in page


def test_where_the_extra_is_installed_what_means_the_same_is_found_in_any_language(client, monkeypatch):
    near = {"Frozen goods by road": (1.0, 0.0), "ψύξη": (1.0, 0.1), "Poems": (0.0, 1.0)}
    extra = SentenceEncoder("extra-1", lambda texts: np.array([near.get(text, (0.3, 0.9)) for text in texts]))
    monkeypatch.setattr(index, "encoder", lambda: extra)
    make_opportunity(kind="BO", title={"en": "Frozen goods by road"})
    make_opportunity(kind="BO", title={"en": "Poems"})

    page = client.get("/search/?q=ψύξη&kind=offer").content.decode()

    assert "Frozen goods by road" in page
    assert "Poems" not in page
    assert "This says something similar in other words." in page


def test_nearest_comes_first():
    madrid = make_term("regions", "ES3", extra={"latitude": 40.4, "longitude": -3.7})
    berlin = make_term("regions", "DE3", extra={"latitude": 52.5, "longitude": 13.4})
    make_organisation("Far", summary={"en": "Robots"}, region=berlin, country="DE")
    make_organisation("Near", summary={"en": "Robots"}, region=madrid)

    assert names("robots", sort="near", near="ES3") == ["near", "far"]
