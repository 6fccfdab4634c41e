import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import infrastructure.hospital_keys
import infrastructure.identifiers
from infrastructure.hospital_keys import TieToHospital


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0003_same_hospital"),
        ("infrastructure", "0004_same_hospital"),
        ("organizations", "0002_same_hospital"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckEntry",
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
                    "lines",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), default=list, size=None
                    ),
                ),
                ("text", models.CharField(max_length=200)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("on_site", "现场查看"),
                            ("records", "查病历"),
                            ("documents", "查资料"),
                            ("interview", "访谈提问"),
                            ("system", "系统数据"),
                            ("drill", "现场操作"),
                        ],
                        max_length=10,
                    ),
                ),
                ("sample_size", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("sample_of", models.CharField(blank=True, max_length=30)),
                ("basis", models.CharField(blank=True, max_length=100)),
                ("from_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "checkpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_entries",
                        to="campaigns.checkpoint",
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.hospital",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.region",
                    ),
                ),
            ],
            options={
                "ordering": ["checkpoint", "from_at", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CheckEntryEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                (
                    "lines",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), default=list, size=None
                    ),
                ),
                ("text", models.CharField(max_length=200)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("on_site", "现场查看"),
                            ("records", "查病历"),
                            ("documents", "查资料"),
                            ("interview", "访谈提问"),
                            ("system", "系统数据"),
                            ("drill", "现场操作"),
                        ],
                        max_length=10,
                    ),
                ),
                ("sample_size", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("sample_of", models.CharField(blank=True, max_length=30)),
                ("basis", models.CharField(blank=True, max_length=100)),
                ("from_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "checkpoint",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="campaigns.checkpoint",
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
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
                        to="campaigns.checkentry",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.region",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Duty",
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
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "department",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.department",
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
                        related_name="+",
                        to="campaigns.campaignitem",
                    ),
                ),
                (
                    "leader",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.staffmember",
                    ),
                ),
                (
                    "liaison",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.staffmember",
                    ),
                ),
                (
                    "participation",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="campaigns.participation",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="DutyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                ("revision", models.PositiveIntegerField(default=1)),
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
                    "leader",
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
                    "liaison",
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
                        to="campaigns.duty",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HeadConfirmation",
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
                (
                    "department",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.department",
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
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="LaunchMeeting",
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
                    "kind",
                    models.CharField(
                        choices=[("mobilisation", "动员部署会"), ("training", "方案宣传培训")], max_length=15
                    ),
                ),
                ("held_on", models.DateField()),
                ("place", models.CharField(max_length=60)),
                ("attendance", models.PositiveIntegerField()),
                ("attendees", models.CharField(blank=True, max_length=300)),
                ("void_reason", models.CharField(blank=True, max_length=200)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "chair",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.staffmember",
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
                        related_name="meetings",
                        to="campaigns.participation",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="LaunchMeetingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("mobilisation", "动员部署会"), ("training", "方案宣传培训")], max_length=15
                    ),
                ),
                ("held_on", models.DateField()),
                ("place", models.CharField(max_length=60)),
                ("attendance", models.PositiveIntegerField()),
                ("attendees", models.CharField(blank=True, max_length=300)),
                ("void_reason", models.CharField(blank=True, max_length=200)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "chair",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.staffmember",
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
                        to="campaigns.launchmeeting",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LaunchPlan",
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
                ("document_no", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=100)),
                ("issued_on", models.DateField()),
                ("added_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(null=True)),
                (
                    "added_by",
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
                    "participation",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="campaigns.participation",
                    ),
                ),
            ],
            options={
                "ordering": ["participation", "-added_at"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="HeadConfirmationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                (
                    "department",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.department",
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
                        to="campaigns.headconfirmation",
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
                    "plan",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="campaigns.launchplan",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="headconfirmation",
            name="plan",
            field=infrastructure.hospital_keys.HospitalKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="confirmations",
                to="campaigns.launchplan",
            ),
        ),
        migrations.CreateModel(
            name="LaunchPlanEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                ("document_no", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=100)),
                ("issued_on", models.DateField()),
                ("added_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    infrastructure.hospital_keys.HospitalKey(
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
                        to="campaigns.launchplan",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MeetingFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "meeting",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="campaigns.launchmeeting",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="MeetingFileEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                (
                    "file",
                    infrastructure.hospital_keys.HospitalKey(
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
                    "meeting",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="campaigns.launchmeeting",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="images",
                        to="campaigns.meetingfile",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SupportingDuty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "department",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.department",
                    ),
                ),
                (
                    "duty",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supporting",
                        to="campaigns.duty",
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
            name="SupportingDutyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                (
                    "department",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.department",
                    ),
                ),
                (
                    "duty",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="campaigns.duty",
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
                        to="campaigns.supportingduty",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WorkingGroupMember",
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
                    "post",
                    models.CharField(
                        choices=[
                            ("head", "组长"),
                            ("deputy", "副组长"),
                            ("member", "成员"),
                            ("liaison", "联络员"),
                        ],
                        max_length=10,
                    ),
                ),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
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
                        related_name="group",
                        to="campaigns.participation",
                    ),
                ),
                (
                    "staff",
                    infrastructure.hospital_keys.HospitalKey(
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
            name="WorkingGroupMemberEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                (
                    "post",
                    models.CharField(
                        choices=[
                            ("head", "组长"),
                            ("deputy", "副组长"),
                            ("member", "成员"),
                            ("liaison", "联络员"),
                        ],
                        max_length=10,
                    ),
                ),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
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
                        to="campaigns.workinggroupmember",
                    ),
                ),
                (
                    "staff",
                    infrastructure.hospital_keys.HospitalKey(
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
        migrations.AddIndex(
            model_name="checkentry",
            index=models.Index(fields=["checkpoint", "hospital"], name="check_entry_of_hospital"),
        ),
        migrations.AddIndex(
            model_name="checkentry",
            index=models.Index(fields=["checkpoint", "region"], name="check_entry_of_region"),
        ),
        migrations.AddConstraint(
            model_name="checkentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hospital_id__isnull", False), ("region_id__isnull", True)),
                    models.Q(("hospital_id__isnull", True), ("region_id__isnull", False)),
                    _connector="OR",
                ),
                name="campaigns_checkentry_of_one_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True), ("ended_at__gte", models.F("from_at")), _connector="OR"
                ),
                name="check_entry_times",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sample_of", ""), ("sample_size__isnull", True)),
                    models.Q(("sample_size__gte", 1), models.Q(("sample_of", ""), _negated=True)),
                    _connector="OR",
                ),
                name="check_entry_sample_of_something",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkentry",
            trigger=pgtrigger.compiler.Trigger(
                name="check_entry_as_written",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."checkpoint_id" IS DISTINCT FROM (NEW."checkpoint_id") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."method" IS DISTINCT FROM (NEW."method") OR OLD."sample_size" IS DISTINCT FROM (NEW."sample_size") OR OLD."sample_of" IS DISTINCT FROM (NEW."sample_of") OR OLD."basis" IS DISTINCT FROM (NEW."basis") OR OLD."from_at" IS DISTINCT FROM (NEW."from_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="bc848c4932d45c6ae0586b2f2c8fc43e3f6a8bc8",
                    operation="UPDATE",
                    pgid="pgtrigger_check_entry_as_written_5ef44",
                    table="campaigns_checkentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkentry",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "campaigns_checkentryevent" ("basis", "checkpoint_id", "ended_at", "from_at", "hospital_id", "id", "lines", "method", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "sample_of", "sample_size", "text", "uid") VALUES (NEW."basis", NEW."checkpoint_id", NEW."ended_at", NEW."from_at", NEW."hospital_id", NEW."id", NEW."lines", NEW."method", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."region_id", NEW."sample_of", NEW."sample_size", NEW."text", NEW."uid"); RETURN NULL;',
                    hash="945d17b4dc8be01bb1f9d514d43201ffdb2466e5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ae54d",
                    table="campaigns_checkentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkentry",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "campaigns_checkentryevent" ("basis", "checkpoint_id", "ended_at", "from_at", "hospital_id", "id", "lines", "method", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "sample_of", "sample_size", "text", "uid") VALUES (NEW."basis", NEW."checkpoint_id", NEW."ended_at", NEW."from_at", NEW."hospital_id", NEW."id", NEW."lines", NEW."method", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."region_id", NEW."sample_of", NEW."sample_size", NEW."text", NEW."uid"); RETURN NULL;',
                    hash="0f8365de9522075bb17c28d9511685d38c8304a7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b6c6d",
                    table="campaigns_checkentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkentry",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "campaigns_checkentryevent" ("basis", "checkpoint_id", "ended_at", "from_at", "hospital_id", "id", "lines", "method", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "sample_of", "sample_size", "text", "uid") VALUES (OLD."basis", OLD."checkpoint_id", OLD."ended_at", OLD."from_at", OLD."hospital_id", OLD."id", OLD."lines", OLD."method", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."region_id", OLD."sample_of", OLD."sample_size", OLD."text", OLD."uid"); RETURN NULL;',
                    hash="175fae98446102230bf42308b7d603d2c4708b9c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d51be",
                    table="campaigns_checkentry",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="checkentryevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="campaigns_checkentry_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.UniqueConstraint(fields=("participation", "item"), name="duty_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="duty",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "campaigns_dutyevent" ("department_id", "hospital_id", "id", "item_id", "leader_id", "liaison_id", "participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "uid") VALUES (NEW."department_id", NEW."hospital_id", NEW."id", NEW."item_id", NEW."leader_id", NEW."liaison_id", NEW."participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."revision", NEW."uid"); RETURN NULL;',
                    hash="3f7e22edbfb648ca0080180667fd53adcbaeb67f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4bf6b",
                    table="campaigns_duty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="duty",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "campaigns_dutyevent" ("department_id", "hospital_id", "id", "item_id", "leader_id", "liaison_id", "participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "uid") VALUES (NEW."department_id", NEW."hospital_id", NEW."id", NEW."item_id", NEW."leader_id", NEW."liaison_id", NEW."participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."revision", NEW."uid"); RETURN NULL;',
                    hash="eb66368e6130bae6fa9070423bab2a5de78dd93c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_78395",
                    table="campaigns_duty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="duty",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "campaigns_dutyevent" ("department_id", "hospital_id", "id", "item_id", "leader_id", "liaison_id", "participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "uid") VALUES (OLD."department_id", OLD."hospital_id", OLD."id", OLD."item_id", OLD."leader_id", OLD."liaison_id", OLD."participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."revision", OLD."uid"); RETURN NULL;',
                    hash="16342ddd6b12119208748ff9a8972cf26d501363",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0a399",
                    table="campaigns_duty",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="campaigns_duty_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="launchmeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("attendance__gte", 1)), name="launch_meeting_attended"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="launchmeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "campaigns_launchmeetingevent" ("attendance", "attendees", "chair_id", "held_on", "hospital_id", "id", "kind", "participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "revision", "uid", "void_reason") VALUES (NEW."attendance", NEW."attendees", NEW."chair_id", NEW."held_on", NEW."hospital_id", NEW."id", NEW."kind", NEW."participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place", NEW."revision", NEW."uid", NEW."void_reason"); RETURN NULL;',
                    hash="b6f255512916cd78feb6296e800dd604909a9e91",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bf5cf",
                    table="campaigns_launchmeeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="launchmeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "campaigns_launchmeetingevent" ("attendance", "attendees", "chair_id", "held_on", "hospital_id", "id", "kind", "participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "revision", "uid", "void_reason") VALUES (NEW."attendance", NEW."attendees", NEW."chair_id", NEW."held_on", NEW."hospital_id", NEW."id", NEW."kind", NEW."participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."revision", NEW."uid", NEW."void_reason"); RETURN NULL;',
                    hash="3c5b654684995f885b4e28d032643b521f54e7ad",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2d9b8",
                    table="campaigns_launchmeeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="launchmeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "campaigns_launchmeetingevent" ("attendance", "attendees", "chair_id", "held_on", "hospital_id", "id", "kind", "participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "revision", "uid", "void_reason") VALUES (OLD."attendance", OLD."attendees", OLD."chair_id", OLD."held_on", OLD."hospital_id", OLD."id", OLD."kind", OLD."participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."place", OLD."revision", OLD."uid", OLD."void_reason"); RETURN NULL;',
                    hash="ea078b9a2f234007378dad4390e0a5b4b0ce6efa",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d8710",
                    table="campaigns_launchmeeting",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="launchmeetingevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="campaigns_launchmeeting_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="launchplan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True)),
                fields=("participation",),
                name="launch_plan_one_in_force",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="launchplan",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "campaigns_launchplanevent" ("added_at", "added_by_id", "document_no", "file_id", "hospital_id", "id", "issued_on", "participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaced_at", "title", "uid") VALUES (NEW."added_at", NEW."added_by_id", NEW."document_no", NEW."file_id", NEW."hospital_id", NEW."id", NEW."issued_on", NEW."participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."replaced_at", NEW."title", NEW."uid"); RETURN NULL;',
                    hash="a7139b5d060e8cfdd49e92a6796df2e13b5527a7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e7c28",
                    table="campaigns_launchplan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="launchplan",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "campaigns_launchplanevent" ("added_at", "added_by_id", "document_no", "file_id", "hospital_id", "id", "issued_on", "participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaced_at", "title", "uid") VALUES (NEW."added_at", NEW."added_by_id", NEW."document_no", NEW."file_id", NEW."hospital_id", NEW."id", NEW."issued_on", NEW."participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."replaced_at", NEW."title", NEW."uid"); RETURN NULL;',
                    hash="7db67c9a82b70e5712f26f2e6b831b297879ea18",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c053f",
                    table="campaigns_launchplan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="launchplan",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "campaigns_launchplanevent" ("added_at", "added_by_id", "document_no", "file_id", "hospital_id", "id", "issued_on", "participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaced_at", "title", "uid") VALUES (OLD."added_at", OLD."added_by_id", OLD."document_no", OLD."file_id", OLD."hospital_id", OLD."id", OLD."issued_on", OLD."participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."replaced_at", OLD."title", OLD."uid"); RETURN NULL;',
                    hash="743c79a28c7eca75eafd5a713488dd349a71692f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3b2a9",
                    table="campaigns_launchplan",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="headconfirmationevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="campaigns_headconfirmation_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="headconfirmation",
            constraint=models.UniqueConstraint(fields=("plan", "department"), name="plan_confirmed_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="headconfirmation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "campaigns_headconfirmationevent" ("at", "department_id", "hospital_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "recorded_by_id", "scan_id", "signatory_id", "stand_in_id", "uid") VALUES (NEW."at", NEW."department_id", NEW."hospital_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."recorded_by_id", NEW."scan_id", NEW."signatory_id", NEW."stand_in_id", NEW."uid"); RETURN NULL;',
                    hash="de3781e3663350e3bd19e9d6b88a4b728ee5acd8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b2db1",
                    table="campaigns_headconfirmation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="headconfirmation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "campaigns_headconfirmationevent" ("at", "department_id", "hospital_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "recorded_by_id", "scan_id", "signatory_id", "stand_in_id", "uid") VALUES (NEW."at", NEW."department_id", NEW."hospital_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."plan_id", NEW."recorded_by_id", NEW."scan_id", NEW."signatory_id", NEW."stand_in_id", NEW."uid"); RETURN NULL;',
                    hash="9ca71239264f17cf6a88580f64172bbe824c5282",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2cb40",
                    table="campaigns_headconfirmation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="headconfirmation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "campaigns_headconfirmationevent" ("at", "department_id", "hospital_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "recorded_by_id", "scan_id", "signatory_id", "stand_in_id", "uid") VALUES (OLD."at", OLD."department_id", OLD."hospital_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."recorded_by_id", OLD."scan_id", OLD."signatory_id", OLD."stand_in_id", OLD."uid"); RETURN NULL;',
                    hash="56d60567f44f20e67c7161c385db74481b505439",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_11049",
                    table="campaigns_headconfirmation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="launchplanevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="campaigns_launchplan_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingfile",
            constraint=models.UniqueConstraint(fields=("file",), name="meeting_file_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingfile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "campaigns_meetingfileevent" ("file_id", "hospital_id", "id", "meeting_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."file_id", NEW."hospital_id", NEW."id", NEW."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="27cf03093861f22101b3463c30cd32605df3e28d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_03bbe",
                    table="campaigns_meetingfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingfile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "campaigns_meetingfileevent" ("file_id", "hospital_id", "id", "meeting_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."file_id", NEW."hospital_id", NEW."id", NEW."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="398d79be99849c2fad3efa86e9ec4cc72622f46c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3ccbb",
                    table="campaigns_meetingfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingfile",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "campaigns_meetingfileevent" ("file_id", "hospital_id", "id", "meeting_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."file_id", OLD."hospital_id", OLD."id", OLD."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="8b6f99f31af286b926b8b13db15cb22694c8e470",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f96c7",
                    table="campaigns_meetingfile",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingfileevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="campaigns_meetingfile_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportingduty",
            constraint=models.UniqueConstraint(fields=("duty", "department"), name="supporting_duty_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supportingduty",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "campaigns_supportingdutyevent" ("department_id", "duty_id", "hospital_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."department_id", NEW."duty_id", NEW."hospital_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="de1513857fc2ab0544dcc84878ac0616130aa1cf",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bbc08",
                    table="campaigns_supportingduty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supportingduty",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "campaigns_supportingdutyevent" ("department_id", "duty_id", "hospital_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."department_id", NEW."duty_id", NEW."hospital_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="35e8c1805f1adadab4ef3c6dc45969568114f9c6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b14f7",
                    table="campaigns_supportingduty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supportingduty",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "campaigns_supportingdutyevent" ("department_id", "duty_id", "hospital_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."department_id", OLD."duty_id", OLD."hospital_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="52d31093d81339d56b025edfdb39d73eca78e024",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_81e88",
                    table="campaigns_supportingduty",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="supportingdutyevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="campaigns_supportingduty_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="workinggroupmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                ),
                name="group_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="workinggroupmember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("to_on__isnull", True)),
                fields=("participation", "staff"),
                name="group_member_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="workinggroupmember",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "campaigns_workinggroupmemberevent" ("from_on", "hospital_id", "id", "participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "staff_id", "to_on", "uid") VALUES (NEW."from_on", NEW."hospital_id", NEW."id", NEW."participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."post", NEW."staff_id", NEW."to_on", NEW."uid"); RETURN NULL;',
                    hash="503f4b1d64dd384042a3621cbd97df576ce0b46f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_51c95",
                    table="campaigns_workinggroupmember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="workinggroupmember",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "campaigns_workinggroupmemberevent" ("from_on", "hospital_id", "id", "participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "staff_id", "to_on", "uid") VALUES (NEW."from_on", NEW."hospital_id", NEW."id", NEW."participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."post", NEW."staff_id", NEW."to_on", NEW."uid"); RETURN NULL;',
                    hash="85722f8dd0e91ff7022f8bac4863ac4962284e37",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0830b",
                    table="campaigns_workinggroupmember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="workinggroupmember",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "campaigns_workinggroupmemberevent" ("from_on", "hospital_id", "id", "participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "staff_id", "to_on", "uid") VALUES (OLD."from_on", OLD."hospital_id", OLD."id", OLD."participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."post", OLD."staff_id", OLD."to_on", OLD."uid"); RETURN NULL;',
                    hash="4901a7946511585f53fd6578f4954ece09fe0cf7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8bd82",
                    table="campaigns_workinggroupmember",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="workinggroupmemberevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="campaigns_workinggroupmember_actor",
            ),
        ),
        TieToHospital(),
    ]
