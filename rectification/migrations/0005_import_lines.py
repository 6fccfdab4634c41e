import django.db.models.deletion
from django.db import migrations, models

import infrastructure.hospital_keys
from infrastructure.hospital_keys import TieToHospital


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0002_same_hospital"),
        ("rectification", "0004_import_decisions"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("sheet", models.CharField(max_length=31)),
                ("verdict", models.CharField(max_length=12)),
                ("content", models.JSONField()),
                (
                    "hospital",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.hospital",
                    ),
                ),
                (
                    "opened",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="rectification.ledgerimport",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["opened", "sheet", "verdict", "position"], name="import_line_shown")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("opened", "position"), name="import_line_once")
                ],
            },
        ),
        TieToHospital(),
    ]
