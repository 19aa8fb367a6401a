"""Who waits for whom: people of one edition wait for each other only where they meet.

Whoever changes an edition as a whole locks its row, and so waits for everybody here and makes
everybody wait. Two people who arrange something between them hold the edition together with
many others, and lock only themselves, the lower number first.
"""

from django.db import connection
from django.db.transaction import TransactionManagementError


def hold(edition_id):
    """Keep an edition from whoever would lock it, until the transaction ends; returns its state."""
    # The ORM knows no lock that many can share; SQLite has one writer anyway.
    return _locked("SELECT state FROM events_edition WHERE id = %s", [edition_id], "KEY SHARE")[0][0]


def take(edition_id, *people):
    """Let nobody else change what is between these participations until the transaction ends.

    Take all of them at once: whoever took one after the other could wait for somebody who waits for her.

    Returns:
        The state of the edition, and the state of each participation by its id.
    """
    state = hold(edition_id)
    places = ", ".join(["%s"] * len(people))
    rows = f"SELECT id, state FROM events_participation WHERE id IN ({places}) ORDER BY id"
    return state, dict(_locked(rows, people, "NO KEY UPDATE"))


def _locked(rows, values, lock):
    if not connection.in_atomic_block:
        raise TransactionManagementError("A lock holds only inside a transaction.")
    with connection.cursor() as cursor:
        cursor.execute(f"{rows} FOR {lock}" if connection.features.has_select_for_update else rows, values)
        return cursor.fetchall()
