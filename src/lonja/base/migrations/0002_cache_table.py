"""The table of the database cache, which sign-in limits share between web processes."""

from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    call_command("createcachetable", "base_cache", database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE base_cache")


class Migration(migrations.Migration):
    replaces = [("base", "0003_cache_table")]
    dependencies = [("base", "0001_tables")]
    operations = [migrations.RunPython(create, drop)]
