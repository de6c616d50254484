"""A new database, made from the rows as they are now: going through all their past takes a minute."""

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython
from django.db.migrations.recorder import MigrationRecorder

OWN = "troth_site"


def is_wanted() -> bool:
    """Tell whether nothing of ours is in the database yet."""
    return not any(app == OWN for app, _name in MigrationRecorder(connection).applied_migrations())


def make() -> None:
    """Make our tables, and note every migration as done; what a migration brings along is brought in its turn.

    A migration that only moves what older installations hold is marked as elidable, and has nothing to do here.
    """
    recorder, loader = MigrationRecorder(connection), MigrationLoader(connection)
    # Its own table cannot be made within the transaction of the others.
    recorder.ensure_schema()
    with connection.schema_editor() as editor:
        for model in apps.get_app_config(OWN).get_models():
            editor.create_model(model)
        for key in loader.graph.forwards_plan(loader.graph.leaf_nodes(OWN)[0]):
            if key[0] != OWN:
                continue
            for operation in loader.graph.nodes[key].operations:
                if isinstance(operation, RunPython) and not operation.elidable:
                    operation.code(apps, editor)
            recorder.record_applied(*key)
