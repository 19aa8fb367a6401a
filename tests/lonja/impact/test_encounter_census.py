"""Every address below an edition, from the list of addresses itself, for people whom it does not concern.

The other tests of rights name their pages one by one; here a page that nobody thought of is found.
"""

import logging
import re
from datetime import date

import pytest

from tests.factories import make_edition, make_participation
from tests.lonja.impact.crowded import Crowded, client_of, everything, secrets_in

pytestmark = pytest.mark.django_db
SHUT = {403, 404, 405}
# Pages for everybody, and those on which somebody looks for herself and finds nothing of others.
PUBLIC = {
    "edition", "edition-picture", "edition-calendar", "legs", "news", "news-feed", "participants",
    "programme", "programme-calendar", "session", "session-calendar", "speakers", "policy", "report",
    "report-file", "dictionary",
}  # fmt: skip
OWN = {"ask", "register", "mine", "mine-export"}
HER_OWN = {"registration", "agenda", "agenda-file", "now", "own-time"}
# A door for those who come: somebody who is not signed in is asked to.
ASKS_WHO = {"availability", "people", "people-best", "people-one", "request-new", "requests", *OWN, *HER_OWN}


@pytest.fixture
def house():
    logging.disable(logging.CRITICAL)
    yield Crowded()
    logging.disable(logging.NOTSET)


def open_to(who):
    """{name: status} of what somebody without a part in the edition gets."""
    found = dict.fromkeys(PUBLIC, 200)
    if who == "nobody":
        return found | dict.fromkeys(ASKS_WHO, 302)
    return found | dict.fromkeys(OWN, 200) | (dict.fromkeys(HER_OWN, 200) if who == "cancelled" else {})


@pytest.mark.parametrize("who", ["nobody", "organiser of another event", "cancelled"])
def test_whoever_has_no_part_in_an_edition_reads_the_public_pages_and_no_secret(house, who):
    client = client_of(house.outsiders[who])
    found, told = {}, []
    for name, path in house.addresses():
        answer = client.get(path)
        told += [(name, secret) for secret in secrets_in(answer)]
        if answer.status_code not in SHUT:
            found[name] = answer.status_code

    assert found == open_to(who)
    assert told == []


def test_a_draft_has_no_page_at_all(house):
    type(house.edition).objects.filter(pk=house.edition.pk).update(state="draft")
    client = client_of(house.outsiders["cancelled"])

    found = {name for name, path in house.addresses() if client.get(path).status_code not in (404, 405)}

    assert found == set()


def test_nothing_that_an_outsider_sends_changes_a_row(house):
    type(house.edition).objects.filter(pk=house.edition.pk).update(state="published")
    before = everything()

    for who in ("nobody", "organiser of another event"):
        client = client_of(house.outsiders[who])
        for _name, path in house.addresses():
            client.post(path, {"title": "x", "name": "x", "want": "yes"})

    assert everything() == before


def test_the_rows_of_one_edition_are_not_found_below_another_of_the_same_organiser(house):
    day = date(2027, 1, 1)
    other = make_edition(house.edition.event, slug="2027", starts_on=day, ends_on=day)
    make_participation(other, user=house.after.organiser)
    client, found = client_of(house.after.organiser), {}
    for name, path in house.addresses():
        before, is_below, rest = path.partition("/fair/2026/")
        if is_below and re.search(r"\d|made-up", rest):
            path = f"{before}/fair/2027/{rest}"
            statuses = {client.get(path).status_code, client.post(path).status_code} - {404, 405}
            found |= {name: statuses} if statuses else {}

    assert found == {}
