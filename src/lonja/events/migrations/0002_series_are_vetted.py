"""Series wait for an operator before they go public; those that are there already are known."""

from django.db import migrations, models
from django.db.models.functions import Now


def vet_those_that_are_there(apps, schema_editor):
    """Nobody's running event disappears because of the new rule."""
    apps.get_model("events", "Event").objects.update(vetted_at=Now())


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="vetted_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="vetted at"),
        ),
        migrations.RunPython(vet_those_that_are_there, migrations.RunPython.noop),
    ]
