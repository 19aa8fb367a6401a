"""The suite runs where it says it runs."""

import pytest
from django.db import connection

from tests.database import ENGINE


@pytest.mark.django_db
def test_the_suite_runs_on_the_database_it_was_asked_for():
    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[ENGINE]
