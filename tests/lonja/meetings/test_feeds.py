"""The subscription to an agenda: a secret address that can be given up."""

import pytest
from django.test import Client

from lonja.events.models import Participation
from tests.factories import make_edition, make_participation, make_user

pytestmark = pytest.mark.django_db


def test_a_new_address_of_the_feed_ends_the_old_one():
    ana = make_user()
    one = make_participation(make_edition(), user=ana)
    client = Client()
    client.force_login(ana)
    edition = one.edition

    client.post(f"/events/{edition.event.slug}/{edition.slug}/agenda/feed/")

    renewed = Participation.objects.get(pk=one.pk).feed_token
    statuses = [Client().get(f"/calendars/{token}.ics").status_code for token in (one.feed_token, renewed)]
    assert statuses == [404, 200]
