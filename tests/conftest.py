"""What every test can use."""

import pytest

from tests.database import ENGINE


def pytest_collection_modifyitems(items):
    """Tests of races and locks mean nothing on SQLite, which has one writer."""
    if ENGINE != "postgres":
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: TEST_DB=postgres"))
