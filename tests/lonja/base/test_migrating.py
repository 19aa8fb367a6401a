"""Tables of several models are created, and taken away, in one go."""

import pytest
from django.db import connection, models
from django.db.migrations import CreateModel
from django.db.migrations.state import ProjectState

from lonja.base.migrating import CreateModels

pytestmark = pytest.mark.django_db(transaction=True)

TOGETHER = CreateModels(
    [
        CreateModel("Hall", fields=[("id", models.BigAutoField(primary_key=True))]),
        CreateModel(
            "Stall",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("hall", models.ForeignKey("tried.Hall", on_delete=models.CASCADE)),
            ],
        ),
    ]
)


def tables():
    return {name for name in connection.introspection.table_names() if name.startswith("tried_")}


def test_models_that_refer_to_each_other_come_and_go():
    before, after = ProjectState(), ProjectState()
    assert before.apps.get_models() == []  # rendered already, as while other migrations run
    TOGETHER.state_forwards("tried", after)

    with connection.schema_editor() as editor:
        TOGETHER.database_forwards("tried", editor, before, after)
    came = tables()
    refers = after.apps.get_model("tried", "Stall")._meta.get_field("hall").related_model._meta.db_table
    with connection.schema_editor() as editor:
        TOGETHER.database_backwards("tried", editor, after, before)

    assert came == {"tried_hall", "tried_stall"}
    assert refers == "tried_hall"
    assert tables() == set()
