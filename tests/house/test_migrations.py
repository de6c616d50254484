import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState


def missing_migrations(rows: ProjectState) -> list[str]:
    """Return what the migrations of our own app lack to make these rows."""
    loader = MigrationLoader(None)
    changes = MigrationAutodetector(loader.project_state(), rows).changes(graph=loader.graph).get("troth_site", [])
    return [operation.describe() for migration in changes for operation in migration.operations]


def test_migrations_are_complete():
    assert missing_migrations(ProjectState.from_apps(apps)) == []


def test_a_missing_migration_is_found():
    rows = ProjectState.from_apps(apps)
    rows.add_model(ModelState("troth_site", "Planted", [("id", models.BigAutoField(primary_key=True))]))

    assert missing_migrations(rows) == ["Create model Planted"]


def test_one_line_of_migrations():
    leaves = MigrationLoader(None).graph.leaf_nodes("troth_site")

    assert len(leaves) == 1, leaves


@pytest.mark.parametrize("vendor_only", ["django.contrib.postgres"])
def test_no_feature_of_one_database_alone(vendor_only):
    assert [name for name in apps.app_configs if apps.get_app_config(name).name == vendor_only] == []
