import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import infrastructure.hospital_keys
import infrastructure.identifiers
import infrastructure.searching.folding


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("campaigns", "0001_initial"),
        ("infrastructure", "0002_initial"),
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AcceptanceRound",
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
                ("no", models.PositiveSmallIntegerField()),
                ("rectified_at", models.DateTimeField()),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("granted", "通过"), ("returned", "退回")],
                        max_length=10,
                        null=True,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "accepted_by",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.staffmember",
                    ),
                ),
                (
                    "accepted_dept",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.department",
                    ),
                ),
                (
                    "accepted_recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "accepted_scan",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="infrastructure.storedfile",
                    ),
                ),
                (
                    "accepted_stand_in",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.standin",
                    ),
                ),
                (
                    "closed_by",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.staffmember",
                    ),
                ),
                (
                    "closed_recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
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
                    "rectified_by",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.staffmember",
                    ),
                ),
                (
                    "rectified_dept",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.department",
                    ),
                ),
                (
                    "rectified_recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rectified_scan",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="infrastructure.storedfile",
                    ),
                ),
                (
                    "rectified_stand_in",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.standin",
                    ),
                ),
            ],
            options={
                "ordering": ["finding", "no"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Cause",
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
                ("category", models.CharField(blank=True, max_length=20)),
                ("text", models.CharField(max_length=1000)),
                ("position", models.PositiveSmallIntegerField()),
                ("voided_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "hospital",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.hospital",
                    ),
                ),
            ],
            options={
                "ordering": ["finding", "position", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "uid",
                    models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False, unique=True),
                ),
                ("round_no", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(choices=[("file", "材料"), ("on_site", "现场查看")], max_length=10),
                ),
                ("words", models.CharField(blank=True, max_length=500)),
                ("seen_on", models.DateField(blank=True, null=True)),
                ("voided_at", models.DateTimeField(null=True)),
                ("void_reason", models.CharField(blank=True, max_length=200)),
                (
                    "file",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="infrastructure.storedfile",
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
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="rectification.evidence",
                    ),
                ),
                (
                    "scan",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="infrastructure.storedfile",
                    ),
                ),
                (
                    "signatory",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.staffmember",
                    ),
                ),
                (
                    "stand_in",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.standin",
                    ),
                ),
            ],
            options={
                "ordering": ["finding", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="EvidenceMeasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "evidence",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proves",
                        to="rectification.evidence",
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
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Extension",
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
                ("from_due_on", models.DateField()),
                ("to_due_on", models.DateField()),
                ("reason", models.CharField(max_length=500)),
                ("asked_at", models.DateTimeField()),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("granted", "通过"), ("returned", "退回")],
                        max_length=10,
                        null=True,
                    ),
                ),
                ("granted_no", models.PositiveSmallIntegerField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision_reason", models.CharField(blank=True, max_length=500)),
                (
                    "asked_by",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.staffmember",
                    ),
                ),
                (
                    "asked_recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_scan",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="infrastructure.storedfile",
                    ),
                ),
                (
                    "decided_by",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.staffmember",
                    ),
                ),
                (
                    "decided_recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_scan",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="infrastructure.storedfile",
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
            ],
            options={
                "ordering": ["finding", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Finding",
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
                ("text", models.CharField(max_length=2000, verbose_name="存在问题")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("submitted", "待受理"),
                            ("analysing", "原因分析"),
                            ("rectifying", "整改中"),
                            ("awaiting", "待验收"),
                            ("accepted", "待销号"),
                            ("closed", "已销号"),
                            ("merged", "已合并"),
                            ("void", "已作废"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                (
                    "state_origin",
                    models.CharField(
                        choices=[("system", "本系统"), ("imported", "历史导入，未经本系统验收")],
                        default="system",
                        max_length=10,
                    ),
                ),
                ("origin", models.CharField(max_length=30, verbose_name="问题来源")),
                ("origin_label", models.CharField(blank=True, max_length=40)),
                ("origin_key", models.CharField(blank=True, max_length=60)),
                ("penalty_barred", models.BooleanField(default=False)),
                (
                    "deadline_kind",
                    models.CharField(
                        choices=[("dated", "限期完成"), ("ongoing", "持续推进")],
                        default="dated",
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="整改时限")),
                ("original_due_on", models.DateField(blank=True, null=True)),
                ("found_on", models.DateField(blank=True, null=True, verbose_name="发现日期")),
                ("on_the_spot", models.BooleanField(default=False, verbose_name="立行立改")),
                ("round_no", models.PositiveSmallIntegerField(default=1)),
                ("proof_since_round", models.PositiveSmallIntegerField(default=1)),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="备注")),
                ("imported_progress", models.CharField(blank=True, max_length=2000, verbose_name="整改进展")),
                ("created_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "created_on",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Cast(
                            models.Func(
                                models.Value("Asia/Shanghai"), models.F("created_at"), function="timezone"
                            ),
                            models.DateField(),
                        ),
                        output_field=models.DateField(null=True),
                    ),
                ),
                (
                    "submitted_on",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Cast(
                            models.Func(
                                models.Value("Asia/Shanghai"), models.F("submitted_at"), function="timezone"
                            ),
                            models.DateField(),
                        ),
                        output_field=models.DateField(null=True),
                    ),
                ),
                (
                    "accepted_on",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Cast(
                            models.Func(
                                models.Value("Asia/Shanghai"), models.F("accepted_at"), function="timezone"
                            ),
                            models.DateField(),
                        ),
                        output_field=models.DateField(null=True),
                    ),
                ),
                (
                    "closed_on",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Cast(
                            models.Func(
                                models.Value("Asia/Shanghai"), models.F("closed_at"), function="timezone"
                            ),
                            models.DateField(),
                        ),
                        output_field=models.DateField(null=True),
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "accepting_department",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings_to_accept",
                        to="organizations.department",
                    ),
                ),
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
                        related_name="findings",
                        to="organizations.hospital",
                    ),
                ),
                (
                    "lead_department",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_findings",
                        to="organizations.department",
                    ),
                ),
                (
                    "merged_into",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="rectification.finding",
                    ),
                ),
                (
                    "repeats",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repeated_by",
                        to="rectification.finding",
                    ),
                ),
                (
                    "responsible_leader",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overseen_findings",
                        to="organizations.staffmember",
                    ),
                ),
                (
                    "responsible_person",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responsible_findings",
                        to="organizations.staffmember",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ExtensionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                ("from_due_on", models.DateField()),
                ("to_due_on", models.DateField()),
                ("reason", models.CharField(max_length=500)),
                ("asked_at", models.DateTimeField()),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("granted", "通过"), ("returned", "退回")],
                        max_length=10,
                        null=True,
                    ),
                ),
                ("granted_no", models.PositiveSmallIntegerField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision_reason", models.CharField(blank=True, max_length=500)),
                (
                    "asked_by",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.staffmember",
                    ),
                ),
                (
                    "asked_recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_scan",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="infrastructure.storedfile",
                    ),
                ),
                (
                    "decided_by",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.staffmember",
                    ),
                ),
                (
                    "decided_recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_scan",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="infrastructure.storedfile",
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.hospital",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="images",
                        to="rectification.extension",
                    ),
                ),
                (
                    "finding",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rectification.finding",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="extension",
            name="finding",
            field=infrastructure.hospital_keys.HospitalKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="extensions",
                to="rectification.finding",
            ),
        ),
        migrations.CreateModel(
            name="EvidenceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                ("round_no", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(choices=[("file", "材料"), ("on_site", "现场查看")], max_length=10),
                ),
                ("words", models.CharField(blank=True, max_length=500)),
                ("seen_on", models.DateField(blank=True, null=True)),
                ("voided_at", models.DateTimeField(null=True)),
                ("void_reason", models.CharField(blank=True, max_length=200)),
                (
                    "file",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="infrastructure.storedfile",
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.hospital",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="images",
                        to="rectification.evidence",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rectification.evidence",
                    ),
                ),
                (
                    "scan",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="infrastructure.storedfile",
                    ),
                ),
                (
                    "signatory",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.staffmember",
                    ),
                ),
                (
                    "stand_in",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.standin",
                    ),
                ),
                (
                    "finding",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rectification.finding",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="evidence",
            name="finding",
            field=infrastructure.hospital_keys.HospitalKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evidence",
                to="rectification.finding",
            ),
        ),
        migrations.CreateModel(
            name="CauseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                ("category", models.CharField(blank=True, max_length=20)),
                ("text", models.CharField(max_length=1000)),
                ("position", models.PositiveSmallIntegerField()),
                ("voided_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "hospital",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.hospital",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="images",
                        to="rectification.cause",
                    ),
                ),
                (
                    "finding",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rectification.finding",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="cause",
            name="finding",
            field=infrastructure.hospital_keys.HospitalKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="causes", to="rectification.finding"
            ),
        ),
        migrations.CreateModel(
            name="AcceptanceRoundEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                ("no", models.PositiveSmallIntegerField()),
                ("rectified_at", models.DateTimeField()),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("granted", "通过"), ("returned", "退回")],
                        max_length=10,
                        null=True,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "accepted_by",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.staffmember",
                    ),
                ),
                (
                    "accepted_dept",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.department",
                    ),
                ),
                (
                    "accepted_recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "accepted_scan",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="infrastructure.storedfile",
                    ),
                ),
                (
                    "accepted_stand_in",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.standin",
                    ),
                ),
                (
                    "closed_by",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.staffmember",
                    ),
                ),
                (
                    "closed_recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.hospital",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="images",
                        to="rectification.acceptanceround",
                    ),
                ),
                (
                    "rectified_by",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.staffmember",
                    ),
                ),
                (
                    "rectified_dept",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.department",
                    ),
                ),
                (
                    "rectified_recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rectified_scan",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="infrastructure.storedfile",
                    ),
                ),
                (
                    "rectified_stand_in",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.standin",
                    ),
                ),
                (
                    "finding",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rectification.finding",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="acceptanceround",
            name="finding",
            field=infrastructure.hospital_keys.HospitalKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="rectification.finding"
            ),
        ),
        migrations.CreateModel(
            name="FindingAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "uid",
                    models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False, unique=True),
                ),
                ("name", models.CharField(max_length=30)),
                ("round_no", models.PositiveSmallIntegerField()),
                ("from_state", models.CharField(max_length=20)),
                ("to_state", models.CharField(max_length=20)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "finding",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
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
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scan",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="infrastructure.storedfile",
                    ),
                ),
                (
                    "signatory",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.staffmember",
                    ),
                ),
                (
                    "stand_in",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.standin",
                    ),
                ),
            ],
            options={
                "ordering": ["finding", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="FindingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                ("text", models.CharField(max_length=2000, verbose_name="存在问题")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("submitted", "待受理"),
                            ("analysing", "原因分析"),
                            ("rectifying", "整改中"),
                            ("awaiting", "待验收"),
                            ("accepted", "待销号"),
                            ("closed", "已销号"),
                            ("merged", "已合并"),
                            ("void", "已作废"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                (
                    "state_origin",
                    models.CharField(
                        choices=[("system", "本系统"), ("imported", "历史导入，未经本系统验收")],
                        default="system",
                        max_length=10,
                    ),
                ),
                ("origin", models.CharField(max_length=30, verbose_name="问题来源")),
                ("origin_label", models.CharField(blank=True, max_length=40)),
                ("origin_key", models.CharField(blank=True, max_length=60)),
                ("penalty_barred", models.BooleanField(default=False)),
                (
                    "deadline_kind",
                    models.CharField(
                        choices=[("dated", "限期完成"), ("ongoing", "持续推进")],
                        default="dated",
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="整改时限")),
                ("original_due_on", models.DateField(blank=True, null=True)),
                ("found_on", models.DateField(blank=True, null=True, verbose_name="发现日期")),
                ("on_the_spot", models.BooleanField(default=False, verbose_name="立行立改")),
                ("round_no", models.PositiveSmallIntegerField(default=1)),
                ("proof_since_round", models.PositiveSmallIntegerField(default=1)),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="备注")),
                ("imported_progress", models.CharField(blank=True, max_length=2000, verbose_name="整改进展")),
                ("created_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "created_on",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Cast(
                            models.Func(
                                models.Value("Asia/Shanghai"), models.F("created_at"), function="timezone"
                            ),
                            models.DateField(),
                        ),
                        output_field=models.DateField(null=True),
                    ),
                ),
                (
                    "submitted_on",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Cast(
                            models.Func(
                                models.Value("Asia/Shanghai"), models.F("submitted_at"), function="timezone"
                            ),
                            models.DateField(),
                        ),
                        output_field=models.DateField(null=True),
                    ),
                ),
                (
                    "accepted_on",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Cast(
                            models.Func(
                                models.Value("Asia/Shanghai"), models.F("accepted_at"), function="timezone"
                            ),
                            models.DateField(),
                        ),
                        output_field=models.DateField(null=True),
                    ),
                ),
                (
                    "closed_on",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Cast(
                            models.Func(
                                models.Value("Asia/Shanghai"), models.F("closed_at"), function="timezone"
                            ),
                            models.DateField(),
                        ),
                        output_field=models.DateField(null=True),
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "accepting_department",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.department",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.hospital",
                    ),
                ),
                (
                    "lead_department",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.department",
                    ),
                ),
                (
                    "merged_into",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rectification.finding",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="images",
                        to="rectification.finding",
                    ),
                ),
                (
                    "repeats",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rectification.finding",
                    ),
                ),
                (
                    "responsible_leader",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.staffmember",
                    ),
                ),
                (
                    "responsible_person",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.staffmember",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
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
                ("number", models.PositiveIntegerField(null=True)),
                ("primary", models.BooleanField(default=True)),
                ("key", models.CharField(max_length=64)),
                ("import_key", models.CharField(blank=True, default="", max_length=64)),
                (
                    "checkpoint",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="campaigns.checkpoint",
                    ),
                ),
                (
                    "finding",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
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
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="campaigns.campaignitem",
                    ),
                ),
                (
                    "participation",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="campaigns.participation",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="LedgerEntryEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                ("number", models.PositiveIntegerField(null=True)),
                ("primary", models.BooleanField(default=True)),
                ("key", models.CharField(max_length=64)),
                ("import_key", models.CharField(blank=True, default="", max_length=64)),
                (
                    "checkpoint",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="campaigns.checkpoint",
                    ),
                ),
                (
                    "finding",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rectification.finding",
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.hospital",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="campaigns.campaignitem",
                    ),
                ),
                (
                    "participation",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="campaigns.participation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="images",
                        to="rectification.ledgerentry",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LedgerImport",
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
                ("cells", models.PositiveIntegerField()),
                ("column_choices", models.JSONField(default=dict)),
                ("department_names", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("imported_at", models.DateTimeField(null=True)),
                ("imported_rows", models.PositiveIntegerField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="infrastructure.storedfile",
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
                    "job",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="infrastructure.job",
                    ),
                ),
                (
                    "participation",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="campaigns.participation",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Measure",
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
                ("text", models.CharField(max_length=1000)),
                (
                    "strength",
                    models.CharField(
                        blank=True,
                        choices=[("weak", "弱"), ("medium", "中"), ("strong", "强")],
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                ("position", models.PositiveSmallIntegerField()),
                ("voided_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "department",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="organizations.department",
                    ),
                ),
                (
                    "finding",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
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
                    "person",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="organizations.staffmember",
                    ),
                ),
            ],
            options={
                "ordering": ["finding", "position", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="EvidenceMeasureEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                (
                    "evidence",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rectification.evidence",
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.hospital",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="images",
                        to="rectification.evidencemeasure",
                    ),
                ),
                (
                    "measure",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rectification.measure",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="evidencemeasure",
            name="measure",
            field=infrastructure.hospital_keys.HospitalKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proved_by",
                to="rectification.measure",
            ),
        ),
        migrations.CreateModel(
            name="MeasureCause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cause",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answered_by",
                        to="rectification.cause",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="rectification.measure",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="MeasureEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                ("text", models.CharField(max_length=1000)),
                (
                    "strength",
                    models.CharField(
                        blank=True,
                        choices=[("weak", "弱"), ("medium", "中"), ("strong", "强")],
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                ("position", models.PositiveSmallIntegerField()),
                ("voided_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "department",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.department",
                    ),
                ),
                (
                    "finding",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rectification.finding",
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.hospital",
                    ),
                ),
                (
                    "person",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.staffmember",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="images",
                        to="rectification.measure",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OriginLabel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("origin", models.CharField(max_length=30)),
                ("label", models.CharField(max_length=40)),
                (
                    "hospital",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="origin_labels",
                        to="organizations.hospital",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="OriginLabelEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("origin", models.CharField(max_length=30)),
                ("label", models.CharField(max_length=40)),
                (
                    "hospital",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.hospital",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="images",
                        to="rectification.originlabel",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProgressNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "uid",
                    models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False, unique=True),
                ),
                ("text", models.CharField(max_length=1000)),
                ("on", models.DateField()),
                (
                    "finding",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
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
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scan",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="infrastructure.storedfile",
                    ),
                ),
                (
                    "signatory",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.staffmember",
                    ),
                ),
                (
                    "stand_in",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.standin",
                    ),
                ),
            ],
            options={
                "ordering": ["finding", "-id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="RoundPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round_no", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("measure", "制定或修改措施"),
                            ("evidence", "关联或撤下佐证材料"),
                            ("answered", "移交前负责"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "finding",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="rectification.measure",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "staff",
                    infrastructure.hospital_keys.HospitalKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.staffmember",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SupportingDepartment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "department",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supported_findings",
                        to="organizations.department",
                    ),
                ),
                (
                    "finding",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supporting",
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
            ],
            options={
                "ordering": ["finding", "position", "id"],
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["hospital", "lead_department", "-id"], name="finding_by_lead"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["hospital", "state", "due_on"], name="finding_by_state"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["hospital", "due_on", "id"], name="finding_by_due"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(
                    ("deadline_kind", "dated"),
                    ("state__in", ["draft", "submitted", "analysing", "rectifying", "awaiting", "accepted"]),
                ),
                fields=["hospital", "due_on"],
                name="finding_open_by_due",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                fields=["hospital", "accepting_department", "state"], name="finding_by_accepter"
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["hospital", "responsible_person", "state"], name="finding_by_person"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["hospital", "closed_on"], name="finding_by_closing"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("origin_key", ""), _negated=True),
                fields=["hospital", "origin_key"],
                name="finding_by_origin_key",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    infrastructure.searching.folding.Folded(models.F("text")), name="gin_trgm_ops"
                ),
                name="finding_text_trigrams",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "submitted",
                            "analysing",
                            "rectifying",
                            "awaiting",
                            "accepted",
                            "closed",
                            "merged",
                            "void",
                        ],
                    )
                ),
                name="finding_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into__isnull", False), ("state", "merged")),
                    models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into__isnull", True)),
                    _connector="OR",
                ),
                name="finding_merged_into_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    models.Q(("repeats", models.F("id")), _negated=True),
                ),
                name="finding_not_its_own_relative",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("deadline_kind", "dated"),
                    models.Q(("deadline_kind", "ongoing"), ("due_on__isnull", True)),
                    _connector="OR",
                ),
                name="finding_ongoing_has_no_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state_origin", "imported"),
                    ("state__in", ["draft", "submitted", "analysing", "merged", "void"]),
                    ("deadline_kind", "ongoing"),
                    ("due_on__isnull", False),
                    _connector="OR",
                ),
                name="finding_dated_has_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state_origin", "imported"),
                    ("state__in", ["draft", "submitted", "analysing", "merged", "void"]),
                    ("responsible_person__isnull", False),
                    _connector="OR",
                ),
                name="finding_work_has_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state_origin", "imported"),
                    ("state__in", ["draft", "merged", "void"]),
                    ("submitted_at__isnull", False),
                    _connector="OR",
                ),
                name="finding_submitted_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state_origin", "imported"),
                    models.Q(("accepted_at__isnull", False), ("state__in", ["accepted", "closed"])),
                    models.Q(
                        models.Q(("state__in", ["accepted", "closed"]), _negated=True),
                        ("accepted_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="finding_accepted_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state_origin", "imported"),
                    models.Q(("closed_at__isnull", False), ("state", "closed")),
                    models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", True)),
                    _connector="OR",
                ),
                name="finding_closed_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("original_due_on__isnull", True), ("due_on__isnull", False), _connector="OR"
                ),
                name="finding_extended_has_both_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("accepting_department__isnull", True),
                    models.Q(("accepting_department", models.F("lead_department")), _negated=True),
                    _connector="OR",
                ),
                name="finding_accepted_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(
                fields=("id", "hospital", "penalty_barred"), name="finding_cited"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="finding",
            trigger=pgtrigger.compiler.Trigger(
                name="finding_two_sides",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' AND (NEW.lead_department_id, NEW.accepting_department_id) IS NOT DISTINCT FROM (OLD.lead_department_id, OLD.accepting_department_id)\n            THEN\n                RETURN NEW;\n            END IF;\n            IF NOT (FALSE) AND NEW.accepting_department_id <> NEW.lead_department_id AND (\n                SELECT count(DISTINCT COALESCE(d.parent_id, d.id)) FROM organizations_department d\n                WHERE d.id IN (NEW.lead_department_id, NEW.accepting_department_id)\n            ) < 2 THEN\n                RAISE EXCEPTION 'new row violates check \"finding_two_sides\"' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="2fc203b4c469fb03bbc7282261edea6f9bcd4fab",
                    operation='INSERT OR UPDATE OF "lead_department_id", "accepting_department_id"',
                    pgid="pgtrigger_finding_two_sides_23997",
                    table="rectification_finding",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="finding",
            trigger=pgtrigger.compiler.Trigger(
                name="penalty_bar_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NOT NEW."penalty_barred" AND OLD."penalty_barred")',
                    func="RAISE EXCEPTION 'penalty_barred is for ever' USING ERRCODE = 'check_violation';",
                    hash="0ecfbbaa68063943c16196abd708b303305ebf3a",
                    operation="UPDATE",
                    pgid="pgtrigger_penalty_bar_stays_67b3b",
                    table="rectification_finding",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="finding",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rectification_findingevent" ("accepted_at", "accepting_department_id", "closed_at", "created_at", "created_by_id", "deadline_kind", "due_on", "found_on", "hospital_id", "id", "imported_progress", "lead_department_id", "merged_into_id", "on_the_spot", "origin", "origin_key", "origin_label", "original_due_on", "penalty_barred", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proof_since_round", "remark", "repeats_id", "responsible_leader_id", "responsible_person_id", "revision", "round_no", "state", "state_origin", "submitted_at", "text", "uid") VALUES (NEW."accepted_at", NEW."accepting_department_id", NEW."closed_at", NEW."created_at", NEW."created_by_id", NEW."deadline_kind", NEW."due_on", NEW."found_on", NEW."hospital_id", NEW."id", NEW."imported_progress", NEW."lead_department_id", NEW."merged_into_id", NEW."on_the_spot", NEW."origin", NEW."origin_key", NEW."origin_label", NEW."original_due_on", NEW."penalty_barred", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."proof_since_round", NEW."remark", NEW."repeats_id", NEW."responsible_leader_id", NEW."responsible_person_id", NEW."revision", NEW."round_no", NEW."state", NEW."state_origin", NEW."submitted_at", NEW."text", NEW."uid"); RETURN NULL;',
                    hash="185a3888d5287e95e77b9c41e3feceafd3102557",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b720f",
                    table="rectification_finding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="finding",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "rectification_findingevent" ("accepted_at", "accepting_department_id", "closed_at", "created_at", "created_by_id", "deadline_kind", "due_on", "found_on", "hospital_id", "id", "imported_progress", "lead_department_id", "merged_into_id", "on_the_spot", "origin", "origin_key", "origin_label", "original_due_on", "penalty_barred", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proof_since_round", "remark", "repeats_id", "responsible_leader_id", "responsible_person_id", "revision", "round_no", "state", "state_origin", "submitted_at", "text", "uid") VALUES (NEW."accepted_at", NEW."accepting_department_id", NEW."closed_at", NEW."created_at", NEW."created_by_id", NEW."deadline_kind", NEW."due_on", NEW."found_on", NEW."hospital_id", NEW."id", NEW."imported_progress", NEW."lead_department_id", NEW."merged_into_id", NEW."on_the_spot", NEW."origin", NEW."origin_key", NEW."origin_label", NEW."original_due_on", NEW."penalty_barred", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."proof_since_round", NEW."remark", NEW."repeats_id", NEW."responsible_leader_id", NEW."responsible_person_id", NEW."revision", NEW."round_no", NEW."state", NEW."state_origin", NEW."submitted_at", NEW."text", NEW."uid"); RETURN NULL;',
                    hash="9125b2efab81fc18b8be3862b28e90f018d165d3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fe28b",
                    table="rectification_finding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="finding",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rectification_findingevent" ("accepted_at", "accepting_department_id", "closed_at", "created_at", "created_by_id", "deadline_kind", "due_on", "found_on", "hospital_id", "id", "imported_progress", "lead_department_id", "merged_into_id", "on_the_spot", "origin", "origin_key", "origin_label", "original_due_on", "penalty_barred", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proof_since_round", "remark", "repeats_id", "responsible_leader_id", "responsible_person_id", "revision", "round_no", "state", "state_origin", "submitted_at", "text", "uid") VALUES (OLD."accepted_at", OLD."accepting_department_id", OLD."closed_at", OLD."created_at", OLD."created_by_id", OLD."deadline_kind", OLD."due_on", OLD."found_on", OLD."hospital_id", OLD."id", OLD."imported_progress", OLD."lead_department_id", OLD."merged_into_id", OLD."on_the_spot", OLD."origin", OLD."origin_key", OLD."origin_label", OLD."original_due_on", OLD."penalty_barred", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."proof_since_round", OLD."remark", OLD."repeats_id", OLD."responsible_leader_id", OLD."responsible_person_id", OLD."revision", OLD."round_no", OLD."state", OLD."state_origin", OLD."submitted_at", OLD."text", OLD."uid"); RETURN NULL;',
                    hash="8559db2908625a4e71c10ee308487a012b048fb5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c15ac",
                    table="rectification_finding",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="extensionevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="rectification_extension_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_due_on__gt", models.F("from_due_on"))), name="extension_is_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision__isnull", True)),
                fields=("finding",),
                name="extension_one_undecided",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.UniqueConstraint(
                fields=("finding", "granted_no"), name="extension_granted_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decision", "granted"), ("granted_no__in", [1, 2]), ("granted_no__isnull", False)
                    ),
                    models.Q(
                        models.Q(
                            ("decision__isnull", True),
                            models.Q(("decision", "granted"), _negated=True),
                            _connector="OR",
                        ),
                        ("granted_no__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="extension_at_most_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("asked_by", models.F("decided_by")), _negated=True),
                    _connector="OR",
                ),
                name="extension_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_recorded_by__isnull", True),
                    models.Q(("asked_recorded_by", models.F("decided_recorded_by")), _negated=True),
                    _connector="OR",
                ),
                name="extension_two_recorders",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", True), ("decided_by__isnull", True), ("decision__isnull", True)
                    ),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("decision__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="extension_decided_by_somebody",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extension",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rectification_extensionevent" ("asked_at", "asked_by_id", "asked_recorded_by_id", "asked_scan_id", "decided_at", "decided_by_id", "decided_recorded_by_id", "decided_scan_id", "decision", "decision_reason", "finding_id", "from_due_on", "granted_no", "hospital_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "to_due_on", "uid") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."asked_recorded_by_id", NEW."asked_scan_id", NEW."decided_at", NEW."decided_by_id", NEW."decided_recorded_by_id", NEW."decided_scan_id", NEW."decision", NEW."decision_reason", NEW."finding_id", NEW."from_due_on", NEW."granted_no", NEW."hospital_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."to_due_on", NEW."uid"); RETURN NULL;',
                    hash="0f0a826a942629301abb6dbd37c85b0e0c3d6106",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_15016",
                    table="rectification_extension",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extension",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "rectification_extensionevent" ("asked_at", "asked_by_id", "asked_recorded_by_id", "asked_scan_id", "decided_at", "decided_by_id", "decided_recorded_by_id", "decided_scan_id", "decision", "decision_reason", "finding_id", "from_due_on", "granted_no", "hospital_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "to_due_on", "uid") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."asked_recorded_by_id", NEW."asked_scan_id", NEW."decided_at", NEW."decided_by_id", NEW."decided_recorded_by_id", NEW."decided_scan_id", NEW."decision", NEW."decision_reason", NEW."finding_id", NEW."from_due_on", NEW."granted_no", NEW."hospital_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."to_due_on", NEW."uid"); RETURN NULL;',
                    hash="aa3f78bfec348ce25919b8e9b7abeb8872ccb3a1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8d860",
                    table="rectification_extension",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extension",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rectification_extensionevent" ("asked_at", "asked_by_id", "asked_recorded_by_id", "asked_scan_id", "decided_at", "decided_by_id", "decided_recorded_by_id", "decided_scan_id", "decision", "decision_reason", "finding_id", "from_due_on", "granted_no", "hospital_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "to_due_on", "uid") VALUES (OLD."asked_at", OLD."asked_by_id", OLD."asked_recorded_by_id", OLD."asked_scan_id", OLD."decided_at", OLD."decided_by_id", OLD."decided_recorded_by_id", OLD."decided_scan_id", OLD."decision", OLD."decision_reason", OLD."finding_id", OLD."from_due_on", OLD."granted_no", OLD."hospital_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."to_due_on", OLD."uid"); RETURN NULL;',
                    hash="5ff5511df6c85b70864233e7c26ec0649b1f6c6d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6e401",
                    table="rectification_extension",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="evidenceevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="rectification_evidence_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file__isnull", False), ("kind", "file"), ("seen_on__isnull", True)),
                    models.Q(
                        ("file__isnull", True),
                        ("kind", "on_site"),
                        ("seen_on__isnull", False),
                        models.Q(("words", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="evidence_file_or_seen",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces__isnull", False)),
                fields=("replaces",),
                name="evidence_replaced_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rectification_evidenceevent" ("at", "file_id", "finding_id", "hospital_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "replaces_id", "round_no", "scan_id", "seen_on", "signatory_id", "stand_in_id", "uid", "void_reason", "voided_at", "words") VALUES (NEW."at", NEW."file_id", NEW."finding_id", NEW."hospital_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recorded_by_id", NEW."replaces_id", NEW."round_no", NEW."scan_id", NEW."seen_on", NEW."signatory_id", NEW."stand_in_id", NEW."uid", NEW."void_reason", NEW."voided_at", NEW."words"); RETURN NULL;',
                    hash="a4bd33ce6165d2998a41999a8e969eea0d0800f3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3c832",
                    table="rectification_evidence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "rectification_evidenceevent" ("at", "file_id", "finding_id", "hospital_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "replaces_id", "round_no", "scan_id", "seen_on", "signatory_id", "stand_in_id", "uid", "void_reason", "voided_at", "words") VALUES (NEW."at", NEW."file_id", NEW."finding_id", NEW."hospital_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recorded_by_id", NEW."replaces_id", NEW."round_no", NEW."scan_id", NEW."seen_on", NEW."signatory_id", NEW."stand_in_id", NEW."uid", NEW."void_reason", NEW."voided_at", NEW."words"); RETURN NULL;',
                    hash="cb8cc3f2b5cd562e8c5314364f82b37fd6c8bcf6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_17f80",
                    table="rectification_evidence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rectification_evidenceevent" ("at", "file_id", "finding_id", "hospital_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "replaces_id", "round_no", "scan_id", "seen_on", "signatory_id", "stand_in_id", "uid", "void_reason", "voided_at", "words") VALUES (OLD."at", OLD."file_id", OLD."finding_id", OLD."hospital_id", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recorded_by_id", OLD."replaces_id", OLD."round_no", OLD."scan_id", OLD."seen_on", OLD."signatory_id", OLD."stand_in_id", OLD."uid", OLD."void_reason", OLD."voided_at", OLD."words"); RETURN NULL;',
                    hash="1e7472429ca5492c8181c51fffe44dc26bea4f77",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_35a1b",
                    table="rectification_evidence",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="causeevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="rectification_cause_actor",
            ),
        ),
        migrations.AddIndex(
            model_name="cause",
            index=models.Index(fields=["hospital", "category"], name="cause_by_category"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cause",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rectification_causeevent" ("category", "finding_id", "hospital_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "revision", "text", "uid", "voided_at") VALUES (NEW."category", NEW."finding_id", NEW."hospital_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."revision", NEW."text", NEW."uid", NEW."voided_at"); RETURN NULL;',
                    hash="b0e9f1e23f9b2b76b05697e12545732c780f10d4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3c2a8",
                    table="rectification_cause",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cause",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "rectification_causeevent" ("category", "finding_id", "hospital_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "revision", "text", "uid", "voided_at") VALUES (NEW."category", NEW."finding_id", NEW."hospital_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."revision", NEW."text", NEW."uid", NEW."voided_at"); RETURN NULL;',
                    hash="1d43b8561020ee7f4f9d0af665e16355c2ed73ec",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_eb56a",
                    table="rectification_cause",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cause",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rectification_causeevent" ("category", "finding_id", "hospital_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "revision", "text", "uid", "voided_at") VALUES (OLD."category", OLD."finding_id", OLD."hospital_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."revision", OLD."text", OLD."uid", OLD."voided_at"); RETURN NULL;',
                    hash="e468b469cf752f27ecb0cfd067cd87c364765a5d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f3ad6",
                    table="rectification_cause",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptanceroundevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="rectification_acceptanceround_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptanceround",
            constraint=models.UniqueConstraint(fields=("finding", "no"), name="round_number_once"),
        ),
        migrations.AddConstraint(
            model_name="acceptanceround",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision__isnull", True)),
                fields=("finding",),
                name="round_one_undecided",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptanceround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("accepted_by__isnull", True),
                    models.Q(("rectified_by", models.F("accepted_by")), _negated=True),
                    _connector="OR",
                ),
                name="round_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptanceround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("accepted_dept__isnull", True),
                    models.Q(("rectified_dept", models.F("accepted_dept")), _negated=True),
                    _connector="OR",
                ),
                name="round_two_departments",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptanceround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("accepted_recorded_by__isnull", True),
                    models.Q(("rectified_recorded_by", models.F("accepted_recorded_by")), _negated=True),
                    _connector="OR",
                ),
                name="round_two_recorders",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptanceround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_by__isnull", True),
                    models.Q(("rectified_by", models.F("closed_by")), _negated=True),
                    _connector="OR",
                ),
                name="round_not_closed_by_rectifier",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptanceround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_recorded_by__isnull", True),
                    models.Q(("rectified_recorded_by", models.F("closed_recorded_by")), _negated=True),
                    _connector="OR",
                ),
                name="round_not_closed_by_recorder",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptanceround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_by__isnull", True),
                    models.Q(("accepted_by", models.F("closed_by")), _negated=True),
                    _connector="OR",
                ),
                name="round_not_closed_by_accepter",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptanceround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_recorded_by__isnull", True),
                    models.Q(("accepted_recorded_by", models.F("closed_recorded_by")), _negated=True),
                    _connector="OR",
                ),
                name="round_not_closed_by_acceptance_recorder",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptanceround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("accepted_by__isnull", True),
                        ("accepted_dept__isnull", True),
                        ("accepted_recorded_by__isnull", True),
                        ("decided_at__isnull", True),
                        ("decision__isnull", True),
                    ),
                    models.Q(
                        ("accepted_by__isnull", False),
                        ("accepted_dept__isnull", False),
                        ("accepted_recorded_by__isnull", False),
                        ("decided_at__isnull", False),
                        ("decision__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="round_decided_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptanceround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", "returned"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="round_returned_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptanceround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", True),
                        ("closed_by__isnull", True),
                        ("closed_recorded_by__isnull", True),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("closed_recorded_by__isnull", False),
                        ("decision", "granted"),
                    ),
                    _connector="OR",
                ),
                name="round_closed_after_acceptance",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="acceptanceround",
            trigger=pgtrigger.compiler.Trigger(
                name="round_two_sides",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' AND (NEW.rectified_dept_id, NEW.accepted_dept_id) IS NOT DISTINCT FROM (OLD.rectified_dept_id, OLD.accepted_dept_id)\n            THEN\n                RETURN NEW;\n            END IF;\n            IF NOT (NEW.decision = 'returned') AND NEW.accepted_dept_id <> NEW.rectified_dept_id AND (\n                SELECT count(DISTINCT COALESCE(d.parent_id, d.id)) FROM organizations_department d\n                WHERE d.id IN (NEW.rectified_dept_id, NEW.accepted_dept_id)\n            ) < 2 THEN\n                RAISE EXCEPTION 'new row violates check \"round_two_sides\"' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="122f97f7668ecf1f7018ada3d70261837da7e678",
                    operation='INSERT OR UPDATE OF "rectified_dept_id", "accepted_dept_id"',
                    pgid="pgtrigger_round_two_sides_d8f2f",
                    table="rectification_acceptanceround",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="acceptanceround",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rectification_acceptanceroundevent" ("accepted_by_id", "accepted_dept_id", "accepted_recorded_by_id", "accepted_scan_id", "accepted_stand_in_id", "closed_at", "closed_by_id", "closed_recorded_by_id", "decided_at", "decision", "finding_id", "hospital_id", "id", "no", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "rectified_at", "rectified_by_id", "rectified_dept_id", "rectified_recorded_by_id", "rectified_scan_id", "rectified_stand_in_id", "uid") VALUES (NEW."accepted_by_id", NEW."accepted_dept_id", NEW."accepted_recorded_by_id", NEW."accepted_scan_id", NEW."accepted_stand_in_id", NEW."closed_at", NEW."closed_by_id", NEW."closed_recorded_by_id", NEW."decided_at", NEW."decision", NEW."finding_id", NEW."hospital_id", NEW."id", NEW."no", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."rectified_at", NEW."rectified_by_id", NEW."rectified_dept_id", NEW."rectified_recorded_by_id", NEW."rectified_scan_id", NEW."rectified_stand_in_id", NEW."uid"); RETURN NULL;',
                    hash="cb6370ef8c9b07260e0e8655e745d9dd495f4a73",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bc224",
                    table="rectification_acceptanceround",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="acceptanceround",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "rectification_acceptanceroundevent" ("accepted_by_id", "accepted_dept_id", "accepted_recorded_by_id", "accepted_scan_id", "accepted_stand_in_id", "closed_at", "closed_by_id", "closed_recorded_by_id", "decided_at", "decision", "finding_id", "hospital_id", "id", "no", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "rectified_at", "rectified_by_id", "rectified_dept_id", "rectified_recorded_by_id", "rectified_scan_id", "rectified_stand_in_id", "uid") VALUES (NEW."accepted_by_id", NEW."accepted_dept_id", NEW."accepted_recorded_by_id", NEW."accepted_scan_id", NEW."accepted_stand_in_id", NEW."closed_at", NEW."closed_by_id", NEW."closed_recorded_by_id", NEW."decided_at", NEW."decision", NEW."finding_id", NEW."hospital_id", NEW."id", NEW."no", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."rectified_at", NEW."rectified_by_id", NEW."rectified_dept_id", NEW."rectified_recorded_by_id", NEW."rectified_scan_id", NEW."rectified_stand_in_id", NEW."uid"); RETURN NULL;',
                    hash="70694767681e6d4c6992fdef198510d97c0e2d3e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f5450",
                    table="rectification_acceptanceround",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="acceptanceround",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rectification_acceptanceroundevent" ("accepted_by_id", "accepted_dept_id", "accepted_recorded_by_id", "accepted_scan_id", "accepted_stand_in_id", "closed_at", "closed_by_id", "closed_recorded_by_id", "decided_at", "decision", "finding_id", "hospital_id", "id", "no", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "rectified_at", "rectified_by_id", "rectified_dept_id", "rectified_recorded_by_id", "rectified_scan_id", "rectified_stand_in_id", "uid") VALUES (OLD."accepted_by_id", OLD."accepted_dept_id", OLD."accepted_recorded_by_id", OLD."accepted_scan_id", OLD."accepted_stand_in_id", OLD."closed_at", OLD."closed_by_id", OLD."closed_recorded_by_id", OLD."decided_at", OLD."decision", OLD."finding_id", OLD."hospital_id", OLD."id", OLD."no", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."rectified_at", OLD."rectified_by_id", OLD."rectified_dept_id", OLD."rectified_recorded_by_id", OLD."rectified_scan_id", OLD."rectified_stand_in_id", OLD."uid"); RETURN NULL;',
                    hash="f36e0ad9b835b8ef67958f1cb7db01d89747bd9b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d9430",
                    table="rectification_acceptanceround",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="findingevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="rectification_finding_actor",
            ),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["participation", "item", "finding"], name="entry_by_item"),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["participation", "key"], name="entry_by_key"),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["participation", "-number"], name="entry_by_number"),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.UniqueConstraint(fields=("participation", "number"), name="entry_number_once"),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.UniqueConstraint(
                fields=("finding", "participation"), name="entry_once_a_ledger"
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("import_key", ""), _negated=True),
                fields=("participation", "import_key"),
                name="entry_imported_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("primary", True)), fields=("finding",), name="entry_one_primary"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="one_primary_left",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE f bigint;",
                    func="\n                    f := CASE WHEN TG_OP = 'DELETE' THEN OLD.finding_id ELSE NEW.finding_id END;\n                    IF EXISTS (SELECT 1 FROM rectification_finding WHERE id = f) AND NOT EXISTS (\n                        SELECT 1 FROM rectification_ledgerentry WHERE finding_id = f AND \"primary\"\n                    ) THEN\n                        RAISE EXCEPTION 'finding % has no primary ledger entry', f USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NULL;\n                ",
                    hash="d57d67645edcef50a77b379e349fe3c5c0c1f666",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_one_primary_left_47f38",
                    table="rectification_ledgerentry",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rectification_ledgerentryevent" ("checkpoint_id", "finding_id", "hospital_id", "id", "import_key", "item_id", "key", "number", "participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "primary", "uid") VALUES (NEW."checkpoint_id", NEW."finding_id", NEW."hospital_id", NEW."id", NEW."import_key", NEW."item_id", NEW."key", NEW."number", NEW."participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."primary", NEW."uid"); RETURN NULL;',
                    hash="1f4969bf5d87dbe7615307ab9d7654de261414ea",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cce10",
                    table="rectification_ledgerentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "rectification_ledgerentryevent" ("checkpoint_id", "finding_id", "hospital_id", "id", "import_key", "item_id", "key", "number", "participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "primary", "uid") VALUES (NEW."checkpoint_id", NEW."finding_id", NEW."hospital_id", NEW."id", NEW."import_key", NEW."item_id", NEW."key", NEW."number", NEW."participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."primary", NEW."uid"); RETURN NULL;',
                    hash="70b3bb13e7ccc4ccee20b9fc08830b45f196077a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_161d8",
                    table="rectification_ledgerentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rectification_ledgerentryevent" ("checkpoint_id", "finding_id", "hospital_id", "id", "import_key", "item_id", "key", "number", "participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "primary", "uid") VALUES (OLD."checkpoint_id", OLD."finding_id", OLD."hospital_id", OLD."id", OLD."import_key", OLD."item_id", OLD."key", OLD."number", OLD."participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."primary", OLD."uid"); RETURN NULL;',
                    hash="9719c9296c9865b7744bd52c7559d70a0aab954b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9e7a0",
                    table="rectification_ledgerentry",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerentryevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="rectification_ledgerentry_actor",
            ),
        ),
        migrations.AddIndex(
            model_name="ledgerimport",
            index=models.Index(fields=["participation", "-id"], name="import_of_ledger"),
        ),
        migrations.AddConstraint(
            model_name="ledgerimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("imported_at__isnull", True), ("imported_rows__isnull", True)),
                    models.Q(("imported_at__isnull", False), ("imported_rows__isnull", False)),
                    _connector="OR",
                ),
                name="import_done_with_count",
            ),
        ),
        migrations.AddIndex(
            model_name="measure",
            index=models.Index(fields=["department", "finding"], name="measure_by_department"),
        ),
        migrations.AddIndex(
            model_name="measure",
            index=models.Index(fields=["person", "finding"], name="measure_by_person"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="measure",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rectification_measureevent" ("created_by_id", "department_id", "due_on", "finding_id", "hospital_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "revision", "strength", "text", "uid", "voided_at") VALUES (NEW."created_by_id", NEW."department_id", NEW."due_on", NEW."finding_id", NEW."hospital_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."revision", NEW."strength", NEW."text", NEW."uid", NEW."voided_at"); RETURN NULL;',
                    hash="3967e7f49d0872af373085023bb6972a1031fafa",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_751b8",
                    table="rectification_measure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="measure",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "rectification_measureevent" ("created_by_id", "department_id", "due_on", "finding_id", "hospital_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "revision", "strength", "text", "uid", "voided_at") VALUES (NEW."created_by_id", NEW."department_id", NEW."due_on", NEW."finding_id", NEW."hospital_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."revision", NEW."strength", NEW."text", NEW."uid", NEW."voided_at"); RETURN NULL;',
                    hash="80720c7de90e0c3da613b16bb3b228b6ffbd3c9b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e3b56",
                    table="rectification_measure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="measure",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rectification_measureevent" ("created_by_id", "department_id", "due_on", "finding_id", "hospital_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "revision", "strength", "text", "uid", "voided_at") VALUES (OLD."created_by_id", OLD."department_id", OLD."due_on", OLD."finding_id", OLD."hospital_id", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."revision", OLD."strength", OLD."text", OLD."uid", OLD."voided_at"); RETURN NULL;',
                    hash="0f3593ff07470e34f1521351203bedef8ceb323e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d0bf1",
                    table="rectification_measure",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencemeasureevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="rectification_evidencemeasure_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencemeasure",
            constraint=models.UniqueConstraint(fields=("evidence", "measure"), name="evidence_proves_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidencemeasure",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rectification_evidencemeasureevent" ("evidence_id", "hospital_id", "id", "measure_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."evidence_id", NEW."hospital_id", NEW."id", NEW."measure_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="e0c9fdc90be428c56908c767ecb2508281645ca4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a833e",
                    table="rectification_evidencemeasure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidencemeasure",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "rectification_evidencemeasureevent" ("evidence_id", "hospital_id", "id", "measure_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."evidence_id", NEW."hospital_id", NEW."id", NEW."measure_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="db8480ffe6d77a0502338c392c580a4d2b707f45",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b7768",
                    table="rectification_evidencemeasure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidencemeasure",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rectification_evidencemeasureevent" ("evidence_id", "hospital_id", "id", "measure_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."evidence_id", OLD."hospital_id", OLD."id", OLD."measure_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="22086d4125900ca09dfaf1fd7849fff43b5b1973",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9b044",
                    table="rectification_evidencemeasure",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="measurecause",
            constraint=models.UniqueConstraint(fields=("measure", "cause"), name="measure_answers_once"),
        ),
        migrations.AddConstraint(
            model_name="measureevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="rectification_measure_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="originlabel",
            constraint=models.UniqueConstraint(fields=("hospital", "origin"), name="origin_label_once"),
        ),
        migrations.AddConstraint(
            model_name="originlabel",
            constraint=models.UniqueConstraint(
                fields=("hospital", "label"), name="origin_label_means_one_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="originlabel",
            constraint=models.CheckConstraint(
                condition=models.Q(("label", ""), _negated=True), name="origin_label_not_empty"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="originlabel",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rectification_originlabelevent" ("hospital_id", "id", "label", "origin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."hospital_id", NEW."id", NEW."label", NEW."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="116b7ad0eae54424bafdd670653e65d9ed9d5bb7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e36f7",
                    table="rectification_originlabel",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="originlabel",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "rectification_originlabelevent" ("hospital_id", "id", "label", "origin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."hospital_id", NEW."id", NEW."label", NEW."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="8bf5d8a4a86a4f4489ce3d00deabe3eb23c83dd5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9b2de",
                    table="rectification_originlabel",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="originlabel",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rectification_originlabelevent" ("hospital_id", "id", "label", "origin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."hospital_id", OLD."id", OLD."label", OLD."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="f1a596030fe152f06aa843e0156ffeeb1a5975c7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0f79f",
                    table="rectification_originlabel",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="originlabelevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="rectification_originlabel_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundpart",
            constraint=models.UniqueConstraint(
                fields=("finding", "round_no", "kind", "measure", "staff", "recorded_by"),
                name="part_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="roundpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["measure", "evidence", "answered"])), name="part_known_kind"
            ),
        ),
        migrations.AddIndex(
            model_name="supportingdepartment",
            index=models.Index(fields=["department", "finding"], name="supporting_by_department"),
        ),
        migrations.AddConstraint(
            model_name="supportingdepartment",
            constraint=models.UniqueConstraint(fields=("finding", "department"), name="supporting_once"),
        ),
    ]
