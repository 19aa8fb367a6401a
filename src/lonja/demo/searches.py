"""Searches that the people of the demo keep."""

from datetime import UTC, datetime, time

from lonja.directory.services import saved

SMALL_FIRMS = "country=ES&helix=industry&size=small"
# Whose, what is searched, the search, its name, how often they hear of it.
KEPT = [
    ("organiser@example.org", "organisations", SMALL_FIRMS, "Small firms in Spain", "weekly"),
    ("organiser@example.org", "clusters", "country=FR&country=IT", "Clusters in France and Italy", "weekly"),
    ("participant@example.org", "organisations", "helix=academia&q=data", "Data in academia", "daily"),
]


def write(users, *, today):
    """Keep each search; what it finds on the day of the demo counts as seen."""
    now = datetime.combine(today, time(8), UTC)
    for email, kind, query, name, frequency in KEPT:
        saved.keep(users[email], kind=kind, query=query, name=name, frequency=frequency, now=now)
