import pghistory.utils
from django.db import migrations, models

import infrastructure.identifiers


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="InspectionSheet",
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
                (
                    "level",
                    models.CharField(choices=[("department", "科室"), ("hospital", "院级")], max_length=10),
                ),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="InspectionSheetEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                (
                    "level",
                    models.CharField(choices=[("department", "科室"), ("hospital", "院级")], max_length=10),
                ),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SheetLine",
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
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("in_order", "符合"), ("finding", "发现问题"), ("not_applicable", "不适用")],
                        max_length=15,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("answered_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["sheet", "checkpoint__item__number", "checkpoint__code"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SheetLineEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("in_order", "符合"), ("finding", "发现问题"), ("not_applicable", "不适用")],
                        max_length=15,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("answered_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
