"""The database itself refuses to change or delete audit entries.

Whoever owns the database can take these triggers away; the chain of hashes still tells.
A later migration that alters the entries must set the triggers again on SQLite, which
copies a table to alter it; `test_audit` notices.
"""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER base_auditentry_no_update BEFORE UPDATE ON base_auditentry
    BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END
    """,
    # Emptying a whole test database takes the head away first.
    """
    CREATE TRIGGER base_auditentry_no_delete BEFORE DELETE ON base_auditentry
    WHEN EXISTS (SELECT 1 FROM base_audithead)
    BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END
    """,
]
POSTGRESQL = [
    """
    CREATE FUNCTION base_auditentry_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'audit entries are never changed or deleted' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    """
    CREATE TRIGGER base_auditentry_no_update BEFORE UPDATE OR DELETE ON base_auditentry
    FOR EACH ROW EXECUTE FUNCTION base_auditentry_refuse()
    """,
]
UNDO = {
    "sqlite": ["DROP TRIGGER base_auditentry_no_update", "DROP TRIGGER base_auditentry_no_delete"],
    "postgresql": [
        "DROP TRIGGER base_auditentry_no_update ON base_auditentry",
        "DROP FUNCTION base_auditentry_refuse()",
    ],
}


def set_triggers(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def take_triggers_away(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    replaces = [("base", "0004_audit_is_append_only")]
    dependencies = [("base", "0002_cache_table")]
    operations = [migrations.RunPython(set_triggers, take_triggers_away)]
