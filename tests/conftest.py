"""What every test can use."""

import pytest
from django.utils import translation

from tests.database import ENGINE


def pytest_collection_modifyitems(items):
    """Tests of races and locks mean nothing on SQLite, which has one writer."""
    if ENGINE != "postgres":
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: TEST_DB=postgres"))


@pytest.fixture(autouse=True)
def _english_again():
    """A request in another language leaves it behind in the thread."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _audit_chain_can_be_emptied(request):
    """The database refuses to delete audit entries while their head stands; a test's end empties all."""
    marker = request.node.get_closest_marker("django_db")
    names = {"transactional_db", "live_server"}
    if not (names & set(request.fixturenames) or (marker and marker.kwargs.get("transaction"))):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from lonja.base.models import AuditHead  # not before Django is set up

    AuditHead.objects.all().delete()
