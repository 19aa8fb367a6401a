"""Every list of partnering asks as many queries for thirty rows as for one, and a dozen at most."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lonja.partnering.engine import index
from lonja.partnering.models import Alliance, Conversation, Mandate
from lonja.partnering.services import blocks
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
NOW = datetime(2026, 11, 1, tzinfo=UTC)
MOST = 12
PLACES = [
    "/partnering/",
    "/partnering/mine/",
    "/partnering/results/",
    "/partnering/review/",
    "/partnering/interests/",
    "/partnering/conversations/",
    "/partnering/mandates/",
    "/partnering/blocks/",
    "/alliances/",
    "/demand/",
    "/network/?whole=yes",
    "/organisations/house/partners/",
    "/clusters/cluster/partners/",
]


class World:
    """A house, its cluster, and whoever writes to it."""

    def __init__(self):
        self.user = make_user()
        self.term = make_term("een_technologies", "04001003")
        self.house = make_organisation("House", admin=self.user, slug="house")
        self.cluster = make_cluster("Cluster", manager=self.user, slug="cluster")
        make_membership(self.house, self.cluster)
        make_opportunity(self.house, kind="TR", terms=[self.term])

    def grow(self, rows):
        """One more of everything that stands in a list, `rows` times."""
        for _row in range(rows):
            other = make_organisation(summary={"en": "Cold transport for fish"})
            make_membership(other, self.cluster)
            make_opportunity(other, terms=[self.term])
            offer = make_opportunity(self.house, terms=[self.term])
            interest = make_interest(offer, other, state="accepted")
            first, second = sorted((self.house, other), key=lambda one: one.pk)
            Conversation.objects.create(interest=interest, first=first, second=second, opened_at=NOW)
            Mandate.objects.create(
                adviser=self.user,
                organisation=other,
                cluster=self.cluster,
                asked_at=NOW,
                valid_until=NOW.date(),
            )
            blocks.block(
                by_organisation=self.house, organisation=make_organisation(), actor=self.user, now=NOW
            )
            Alliance.objects.create(
                slug=f"alliance-{other.pk}", name={"en": "Cold"}, coordinator=self.cluster, is_public=True
            ).stages.create(name={"en": "Ice"})


def test_lists_ask_as_often_for_thirty_rows_as_for_one(client, monkeypatch):
    index.forget()
    world = World()
    client.force_login(world.user)
    asked = []
    for rows in (1, 29):
        monkeypatch.setattr(index, "POLL_SECONDS", 0)
        world.grow(rows)
        asked.append({})
        index.current()
        monkeypatch.setattr(index, "POLL_SECONDS", 60)  # one look at all rows serves all pages of a moment
        for place in PLACES:
            client.get(place)  # the places of the network's picture are kept for an hour
            with CaptureQueriesContext(connection) as queries:
                assert client.get(place).status_code == 200, place
            asked[-1][place] = len(queries)

    assert asked[0] == asked[1]
    assert {place: n for place, n in asked[1].items() if n > MOST} == {}, asked[1]
