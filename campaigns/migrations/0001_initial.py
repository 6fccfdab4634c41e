import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import infrastructure.identifiers


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CampaignItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=10)),
                ("clause", models.CharField(max_length=30)),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=100)),
                ("short_title", models.CharField(max_length=12)),
                (
                    "cites",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), default=list, size=None
                    ),
                ),
            ],
            options={
                "ordering": ["campaign", "number"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CampaignPhase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("clause", models.CharField(max_length=30)),
                ("kind", models.CharField(max_length=20)),
                ("title", models.CharField(max_length=30)),
                ("text", models.CharField(max_length=300)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField()),
            ],
            options={
                "ordering": ["campaign", "number"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CampaignRequirement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("clause", models.CharField(max_length=30)),
                ("title", models.CharField(max_length=100)),
                ("text", models.CharField(max_length=300)),
            ],
            options={
                "ordering": ["campaign", "number"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CampaignRun",
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
                ("code", models.CharField(max_length=40, unique=True)),
                ("title", models.CharField(max_length=80)),
                ("opened_at", models.DateTimeField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=5)),
                ("clause", models.CharField(max_length=30)),
                ("text", models.CharField(max_length=200)),
                (
                    "audiences",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None
                    ),
                ),
                ("duty", models.CharField(max_length=20)),
                ("hospital_level", models.BooleanField()),
                (
                    "cites",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), default=list, size=None
                    ),
                ),
            ],
            options={
                "ordering": ["item", "code"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CheckpointOverlay",
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
                    "audiences",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, null=True, size=None
                    ),
                ),
                ("on_the_spot_allowed", models.BooleanField(default=False)),
                ("revision", models.PositiveIntegerField(default=1)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CheckpointOverlayEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                (
                    "audiences",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, null=True, size=None
                    ),
                ),
                ("on_the_spot_allowed", models.BooleanField(default=False)),
                ("revision", models.PositiveIntegerField(default=1)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("tertiary", "三级"),
                            ("secondary", "二级"),
                            ("primary", "一级"),
                            ("unrated", "未定级"),
                        ],
                        max_length=10,
                    ),
                ),
                ("grade", models.CharField(blank=True, max_length=4)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("general", "综合医院"),
                            ("tcm", "中医类医院"),
                            ("specialised", "专科医院"),
                            ("maternal", "妇幼保健院"),
                            ("public_health", "专业公共卫生机构"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "line",
                    models.CharField(
                        choices=[("health", "卫生健康"), ("tcm", "中医药"), ("cdc", "疾控")], max_length=10
                    ),
                ),
                (
                    "affiliation",
                    models.CharField(
                        choices=[
                            ("ministry", "委属"),
                            ("province", "省属"),
                            ("city", "市属"),
                            ("county", "县属"),
                            ("university", "高校"),
                            ("private", "民营"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "uid",
                    models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False, unique=True),
                ),
                ("last_number", models.PositiveIntegerField(default=0)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="RunPhase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("title", models.CharField(max_length=30)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField()),
            ],
            options={
                "ordering": ["run", "from_on"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Campaign",
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
                ("code", models.CharField(max_length=30)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("title", models.CharField(max_length=100)),
                ("document_no", models.CharField(blank=True, max_length=60)),
                ("issued_on", models.DateField()),
                (
                    "issuers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("coverage_clause", models.CharField(max_length=30)),
                ("coverage_text", models.CharField(max_length=300)),
                (
                    "levels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), size=None
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=15), size=None
                    ),
                ),
                (
                    "lines",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), size=None
                    ),
                ),
                ("from_file", models.BooleanField(default=True)),
                ("content_hash", models.CharField(max_length=64)),
                ("frozen_at", models.DateTimeField(null=True)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="campaign_version_once")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaign",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_once_used",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."frozen_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3b3f71bf91eaa179b2741694a334a2de56bb2930",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_once_used_f8c0d",
                    table="campaigns_campaign",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="campaignitem",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="items", to="campaigns.campaign"
            ),
        ),
        migrations.AddField(
            model_name="campaignphase",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="phases", to="campaigns.campaign"
            ),
        ),
        migrations.AddField(
            model_name="campaignrequirement",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requirements",
                to="campaigns.campaign",
            ),
        ),
        migrations.AddField(
            model_name="campaignrun",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="campaigns.campaign"
            ),
        ),
    ]
