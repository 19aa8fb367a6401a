"""A hidden edition with everything in it: no address below it opens to anybody who is not of it."""

import re

import pytest
from django.apps import apps
from django.core.exceptions import FieldError
from django.test import Client
from django.urls import get_resolver

from lonja.accounts.models import Role, User
from lonja.base.models import RateCount
from lonja.events.lifecycle import EditionState
from lonja.events.models import Edition, EventGrant
from tests.factories import make_event, make_user
from tests.routes import routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
BELOW = re.compile(r"^\^?events/(<slug:event>|\(\?P<event>[^)]*\))/(<slug:edition>|\(\?P<edition>[^)]*\))/")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>((?:[^()]|\([^)]*\))*)\)")
TALK = re.compile("programme/[0-9a-f-]{36}/")
PATHS = ("edition", "run__edition", "line__edition", "participation__edition", "invoice__edition")
CLOSED = {302, 403, 404, 405}
# What everybody may open of a public edition; one more address here is a decision.
PUBLIC = {
    "", "days.ics", "good-practice/", "journey/", "news.xml", "news/", "participants/", "picture.png",
    "policy/", "programme/", "programme/TALK/", "programme/TALK/talk.ics", "programme/programme.ics",
    "programme/speakers/", "results.pdf", "results/", "results/dictionary.csv",
}  # fmt: skip
# Pages about the person herself: empty for somebody who takes no part; and her question to the organisers.
OF_ONESELF = {"ask/", "my-meetings.json", "my-meetings/", "register/"}


def rows_of(label, edition):
    """Rows of a policy's model that belong to an edition."""
    if "." not in label:
        return None
    model = apps.get_model(label)
    for path in PATHS:
        try:
            return model._base_manager.filter(**{path: edition}).order_by("pk")
        except FieldError:
            continue
    return None


def address_of(route, edition):
    """The address of a route, filled with rows that are there wherever the policy's model has one."""
    rows = rows_of(route.view.access[0], edition)
    row = rows.first() if rows is not None else None

    def value(match):
        name, pattern = match[1] or match[2], match[3] or ""
        known = {"event": edition.event.slug, "edition": edition.slug}
        if name in known:
            return known[name]
        if row is not None and hasattr(row, name):
            return str(getattr(row, name))
        if name in ("participation", "person"):
            return str(edition.participations.first().pk)
        if "|" in pattern:
            return pattern.split("|")[0].replace("\\", "")
        return {"number": "1", "year": "2018", "pk": "1", "block": "0"}.get(
            name, "00000000-0000-4000-8000-000000000000" if "uuid" in match[0] or "0-9a-f" in pattern else "x"
        )

    filled = PARAMETER.sub(value, route.address.replace("$", "").replace("^", ""))
    return "/" + filled.replace("\\", "")


def opened(client, edition):
    """What answers with something, by GET or by POST."""
    found = []
    for route in routes(get_resolver().url_patterns):
        if not BELOW.match(route.address) or not hasattr(route.view, "access"):
            continue
        RateCount.objects.all().delete()
        address = address_of(route, edition)
        for ask in (client.get, client.post):
            answer = ask(address)
            sent_in = answer.status_code == 302 and "/sign-in/" not in answer["Location"]
            if answer.status_code not in CLOSED or sent_in:
                found.append((ask.__name__, address, answer.status_code))
    return found


@pytest.mark.parametrize("who", ["a stranger", "somebody signed in", "another organiser"])
def test_nothing_below_a_hidden_edition_opens(who):
    edition = Edition.objects.select_related("event").get(event__slug="itecam-encounter", slug="2018")
    Edition.objects.filter(pk=edition.pk).update(state=EditionState.DRAFT)
    client = Client()
    if who != "a stranger":
        user = make_user()
        client.force_login(user)
        if who == "another organiser":
            EventGrant.objects.create(event=make_event(), user=user, role=Role.EVENT_ORGANISER)

    assert opened(client, edition) == []


@pytest.mark.parametrize(("signed_in", "expected"), [(False, PUBLIC), (True, PUBLIC | OF_ONESELF)])
def test_only_public_pages_of_a_public_edition_open(signed_in, expected):
    edition = Edition.objects.select_related("event").get(event__slug="itecam-encounter", slug="2018")
    client = Client(raise_request_exception=False)
    if signed_in:
        client.force_login(make_user())

    found = {(address, status) for _method, address, status in opened(client, edition)}

    assert {status for _address, status in found} == {200}
    below = {address.removeprefix(edition.get_absolute_url()) for address, _status in found}
    assert {TALK.sub("programme/TALK/", each) for each in below} == expected


def test_the_walk_finds_what_opens():
    edition = Edition.objects.select_related("event").get(event__slug="itecam-encounter", slug="2018")
    client = Client()
    client.force_login(User.objects.get(email="organiser@example.org"))

    assert len([1 for _method, _address, status in opened(client, edition) if status == 200]) > 40
