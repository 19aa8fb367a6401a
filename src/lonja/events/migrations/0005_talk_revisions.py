from django.db import migrations, models


def free_places(apps, schema_editor):
    """Whoever had stepped back before kept her places in talks, and would have them back one day."""
    places = apps.get_model("events", "SessionPlace").objects
    places.filter(participation__state__in=["cancelled", "declined"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0004_no_line_of_speakers"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="revised_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="revised at"),
        ),
        migrations.AddField(
            model_name="session",
            name="revision",
            field=models.PositiveIntegerField(
                db_default=0, default=0, editable=False, verbose_name="revision"
            ),
        ),
        migrations.RunPython(free_places, migrations.RunPython.noop),
    ]
