import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import infrastructure.hospital_keys
import infrastructure.identifiers
from infrastructure.hospital_keys import TieToHospital


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0003_same_hospital"),
        ("organizations", "0002_same_hospital"),
        ("rectification", "0006_sheets_of_imports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TemplateExport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uid",
                    models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False, unique=True),
                ),
                ("created_at", models.DateTimeField()),
                ("cleared_at", models.DateTimeField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.hospital",
                    ),
                ),
                (
                    "participation",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="templates",
                        to="campaigns.participation",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="ledgerimport",
            name="template",
            field=infrastructure.hospital_keys.HospitalKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="returns",
                to="rectification.templateexport",
            ),
        ),
        migrations.CreateModel(
            name="TemplateRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uid",
                    models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False, unique=True),
                ),
                ("said", models.JSONField()),
                (
                    "export",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="rectification.templateexport",
                    ),
                ),
                (
                    "finding",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rectification.finding",
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.hospital",
                    ),
                ),
                (
                    "measure",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rectification.measure",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="templateexport",
            index=models.Index(
                condition=models.Q(("cleared_at__isnull", True)),
                fields=["created_at"],
                name="template_to_clear",
            ),
        ),
        migrations.AddConstraint(
            model_name="templaterow",
            constraint=models.UniqueConstraint(
                fields=("export", "finding", "measure"), name="template_row_once", nulls_distinct=False
            ),
        ),
        TieToHospital(),
    ]
