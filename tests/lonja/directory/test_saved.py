"""Saved searches: kept for one person, told of once, ended by a link."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lonja.base.errors import Refused
from lonja.base.models import OutboxMail
from lonja.directory.models import SavedSearch
from lonja.directory.services import saved as services
from tests.factories import make_organisation, make_user

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def kept(user, query="country=ES", frequency="daily", **fields):
    return services.keep(
        user, kind="organisations", query=query, name="In Spain", frequency=frequency, now=NOW, **fields
    )


def mails():
    return list(OutboxMail.objects.filter(purpose="saved search").order_by("pk"))


def test_a_mail_tells_only_of_what_is_new_and_only_once():
    user = make_user()
    make_organisation("There Before")
    search = kept(user)
    make_organisation("Just Come")
    make_organisation("Hidden Away", is_public=False)
    make_organisation("Not Asked For", country="PT")

    tomorrow = NOW + timedelta(days=1)
    assert [services.tell(each, now=tomorrow) for each in services.due(now=tomorrow)] == [1]
    later = tomorrow + timedelta(days=1)
    assert [services.tell(each, now=later) for each in services.due(now=later)] == [0]

    (mail,) = mails()
    assert mail.to == user.email
    assert mail.subject == "One new in “In Spain”"
    assert "Just Come" in mail.text
    assert f"/searches/stop/{search.token}/" in mail.text
    told_too_much = [name for name in ("There Before", "Hidden Away", "Not Asked") if name in mail.text]
    assert told_too_much == []


def test_a_week_is_a_week_and_never_is_never():
    make_organisation()
    weekly, never = kept(make_user(), frequency="weekly"), kept(make_user(), frequency="never")

    assert services.due(now=NOW + timedelta(days=6)) == []
    assert services.due(now=NOW + timedelta(days=7)) == [weekly]
    assert never.frequency == "never"


def test_what_a_person_may_no_longer_see_is_not_told():
    user = make_user()
    kept(user)
    mine = make_organisation("Mine", admin=user, is_public=False)
    user.organisation_grants.update(valid_from=NOW - timedelta(days=2), valid_until=NOW - timedelta(days=1))

    (search,) = services.due(now=NOW + timedelta(days=1))
    services.tell(search, now=NOW + timedelta(days=1))

    assert (mails(), mine.is_public) == ([], False)


def test_the_link_of_the_mail_asks_first_and_then_ends_it():
    search = kept(make_user())
    stranger, address = Client(), f"/searches/stop/{search.token}/"

    assert "Press the button" in stranger.get(address).content.decode()
    assert SavedSearch.objects.get().frequency == "daily"
    stranger.post(address)

    assert SavedSearch.objects.get().frequency == "never"
    assert stranger.get("/searches/stop/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_a_search_is_kept_from_its_page_in_a_stable_form_changed_and_removed():
    user = make_user()
    client = Client()
    client.force_login(user)
    form = {"name": "Water", "frequency": "weekly"}

    client.post("/searches/new/organisations/?sort=new&page=2&size=small&q=agua", form)
    client.post("/searches/new/organisations/?q=agua&size=small", {**form, "name": "Water again"})

    search = SavedSearch.objects.get(user=user)
    assert (search.query, search.name) == ("q=agua&size=small", "Water again")
    assert "/organisations/?q=agua&amp;size=small" in client.get("/searches/").content.decode()
    client.post(f"/searches/{search.pk}/", {"name": "Sea", "frequency": "never"})
    assert SavedSearch.objects.get().name == "Sea"
    client.post(f"/searches/{search.pk}/remove/")
    assert SavedSearch.objects.count() == 0


def test_nobody_else_sees_or_touches_a_kept_search():
    search = kept(make_user())
    other = Client()
    other.force_login(make_user())

    assert "In Spain" not in other.get("/searches/").content.decode()
    assert other.get(f"/searches/{search.pk}/").status_code == 404
    assert other.post(f"/searches/{search.pk}/remove/").status_code == 404
    assert Client().get("/searches/").status_code == 302
    assert other.get("/searches/new/nothing/").status_code == 404


def test_there_is_an_end_to_how_many_one_may_keep(monkeypatch):
    user = make_user()
    monkeypatch.setattr(services, "MOST_KEPT", 1)
    kept(user)

    with pytest.raises(Refused, match="You keep 1 searches already"):
        kept(user, query="country=PT")
