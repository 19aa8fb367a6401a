"""The suite runs where it says it runs."""

from django.db import connection

from tests.database import ENGINE


def test_the_suite_runs_on_the_database_it_was_asked_for():
    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[ENGINE]
