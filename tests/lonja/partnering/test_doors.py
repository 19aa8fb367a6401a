"""What is hidden changes nothing that others get: scores, order, counts, pictures, mails."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from lonja.base.models import OutboxMail
from lonja.directory.models import SavedSearch
from lonja.directory.services import saved
from lonja.directory.tasks.saved import tell_of_saved_searches
from lonja.partnering import recommend_lines
from lonja.partnering.engine import demand, index, network, recommend, search
from tests.factories import (
    make_cluster,
    make_interest,
    make_membership,
    make_opportunity,
    make_organisation,
    make_person,
    make_term,
    make_user,
)

pytestmark = pytest.mark.django_db
STRANGER = AnonymousUser()
NOW = timezone.now()


@pytest.fixture(autouse=True)
def _another_index():
    index.forget()
    yield
    index.forget()


@pytest.fixture
def readers():
    """A stranger, and somebody who may see one hidden house of her own."""
    owner = make_user()
    make_organisation("Mine", admin=owner, summary={"en": "Boats"}, is_public=False)
    return STRANGER, owner


@pytest.fixture
def market():
    """Houses that need and offer, in two clusters."""
    houses = [make_organisation(f"House {number}", summary={"en": "Pumps for farms"}) for number in range(6)]
    term = make_term("een_technologies", "02002")
    for number, house in enumerate(houses):
        house.described_by.create(term=term)
        make_opportunity(house, kind="BO", title={"en": f"Solar pumps {number}"})
        need = make_opportunity(house, kind="BR", title={"en": f"Pump repair wanted {number}"})
        need.described_by.create(term=term)
    for name in ("North", "South"):
        cluster = make_cluster(name)
        for house in houses[:3] if name == "North" else houses[3:]:
            make_membership(house, cluster)
    return houses


def hide_much(houses):
    """Hidden rows of every kind, full of the words and links that are looked for."""
    secret = make_organisation("Secret", summary={"en": "Solar pumps perovskite repair"}, is_public=False)
    make_membership(secret, make_cluster("Secret circle", is_public=False))
    make_membership(secret, houses[0].memberships.get().cluster)
    make_membership(houses[0], make_cluster("Quiet circle", is_public=False))
    make_person("Secret Person", headline={"en": "Solar pump repair perovskite"})
    draft = make_opportunity(houses[1], kind="BR", state="DRAFT", title={"en": "Solar pump perovskite"})
    draft.described_by.create(term=make_term("een_technologies", "05002"))
    offer = make_opportunity(secret, kind="BO", state="ON_HOLD", title={"en": "Solar pumps perovskite"})
    make_interest(offer, houses[2], state="accepted")


def found(actor):
    """Order, counts, suggestions and reasons of several searches."""
    told = []
    for text in ("solar pumps", "perovskite", "perovskita", "pumps", ""):
        one = search.find(search.Query(text), actor=actor, language="en")
        told.append((one.keys, one.counts, one.meant, one.is_loose))
        told.append(search.explained(one, one.keys, language="en"))
        told.append(one.answers.ranked if one.answers else None)
    return told


def fitting(house, actor):
    """Scores, order and sentences of recommendations."""
    fits = recommend.for_organisation(house, actor=actor, today=date.today(), count=20)
    lines = recommend_lines.lines(fits, actor=actor, language="en")
    return [fit.partner.score for fit in fits], [(line.row.pk, line.reasons) for line in lines]


def test_search_and_recommendations_stay_as_they_are_when_hidden_rows_come(market, readers):
    before = [(found(actor), fitting(market[0], actor)) for actor in readers]

    hide_much(market)

    assert [(found(actor), fitting(market[0], actor)) for actor in readers] == before


def test_the_network_stays_as_it_is_when_hidden_rows_come(market, readers):
    def drawn():
        return [network.picture(actor, whole=whole) for actor in readers for whole in (True, False)]

    before = drawn()

    hide_much(market)

    assert drawn() == before


def test_the_map_of_demand_stays_as_it_is_when_drafts_come(market):
    before = demand.table(by="detail", today=date.today())

    hide_much(market)

    assert demand.table(by="detail", today=date.today()) == before


def kept(user, query):
    """A search of everything that somebody keeps."""
    return saved.keep(user, kind="search", query=query, name="Bombas", frequency="daily", now=NOW)


def mails():
    return list(OutboxMail.objects.filter(purpose="saved search").order_by("pk"))


def test_a_mail_of_a_search_tells_what_its_reader_may_see_when_it_is_sent_in_her_language():
    reader = make_user(language="es")
    kept(reader, "q=perovskite&kind=offer")
    make_opportunity(kind="BO", title={"en": "Perovskite in sight"})
    make_opportunity(kind="BO", state="DRAFT", title={"en": "Perovskite in a drawer"})
    withdrawn = make_opportunity(kind="BO", title={"en": "Perovskite withdrawn"})
    index.current()
    type(withdrawn).objects.filter(pk=withdrawn.pk).update(state="ARCHIVED", changed_at=timezone.now())

    assert saved.tell(SavedSearch.objects.get(), now=NOW + timedelta(days=1)) == 1

    (mail,) = mails()
    assert "Perovskite in sight" in mail.text
    assert "drawer" not in mail.text
    assert "withdrawn" not in mail.text
    assert "/es/" in mail.text
    assert (mail.language, mail.subject) == ("es", "Una novedad en «Bombas»")
    assert mail.unsubscribe_url.endswith(f"/searches/stop/{SavedSearch.objects.get().token}/")


def test_the_job_may_run_twice_and_writes_once():
    kept(make_user(), "q=robots")
    SavedSearch.objects.update(last_sent_at=NOW - timedelta(days=2))
    make_organisation("New", summary={"en": "Robots"})

    tell_of_saved_searches(report=lambda share, stage: None)
    SavedSearch.objects.update(last_sent_at=NOW - timedelta(days=2), seen=[])  # as if the first had been lost
    tell_of_saved_searches(report=lambda share, stage: None)

    assert len(mails()) == 1


def test_a_mail_program_ends_the_mails_by_itself():
    search_kept = kept(make_user(), "q=robots")
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(f"/searches/stop/{search_kept.token}/", {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert SavedSearch.objects.get().frequency == "never"
