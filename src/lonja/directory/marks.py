"""Marks that the database itself sets when rows of the directory are written.

The index in each web process compares them before it answers, so whatever wrote the rows
(a service, an import, a command, a person with SQL), nobody reads an old count. SQLite
makes a table anew when a migration alters it and forgets its triggers; therefore they are
looked after at the end of each migration.
"""

from django.db import connections
from django.db.models import Count, Max

from lonja.accounts.models import SiteGrant
from lonja.directory.models import (
    Affiliation,
    Change,
    Cluster,
    ClusterGrant,
    ClusterTerm,
    Label,
    Membership,
    Organisation,
    OrganisationGrant,
    OrganisationTerm,
    Person,
    Term,
)

# From these follows who may see which organisation, cluster and membership.
RIGHTS = (
    Organisation,
    Cluster,
    Membership,
    Affiliation,
    Person,
    OrganisationGrant,
    ClusterGrant,
    SiteGrant,
)
# In the order of their numbers on SQLite: add at the end.
WATCHED = (
    Organisation,
    OrganisationTerm,
    Cluster,
    ClusterTerm,
    Membership,
    Term,
    Label,
    Affiliation,
    Person,
    OrganisationGrant,
    ClusterGrant,
    SiteGrant,
)
MOST_MARKS = 5_000  # one line for each statement, on PostgreSQL

FUNCTION = """
CREATE OR REPLACE FUNCTION directory_mark_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO directory_change (part, mark) VALUES (TG_ARGV[0], ''); RETURN NULL; END $$
"""
# Each statement adds a line: two transactions never wait for each other, as they would for one line.
POSTGRESQL = """
CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION directory_mark_change('{table}')
"""
# Deleted first: inside the trigger of an upsert, "or replace" would mean what the upsert says.
# One line for each table with a number by chance: an undone transaction leaves no number that comes again.
SQLITE = """
CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN
DELETE FROM directory_change WHERE id = {number};
INSERT INTO directory_change (id, part, mark) VALUES ({number}, '{table}', hex(randomblob(8))); END
"""


def stamps():
    """The newest mark of each table: equal as long as nothing in it was written."""
    found = Change.objects.order_by().values("part").annotate(n=Count("pk"), last=Max("pk"), mark=Max("mark"))
    return {row["part"]: (row["n"], row["last"], row["mark"]) for row in found}


def forget_old():
    """Drop the marks that newer ones have overtaken; returns how many."""
    newest = Change.objects.aggregate(last=Max("pk"))["last"] or 0
    return Change.objects.filter(pk__lte=newest - MOST_MARKS).delete()[0]


def set_marks(using="default", **_signal):
    """Put back the triggers that are missing."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if not {Change._meta.db_table, *(model._meta.db_table for model in WATCHED)} <= tables:
            return  # on the way back to an empty database
        {"sqlite": _set_on_sqlite, "postgresql": _set_on_postgresql}[connection.vendor](cursor)


def _set_on_sqlite(cursor):
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    present = {name for (name,) in cursor.fetchall()}
    for number, model in enumerate(WATCHED, start=1):
        table = model._meta.db_table
        for event in ("INSERT", "UPDATE", "DELETE"):
            name = f"{table}_marks_{event.lower()}"
            if name not in present:
                cursor.execute(SQLITE.format(name=name, event=event, table=table, number=number))


def _set_on_postgresql(cursor):
    cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
    present = {name for (name,) in cursor.fetchall()}
    cursor.execute(FUNCTION)
    for model in WATCHED:
        table = model._meta.db_table
        if f"{table}_marks" not in present:
            cursor.execute(POSTGRESQL.format(name=f"{table}_marks", table=table))
