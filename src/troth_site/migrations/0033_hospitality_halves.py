"""What one row said of an approval becomes one row for each side that asked; what was given keeps that it was."""

from django.db import migrations


def part_halves(apps, schema_editor):
    hospitality = apps.get_model("troth_site", "Hospitality")
    approval = apps.get_model("troth_site", "HospitalityApproval")
    for row in hospitality.objects.order_by("pk").iterator():
        declined = row.declined_at is not None
        if row.limit_of:
            approval.objects.create(
                hospitality=row,
                side=row.limit_of,
                limit=row.limit,
                currency=row.limit_currency,
                approved=False if declined else True if row.approved_at is not None else None,
                decided_by_id=row.declined_by_id or row.approved_by_id,
                decided_at=row.declined_at or row.approved_at,
                reason=row.reason,
            )
        # It was recorded once it was given; what waits or was declined is said anew by whoever it belongs to.
        if not row.limit_of or row.approved_at is not None:
            row.given_at = row.recorded_at
            row.save(update_fields=["given_at"])


class Migration(migrations.Migration):
    dependencies = [
        ("troth_site", "0032_partners_covered"),
    ]

    operations = [
        migrations.RunPython(part_halves, migrations.RunPython.noop, elidable=True),
    ]
