"""How many of the units found in a class answers and readings tell."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("troth_site", "0049_checklist_steps")]

    operations = [
        migrations.AddField(
            model_name="classsample", name="from_checks", field=models.PositiveIntegerField(blank=True, null=True)
        )
    ]
