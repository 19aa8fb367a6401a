"""What every test can use."""

import os

import pytest
from django.utils import translation

from tests.database import ENGINE

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}


def _uses_database(item):
    return item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))


def pytest_collection_modifyitems(config, items):
    """Leave out what says nothing more on this engine.

    Tests of races and locks mean nothing on SQLite, which has one writer; tests without a
    database say the same on each engine, and run on the first one only.
    """
    if os.environ.get("TEST_ONLY_DATABASE"):
        known = [item for item in items if not _uses_database(item)]
        config.hook.pytest_deselected(items=known)
        items[:] = [item for item in items if _uses_database(item)]
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
