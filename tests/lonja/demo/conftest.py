"""The demo is loaded once for all its tests, and forgotten afterwards."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from lonja.demo import ecosystem
from lonja.directory.models import Affiliation, Contact, Organisation
from lonja.events.models import Edition
from lonja.meetings.models import Meeting, MeetingRequest

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 10, 5, tzinfo=UTC)


def picture():
    """Everything that a visitor could read, without ids."""
    return {
        "organisations": list(Organisation.objects.order_by("slug").values_list("slug", "description")),
        "people": sorted(Affiliation.objects.values_list("person__uuid", "person__name", "role_title")),
        "contacts": sorted(Contact.objects.values_list("value", "visibility")),
        "editions": sorted(Edition.objects.values_list("slug", "starts_on", "state")),
        "requests": sorted(
            MeetingRequest.objects.values_list(
                "edition__slug", "sender__person__name", "recipient__person__name", "state", "text", "sent_at"
            )
        ),
        "meetings": sorted(
            Meeting.objects.values_list("slot__starts_at", "table__number", "request__sender__person__name")
        ),
    }


@pytest.fixture(scope="package")
def first_picture(django_db_setup, django_db_blocker):
    """What a first load of the same seed wrote, before it was forgotten."""
    with django_db_blocker.unblock(), transaction.atomic():
        ecosystem.load(today=TODAY, now=NOW)
        seen = picture()
        transaction.set_rollback(True)
    return seen


@pytest.fixture(scope="package")
def demo(first_picture, django_db_blocker):
    """The demo in the database, for every test of this folder."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert ecosystem.load(today=TODAY, now=NOW)
        yield
        transaction.set_rollback(True)
