"""Write the shipped list of defects, so that inspections can name them."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from troth.quality.defect_catalogue import SHIPPED


def ship(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Write the kinds that are not there yet."""
    rows = apps.get_model("troth_site", "DefectType").objects
    known = set(rows.filter(organisation=None).values_list("code", flat=True))
    rows.bulk_create(
        rows.model(
            code=kind.code,
            category=kind.category,
            name=kind.name,
            description=kind.description,
            defect_class=str(kind.defect_class),
        )
        for kind in SHIPPED.values()
        if kind.code not in known
    )


class Migration(migrations.Migration):
    dependencies = [("troth_site", "0026_plan_moves_orders")]

    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
