import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.text
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import infrastructure.hospital_keys
import infrastructure.identifiers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Hospital",
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
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("name_pinyin", models.CharField(max_length=300)),
                ("credit_code", models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码")),
                ("registration_no", models.CharField(blank=True, max_length=40, verbose_name="登记号")),
                ("active_from", models.DateField()),
                ("active_to", models.DateField(blank=True, null=True)),
                ("idle_minutes", models.PositiveSmallIntegerField(default=30)),
                ("watermark", models.BooleanField(default=False)),
            ],
            options={
                "permissions": [
                    ("quality_office", "质控办"),
                    ("ethics_office", "医德医风办"),
                    ("complaints_office", "投诉管理部门"),
                    ("discipline_office", "纪检部门"),
                    ("confidential_handler", "保密经办人"),
                    ("hospital_leader", "院领导"),
                    ("system_administrator", "系统管理员"),
                    ("security_administrator", "安全管理员"),
                    ("audit_administrator", "审计管理员"),
                ],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "uid",
                    models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False, unique=True),
                ),
                ("username", models.CharField(max_length=60, unique=True)),
                ("display_name", models.CharField(max_length=40)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("email_confirmed_at", models.DateTimeField(null=True)),
                ("is_active", models.BooleanField(default=True)),
                ("must_change_password", models.BooleanField(default=False)),
                ("password_changed_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="users",
                        to="organizations.hospital",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="AccountReset",
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
                        choices=[("password", "设置密码"), ("second_factor", "关闭两步验证")], max_length=15
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "待同意"),
                            ("agreed", "待本人使用"),
                            ("done", "已完成"),
                            ("ended", "已结束"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("mail_to", models.EmailField(blank=True, max_length=254)),
                ("first_code", models.CharField(blank=True, max_length=64)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("second_code", models.CharField(blank=True, max_length=64)),
                ("expires_at", models.DateTimeField()),
                ("over_at", models.DateTimeField(null=True)),
                ("over_reason", models.CharField(blank=True, max_length=200)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "over_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resets",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        null=True,
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
            name="Department",
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
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=60)),
                ("name_pinyin", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("clinical", "临床科室"),
                            ("medical_technical", "医技科室"),
                            ("nursing_unit", "护理单元"),
                            ("office", "职能部门"),
                            ("logistics", "后勤部门"),
                            ("leadership", "院领导"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "duties",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                ("operates", models.BooleanField(default=False)),
                ("level", models.PositiveSmallIntegerField(default=1)),
                (
                    "parent_level",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(parent__isnull=False, then=models.Value(1)), default=None
                        ),
                        output_field=models.PositiveSmallIntegerField(null=True),
                    ),
                ),
                ("active_from", models.DateField()),
                ("active_to", models.DateField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "parent",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="organizations.department",
                    ),
                ),
                (
                    "successor",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="organizations.department",
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="departments",
                        to="organizations.hospital",
                    ),
                ),
            ],
            options={
                "permissions": [
                    ("staff", "职工"),
                    ("liaison", "科室联络员"),
                    ("department_head", "科室负责人"),
                ],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="DepartmentRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="role_rows",
                        to="organizations.department",
                    ),
                ),
                (
                    "permission",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="AppraisalUnit",
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
                ("name", models.CharField(max_length=60)),
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
            name="AccountResetEvent",
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
                        choices=[("password", "设置密码"), ("second_factor", "关闭两步验证")], max_length=15
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "待同意"),
                            ("agreed", "待本人使用"),
                            ("done", "已完成"),
                            ("ended", "已结束"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("mail_to", models.EmailField(blank=True, max_length=254)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField()),
                ("over_at", models.DateTimeField(null=True)),
                ("over_reason", models.CharField(blank=True, max_length=200)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "over_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="images",
                        to="organizations.accountreset",
                    ),
                ),
                (
                    "user",
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
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.hospital",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HospitalRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="role_rows",
                        to="organizations.hospital",
                    ),
                ),
                (
                    "permission",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="HospitalStanding",
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
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                ("reason", models.CharField(max_length=200)),
                (
                    "hospital",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standings",
                        to="organizations.hospital",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="LogInTry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("account", models.CharField(max_length=150)),
                ("source", models.CharField(max_length=80)),
                ("network", models.CharField(blank=True, max_length=50)),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["account", "-at"], name="log_in_try_of_account"),
                    models.Index(fields=["network", "-at"], name="log_in_try_of_network"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
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
                    "role",
                    models.CharField(
                        choices=[
                            ("staff", "职工"),
                            ("liaison", "科室联络员"),
                            ("department_head", "科室负责人"),
                            ("quality_office", "质控办"),
                            ("ethics_office", "医德医风办"),
                            ("complaints_office", "投诉管理部门"),
                            ("discipline_office", "纪检部门"),
                            ("confidential_handler", "保密经办人"),
                            ("hospital_leader", "院领导"),
                            ("supervisor", "主管部门督导员"),
                            ("province_administrator", "省级管理员"),
                            ("system_administrator", "系统管理员"),
                            ("security_administrator", "安全管理员"),
                            ("audit_administrator", "审计管理员"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "line",
                    models.CharField(
                        blank=True,
                        choices=[("health", "卫生健康"), ("tcm", "中医药"), ("cdc", "疾控")],
                        max_length=10,
                        null=True,
                    ),
                ),
                ("slot", models.PositiveSmallIntegerField(null=True)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                (
                    "department",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="organizations.department",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="organizations.hospital",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="HospitalRoleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                (
                    "content_object",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.hospital",
                    ),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="auth.permission",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="images",
                        to="organizations.hospitalrole",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.membership",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="hospitalrole",
            name="membership",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="hospital_row",
                to="organizations.membership",
            ),
        ),
        migrations.CreateModel(
            name="DepartmentRoleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                (
                    "content_object",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.department",
                    ),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="auth.permission",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="images",
                        to="organizations.departmentrole",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.membership",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="departmentrole",
            name="membership",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="department_row",
                to="organizations.membership",
            ),
        ),
        migrations.CreateModel(
            name="Posting",
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
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                (
                    "appraisal_unit",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="organizations.appraisalunit",
                    ),
                ),
                (
                    "department",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
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
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("name_pinyin", models.CharField(max_length=200)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("nation", "国家"),
                            ("province", "省级"),
                            ("city", "市级"),
                            ("county", "县级"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="organizations.region",
                    ),
                ),
            ],
            options={
                "permissions": [
                    ("supervisor", "主管部门督导员"),
                    ("province_administrator", "省级管理员"),
                    ("system_administrator", "系统管理员"),
                    ("security_administrator", "安全管理员"),
                    ("audit_administrator", "审计管理员"),
                ],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="region",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="organizations.region",
            ),
        ),
        migrations.CreateModel(
            name="HospitalStandingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
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
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                ("reason", models.CharField(max_length=200)),
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
                        to="organizations.hospitalstanding",
                    ),
                ),
                (
                    "supervised_by",
                    models.ForeignKey(
                        db_constraint=False,
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
        migrations.AddField(
            model_name="hospitalstanding",
            name="supervised_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.region"
            ),
        ),
        migrations.CreateModel(
            name="HospitalEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
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
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                ("code", models.SlugField(db_index=False, max_length=40)),
                ("name", models.CharField(max_length=100)),
                ("name_pinyin", models.CharField(max_length=300)),
                ("credit_code", models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码")),
                ("registration_no", models.CharField(blank=True, max_length=40, verbose_name="登记号")),
                ("active_from", models.DateField()),
                ("active_to", models.DateField(blank=True, null=True)),
                ("idle_minutes", models.PositiveSmallIntegerField(default=30)),
                ("watermark", models.BooleanField(default=False)),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="images",
                        to="organizations.hospital",
                    ),
                ),
                (
                    "located_in",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.region",
                    ),
                ),
                (
                    "supervised_by",
                    models.ForeignKey(
                        db_constraint=False,
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
        migrations.AddField(
            model_name="hospital",
            name="located_in",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="hospitals_here",
                to="organizations.region",
            ),
        ),
        migrations.AddField(
            model_name="hospital",
            name="supervised_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="hospitals",
                to="organizations.region",
            ),
        ),
        migrations.CreateModel(
            name="RegionRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="role_rows",
                        to="organizations.region",
                    ),
                ),
                (
                    "membership",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="region_row",
                        to="organizations.membership",
                    ),
                ),
                (
                    "permission",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="RegionRoleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                (
                    "content_object",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.region",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.membership",
                    ),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="auth.permission",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="images",
                        to="organizations.regionrole",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StaffMember",
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
                ("employee_no", models.CharField(max_length=30, verbose_name="工号")),
                ("name", models.CharField(max_length=40)),
                ("name_pinyin", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("doctor", "医师"),
                            ("nurse", "护士"),
                            ("technician", "医技"),
                            ("pharmacist", "药师"),
                            ("administration", "行政管理"),
                            ("logistics", "后勤"),
                            ("trainee", "规培、进修、实习"),
                            ("third_party", "外包人员"),
                        ],
                        max_length=16,
                    ),
                ),
                ("post", models.CharField(blank=True, max_length=40, verbose_name="职务")),
                ("is_leader", models.BooleanField(default=False)),
                ("employed_from", models.DateField()),
                ("employed_to", models.DateField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "hospital",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staff",
                        to="organizations.hospital",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PostingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                (
                    "appraisal_unit",
                    infrastructure.hospital_keys.HospitalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.appraisalunit",
                    ),
                ),
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
                        to="organizations.posting",
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
        migrations.AddField(
            model_name="posting",
            name="staff",
            field=infrastructure.hospital_keys.HospitalKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="postings",
                to="organizations.staffmember",
            ),
        ),
        migrations.CreateModel(
            name="MembershipEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("staff", "职工"),
                            ("liaison", "科室联络员"),
                            ("department_head", "科室负责人"),
                            ("quality_office", "质控办"),
                            ("ethics_office", "医德医风办"),
                            ("complaints_office", "投诉管理部门"),
                            ("discipline_office", "纪检部门"),
                            ("confidential_handler", "保密经办人"),
                            ("hospital_leader", "院领导"),
                            ("supervisor", "主管部门督导员"),
                            ("province_administrator", "省级管理员"),
                            ("system_administrator", "系统管理员"),
                            ("security_administrator", "安全管理员"),
                            ("audit_administrator", "审计管理员"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "line",
                    models.CharField(
                        blank=True,
                        choices=[("health", "卫生健康"), ("tcm", "中医药"), ("cdc", "疾控")],
                        max_length=10,
                        null=True,
                    ),
                ),
                ("slot", models.PositiveSmallIntegerField(null=True)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
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
                    "granted_by",
                    models.ForeignKey(
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
                        to="organizations.membership",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "staff",
                    infrastructure.hospital_keys.HospitalKey(
                        editable=False,
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
        migrations.AddField(
            model_name="membership",
            name="staff",
            field=infrastructure.hospital_keys.HospitalKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="organizations.staffmember",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="staff",
            field=infrastructure.hospital_keys.HospitalKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="users",
                to="organizations.staffmember",
            ),
        ),
        migrations.CreateModel(
            name="StaffMemberEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                ("employee_no", models.CharField(max_length=30, verbose_name="工号")),
                ("name", models.CharField(max_length=40)),
                ("name_pinyin", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("doctor", "医师"),
                            ("nurse", "护士"),
                            ("technician", "医技"),
                            ("pharmacist", "药师"),
                            ("administration", "行政管理"),
                            ("logistics", "后勤"),
                            ("trainee", "规培、进修、实习"),
                            ("third_party", "外包人员"),
                        ],
                        max_length=16,
                    ),
                ),
                ("post", models.CharField(blank=True, max_length=40, verbose_name="职务")),
                ("is_leader", models.BooleanField(default=False)),
                ("employed_from", models.DateField()),
                ("employed_to", models.DateField(blank=True, null=True)),
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
                        to="organizations.staffmember",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StandIn",
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
                ("from_on", models.DateField()),
                ("to_on", models.DateField()),
                ("reason", models.CharField(max_length=200)),
                (
                    "granted_by",
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
                    "principal",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stand_ins",
                        to="organizations.staffmember",
                    ),
                ),
                (
                    "substitute",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stands_in_for",
                        to="organizations.staffmember",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="StandInEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField()),
                ("reason", models.CharField(max_length=200)),
                (
                    "granted_by",
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="images",
                        to="organizations.standin",
                    ),
                ),
                (
                    "principal",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.staffmember",
                    ),
                ),
                (
                    "substitute",
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
        migrations.CreateModel(
            name="UserEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                ("username", models.CharField(max_length=60)),
                ("display_name", models.CharField(max_length=40)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("email_confirmed_at", models.DateTimeField(null=True)),
                ("is_active", models.BooleanField(default=True)),
                ("must_change_password", models.BooleanField(default=False)),
                ("password_changed_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "staff",
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
            name="DepartmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField()),
                ("pgh_context_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(default=infrastructure.identifiers.new_uid, editable=False)),
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=60)),
                ("name_pinyin", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("clinical", "临床科室"),
                            ("medical_technical", "医技科室"),
                            ("nursing_unit", "护理单元"),
                            ("office", "职能部门"),
                            ("logistics", "后勤部门"),
                            ("leadership", "院领导"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "duties",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                ("operates", models.BooleanField(default=False)),
                ("level", models.PositiveSmallIntegerField(default=1)),
                (
                    "parent_level",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(parent__isnull=False, then=models.Value(1)), default=None
                        ),
                        output_field=models.PositiveSmallIntegerField(null=True),
                    ),
                ),
                ("active_from", models.DateField()),
                ("active_to", models.DateField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "parent",
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="images",
                        to="organizations.department",
                    ),
                ),
                (
                    "successor",
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
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                        name="organizations_department_actor",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DepartmentAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("learnt_at_import", models.BooleanField(default=False)),
                (
                    "department",
                    infrastructure.hospital_keys.HospitalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aliases",
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
            ],
            options={
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("hospital", "name"), name="alias_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.UniqueConstraint(fields=("hospital", "code"), name="department_code_once"),
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.UniqueConstraint(
                condition=models.Q(("active_to__isnull", True)),
                fields=("hospital", "name"),
                name="department_name_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.UniqueConstraint(fields=("id", "level"), name="department_id_level"),
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("level", 1), ("parent__isnull", True)),
                    models.Q(("level", 2), ("parent__isnull", False)),
                    _connector="OR",
                ),
                name="department_level_matches_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("active_to__isnull", True), ("active_to__gte", models.F("active_from")), _connector="OR"
                ),
                name="department_active_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("successor__isnull", True), ("active_to__isnull", False), _connector="OR"
                ),
                name="department_successor_when_ended",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="department",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_departmentevent" ("active_from", "active_to", "code", "duties", "hospital_id", "id", "kind", "level", "name", "name_pinyin", "operates", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "successor_id", "uid") VALUES (NEW."active_from", NEW."active_to", NEW."code", NEW."duties", NEW."hospital_id", NEW."id", NEW."kind", NEW."level", NEW."name", NEW."name_pinyin", NEW."operates", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."revision", NEW."successor_id", NEW."uid"); RETURN NULL;',
                    hash="d08a7666b2952190aaa4aa53c875c9f304ee01a7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d2d09",
                    table="organizations_department",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="department",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "organizations_departmentevent" ("active_from", "active_to", "code", "duties", "hospital_id", "id", "kind", "level", "name", "name_pinyin", "operates", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "successor_id", "uid") VALUES (NEW."active_from", NEW."active_to", NEW."code", NEW."duties", NEW."hospital_id", NEW."id", NEW."kind", NEW."level", NEW."name", NEW."name_pinyin", NEW."operates", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."revision", NEW."successor_id", NEW."uid"); RETURN NULL;',
                    hash="aa333c6dc746c1e9f902fe8dcb3cfdc5bf989257",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_51718",
                    table="organizations_department",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="department",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_departmentevent" ("active_from", "active_to", "code", "duties", "hospital_id", "id", "kind", "level", "name", "name_pinyin", "operates", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "successor_id", "uid") VALUES (OLD."active_from", OLD."active_to", OLD."code", OLD."duties", OLD."hospital_id", OLD."id", OLD."kind", OLD."level", OLD."name", OLD."name_pinyin", OLD."operates", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."revision", OLD."successor_id", OLD."uid"); RETURN NULL;',
                    hash="0cb5b267d3762021134c5761ac8360642fa40015",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b0094",
                    table="organizations_department",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisalunit",
            constraint=models.UniqueConstraint(fields=("hospital", "name"), name="appraisal_unit_once"),
        ),
        migrations.AddConstraint(
            model_name="accountresetevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="organizations_accountreset_actor",
            ),
        ),
        migrations.AddIndex(
            model_name="accountreset",
            index=models.Index(fields=["hospital", "-id"], name="account_reset_page"),
        ),
        migrations.AddConstraint(
            model_name="accountreset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_by", models.F("agreed_by")), _negated=True),
                    models.Q(("asked_by", models.F("user")), _negated=True),
                    models.Q(("agreed_by", models.F("user")), _negated=True),
                ),
                name="account_reset_three_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountreset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agreed_at__isnull", True), ("agreed_by__isnull", True)),
                    models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                    models.Q(("agreed_at__isnull", False), ("asked_by__isnull", True)),
                    _connector="OR",
                ),
                name="account_reset_agreed_by_whom_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountreset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["asked", "ended"]), ("agreed_at__isnull", False), _connector="OR"
                ),
                name="account_reset_done_when_agreed",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountreset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("over_at__isnull", True), ("state__in", ["asked", "agreed"])),
                    models.Q(("over_at__isnull", False), ("state__in", ["done", "ended"])),
                    _connector="OR",
                ),
                name="account_reset_over_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountreset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["asked", "agreed"])),
                fields=("user", "kind"),
                name="account_reset_one_open",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="accountreset",
            trigger=pgtrigger.compiler.Trigger(
                name="asked_for_ever",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."first_code" IS DISTINCT FROM (NEW."first_code") OR OLD."hospital_id" IS DISTINCT FROM (NEW."hospital_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="99dc8f6c871ff76470065137412e5bd9356b3b33",
                    operation="UPDATE",
                    pgid="pgtrigger_asked_for_ever_7a87a",
                    table="organizations_accountreset",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="accountreset",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_accountresetevent" ("agreed_at", "agreed_by_id", "asked_at", "asked_by_id", "expires_at", "hospital_id", "id", "kind", "mail_to", "over_at", "over_by_id", "over_reason", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "uid", "user_id") VALUES (NEW."agreed_at", NEW."agreed_by_id", NEW."asked_at", NEW."asked_by_id", NEW."expires_at", NEW."hospital_id", NEW."id", NEW."kind", NEW."mail_to", NEW."over_at", NEW."over_by_id", NEW."over_reason", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."state", NEW."uid", NEW."user_id"); RETURN NULL;',
                    hash="f49169179ea584b9391b47bcb16f1038e801c51f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_48669",
                    table="organizations_accountreset",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="accountreset",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "organizations_accountresetevent" ("agreed_at", "agreed_by_id", "asked_at", "asked_by_id", "expires_at", "hospital_id", "id", "kind", "mail_to", "over_at", "over_by_id", "over_reason", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "uid", "user_id") VALUES (NEW."agreed_at", NEW."agreed_by_id", NEW."asked_at", NEW."asked_by_id", NEW."expires_at", NEW."hospital_id", NEW."id", NEW."kind", NEW."mail_to", NEW."over_at", NEW."over_by_id", NEW."over_reason", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."state", NEW."uid", NEW."user_id"); RETURN NULL;',
                    hash="62b31940445bab82f0d3f31617bacf154b01ac1b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fe8dd",
                    table="organizations_accountreset",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="accountreset",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_accountresetevent" ("agreed_at", "agreed_by_id", "asked_at", "asked_by_id", "expires_at", "hospital_id", "id", "kind", "mail_to", "over_at", "over_by_id", "over_reason", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "uid", "user_id") VALUES (OLD."agreed_at", OLD."agreed_by_id", OLD."asked_at", OLD."asked_by_id", OLD."expires_at", OLD."hospital_id", OLD."id", OLD."kind", OLD."mail_to", OLD."over_at", OLD."over_by_id", OLD."over_reason", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."state", OLD."uid", OLD."user_id"); RETURN NULL;',
                    hash="722183548aba6e33db63ece20d3509fee76732dc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d6bd0",
                    table="organizations_accountreset",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="hospitalroleevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="organizations_hospitalrole_actor",
            ),
        ),
        migrations.AlterUniqueTogether(
            name="hospitalrole",
            unique_together={("user", "permission", "content_object")},
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hospitalrole",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_hospitalroleevent" ("content_object_id", "id", "membership_id", "permission_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."content_object_id", NEW."id", NEW."membership_id", NEW."permission_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."user_id"); RETURN NULL;',
                    hash="19dd612e77538a7f7ef45a6a6a638b5fc0df0aba",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_65c2f",
                    table="organizations_hospitalrole",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hospitalrole",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "organizations_hospitalroleevent" ("content_object_id", "id", "membership_id", "permission_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."content_object_id", NEW."id", NEW."membership_id", NEW."permission_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."user_id"); RETURN NULL;',
                    hash="7158033b2c060688d61f0cdf695f123fe494b833",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_08eea",
                    table="organizations_hospitalrole",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hospitalrole",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_hospitalroleevent" ("content_object_id", "id", "membership_id", "permission_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (OLD."content_object_id", OLD."id", OLD."membership_id", OLD."permission_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."user_id"); RETURN NULL;',
                    hash="0a6b6f060b75fafa92b5017cc58663836ff6d076",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4feb1",
                    table="organizations_hospitalrole",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="departmentroleevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="organizations_departmentrole_actor",
            ),
        ),
        migrations.AlterUniqueTogether(
            name="departmentrole",
            unique_together={("user", "permission", "content_object")},
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="departmentrole",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_departmentroleevent" ("content_object_id", "id", "membership_id", "permission_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."content_object_id", NEW."id", NEW."membership_id", NEW."permission_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."user_id"); RETURN NULL;',
                    hash="4caee91d952747605f7b2a53b790c8f74fbfe28a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ad740",
                    table="organizations_departmentrole",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="departmentrole",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "organizations_departmentroleevent" ("content_object_id", "id", "membership_id", "permission_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."content_object_id", NEW."id", NEW."membership_id", NEW."permission_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."user_id"); RETURN NULL;',
                    hash="efcc1a2c360827c44010eebc1c6a8d5b32a90f9c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7e6ad",
                    table="organizations_departmentrole",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="departmentrole",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_departmentroleevent" ("content_object_id", "id", "membership_id", "permission_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (OLD."content_object_id", OLD."id", OLD."membership_id", OLD."permission_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."user_id"); RETURN NULL;',
                    hash="521094379d4fc47da2609989f49bb82039a70333",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7bf73",
                    table="organizations_departmentrole",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("level", "nation"), ("parent__isnull", True)),
                    models.Q(models.Q(("level", "nation"), _negated=True), ("parent__isnull", False)),
                    _connector="OR",
                ),
                name="region_only_nation_without_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.UniqueConstraint(
                condition=models.Q(("level", "nation")), fields=("level",), name="region_one_nation"
            ),
        ),
        migrations.AddConstraint(
            model_name="hospitalstandingevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="organizations_hospitalstanding_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="hospitalstanding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                ),
                name="standing_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="hospitalstanding",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("hospital", "="),
                    (
                        models.Func(
                            models.F("from_on"), models.F("to_on"), models.Value("[]"), function="daterange"
                        ),
                        "&&",
                    ),
                ],
                name="standing_one_a_day",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hospitalstanding",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_hospitalstandingevent" ("affiliation", "from_on", "grade", "hospital_id", "id", "kind", "level", "line", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "supervised_by_id", "to_on", "uid") VALUES (NEW."affiliation", NEW."from_on", NEW."grade", NEW."hospital_id", NEW."id", NEW."kind", NEW."level", NEW."line", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."supervised_by_id", NEW."to_on", NEW."uid"); RETURN NULL;',
                    hash="aad776763a46e901a14d86a3d95e3bbd23d90cde",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_71b96",
                    table="organizations_hospitalstanding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hospitalstanding",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "organizations_hospitalstandingevent" ("affiliation", "from_on", "grade", "hospital_id", "id", "kind", "level", "line", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "supervised_by_id", "to_on", "uid") VALUES (NEW."affiliation", NEW."from_on", NEW."grade", NEW."hospital_id", NEW."id", NEW."kind", NEW."level", NEW."line", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."supervised_by_id", NEW."to_on", NEW."uid"); RETURN NULL;',
                    hash="0c09d2032a8140d7b6ab5db12c36a43f3f6b4397",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5ea0c",
                    table="organizations_hospitalstanding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hospitalstanding",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_hospitalstandingevent" ("affiliation", "from_on", "grade", "hospital_id", "id", "kind", "level", "line", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "supervised_by_id", "to_on", "uid") VALUES (OLD."affiliation", OLD."from_on", OLD."grade", OLD."hospital_id", OLD."id", OLD."kind", OLD."level", OLD."line", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."supervised_by_id", OLD."to_on", OLD."uid"); RETURN NULL;',
                    hash="c1855955e4054c2e0817d8ddb6d812cf15ed9e2a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3361c",
                    table="organizations_hospitalstanding",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="hospitalevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="organizations_hospital_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="hospital",
            constraint=models.UniqueConstraint(
                condition=models.Q(("credit_code", ""), _negated=True),
                fields=("credit_code",),
                name="hospital_credit_code_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="hospital",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("active_to__isnull", True), ("active_to__gte", models.F("active_from")), _connector="OR"
                ),
                name="hospital_active_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="hospital",
            constraint=models.CheckConstraint(
                condition=models.Q(("idle_minutes__gte", 5), ("idle_minutes__lte", 480)),
                name="hospital_idle_minutes",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hospital",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_hospitalevent" ("active_from", "active_to", "affiliation", "code", "credit_code", "grade", "id", "idle_minutes", "kind", "level", "line", "located_in_id", "name", "name_pinyin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_no", "supervised_by_id", "uid", "watermark") VALUES (NEW."active_from", NEW."active_to", NEW."affiliation", NEW."code", NEW."credit_code", NEW."grade", NEW."id", NEW."idle_minutes", NEW."kind", NEW."level", NEW."line", NEW."located_in_id", NEW."name", NEW."name_pinyin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."registration_no", NEW."supervised_by_id", NEW."uid", NEW."watermark"); RETURN NULL;',
                    hash="07510cbeb8bc0ac6396f5c4a05f12218e42bdc31",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_12edf",
                    table="organizations_hospital",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hospital",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "organizations_hospitalevent" ("active_from", "active_to", "affiliation", "code", "credit_code", "grade", "id", "idle_minutes", "kind", "level", "line", "located_in_id", "name", "name_pinyin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_no", "supervised_by_id", "uid", "watermark") VALUES (NEW."active_from", NEW."active_to", NEW."affiliation", NEW."code", NEW."credit_code", NEW."grade", NEW."id", NEW."idle_minutes", NEW."kind", NEW."level", NEW."line", NEW."located_in_id", NEW."name", NEW."name_pinyin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."registration_no", NEW."supervised_by_id", NEW."uid", NEW."watermark"); RETURN NULL;',
                    hash="284bcaf4ba12e238dd19096ad1c028a128e72d46",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8bbe3",
                    table="organizations_hospital",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hospital",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_hospitalevent" ("active_from", "active_to", "affiliation", "code", "credit_code", "grade", "id", "idle_minutes", "kind", "level", "line", "located_in_id", "name", "name_pinyin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_no", "supervised_by_id", "uid", "watermark") VALUES (OLD."active_from", OLD."active_to", OLD."affiliation", OLD."code", OLD."credit_code", OLD."grade", OLD."id", OLD."idle_minutes", OLD."kind", OLD."level", OLD."line", OLD."located_in_id", OLD."name", OLD."name_pinyin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."registration_no", OLD."supervised_by_id", OLD."uid", OLD."watermark"); RETURN NULL;',
                    hash="2801e0982d1daa8734dcdbc0125cc9ff93116b3d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d7adf",
                    table="organizations_hospital",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AlterUniqueTogether(
            name="regionrole",
            unique_together={("user", "permission", "content_object")},
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regionrole",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_regionroleevent" ("content_object_id", "id", "membership_id", "permission_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."content_object_id", NEW."id", NEW."membership_id", NEW."permission_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."user_id"); RETURN NULL;',
                    hash="86f61ba2a55d18579d83cea726c439f290727b8a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_15f25",
                    table="organizations_regionrole",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regionrole",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "organizations_regionroleevent" ("content_object_id", "id", "membership_id", "permission_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."content_object_id", NEW."id", NEW."membership_id", NEW."permission_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."user_id"); RETURN NULL;',
                    hash="fd89e2ffc2cee71c818750a1659870370f8230d9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7b991",
                    table="organizations_regionrole",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regionrole",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_regionroleevent" ("content_object_id", "id", "membership_id", "permission_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (OLD."content_object_id", OLD."id", OLD."membership_id", OLD."permission_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."user_id"); RETURN NULL;',
                    hash="319aaf4ffc4591b8ffa84674d66998812fa918fa",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d53a5",
                    table="organizations_regionrole",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="regionroleevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="organizations_regionrole_actor",
            ),
        ),
        migrations.AddIndex(
            model_name="staffmember",
            index=models.Index(fields=["hospital", "name_pinyin"], name="staff_by_pinyin"),
        ),
        migrations.AddConstraint(
            model_name="staffmember",
            constraint=models.UniqueConstraint(
                fields=("hospital", "employee_no"), name="staff_employee_no_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="staffmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("employed_to__isnull", True),
                    ("employed_to__gte", models.F("employed_from")),
                    _connector="OR",
                ),
                name="staff_employed_dates",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="staffmember",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_staffmemberevent" ("employed_from", "employed_to", "employee_no", "hospital_id", "id", "is_leader", "kind", "name", "name_pinyin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "revision", "uid") VALUES (NEW."employed_from", NEW."employed_to", NEW."employee_no", NEW."hospital_id", NEW."id", NEW."is_leader", NEW."kind", NEW."name", NEW."name_pinyin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."post", NEW."revision", NEW."uid"); RETURN NULL;',
                    hash="55a9ef452d760a22183c233498e2755145eacf11",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0fbfa",
                    table="organizations_staffmember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="staffmember",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "organizations_staffmemberevent" ("employed_from", "employed_to", "employee_no", "hospital_id", "id", "is_leader", "kind", "name", "name_pinyin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "revision", "uid") VALUES (NEW."employed_from", NEW."employed_to", NEW."employee_no", NEW."hospital_id", NEW."id", NEW."is_leader", NEW."kind", NEW."name", NEW."name_pinyin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."post", NEW."revision", NEW."uid"); RETURN NULL;',
                    hash="5e187f2b9139475adb90198a4e8ca878acb8f4ba",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a925f",
                    table="organizations_staffmember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="staffmember",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_staffmemberevent" ("employed_from", "employed_to", "employee_no", "hospital_id", "id", "is_leader", "kind", "name", "name_pinyin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "revision", "uid") VALUES (OLD."employed_from", OLD."employed_to", OLD."employee_no", OLD."hospital_id", OLD."id", OLD."is_leader", OLD."kind", OLD."name", OLD."name_pinyin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."post", OLD."revision", OLD."uid"); RETURN NULL;',
                    hash="72299f89a37ec442e2e6bc287e621cc12e4c74ef",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d53bd",
                    table="organizations_staffmember",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="postingevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="organizations_posting_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                ),
                name="posting_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("staff", "="),
                    (
                        models.Func(
                            models.F("from_on"), models.F("to_on"), models.Value("[]"), function="daterange"
                        ),
                        "&&",
                    ),
                ],
                name="posting_one_place_a_day",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="posting",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_postingevent" ("appraisal_unit_id", "department_id", "from_on", "hospital_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_id", "to_on", "uid") VALUES (NEW."appraisal_unit_id", NEW."department_id", NEW."from_on", NEW."hospital_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."staff_id", NEW."to_on", NEW."uid"); RETURN NULL;',
                    hash="a2d3641859c58db521064439fa9dbcfa6148d03c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b64dd",
                    table="organizations_posting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="posting",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "organizations_postingevent" ("appraisal_unit_id", "department_id", "from_on", "hospital_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_id", "to_on", "uid") VALUES (NEW."appraisal_unit_id", NEW."department_id", NEW."from_on", NEW."hospital_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."staff_id", NEW."to_on", NEW."uid"); RETURN NULL;',
                    hash="391f062fb70d74ff152b24c6408b64167c700497",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e468b",
                    table="organizations_posting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="posting",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_postingevent" ("appraisal_unit_id", "department_id", "from_on", "hospital_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_id", "to_on", "uid") VALUES (OLD."appraisal_unit_id", OLD."department_id", OLD."from_on", OLD."hospital_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."staff_id", OLD."to_on", OLD."uid"); RETURN NULL;',
                    hash="1518f9c6df2462b2ffcc3917e9a24770bfb05616",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_37422",
                    table="organizations_posting",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="membershipevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="organizations_membership_actor",
            ),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(fields=["hospital", "role"], name="membership_of_hospital"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("department__isnull", True), ("hospital__isnull", True), ("region__isnull", False)
                    ),
                    models.Q(("hospital__isnull", False), ("region__isnull", True)),
                    _connector="OR",
                ),
                name="membership_one_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("line__isnull", True),
                    models.Q(("line__in", ["health", "tcm", "cdc"]), ("region__isnull", False)),
                    _connector="OR",
                ),
                name="membership_line_of_regions",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                ),
                name="membership_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("role", "confidential_handler"), _negated=True), ("slot__isnull", True)
                    ),
                    models.Q(("role", "confidential_handler"), ("slot__in", [1, 2]), ("slot__isnull", False)),
                    _connector="OR",
                ),
                name="membership_slot_of_handlers",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("role", "confidential_handler")),
                expressions=[
                    ("hospital", "="),
                    ("slot", "="),
                    (
                        models.Func(
                            models.F("from_on"), models.F("to_on"), models.Value("[]"), function="daterange"
                        ),
                        "&&",
                    ),
                ],
                name="membership_two_handlers",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(
                    ("role__in", ["system_administrator", "security_administrator", "audit_administrator"])
                ),
                expressions=[
                    (
                        django.db.models.functions.comparison.Coalesce(
                            models.F("staff"),
                            django.db.models.expressions.CombinedExpression(
                                models.F("user"), "*", models.Value(-1)
                            ),
                        ),
                        "=",
                    ),
                    ("role", "<>"),
                    (
                        models.Func(
                            models.F("from_on"), models.F("to_on"), models.Value("[]"), function="daterange"
                        ),
                        "&&",
                    ),
                ],
                name="membership_separated_roles",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("user", "role", "region", "hospital", "department", "from_on"),
                name="membership_once",
                nulls_distinct=False,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="person_of_log_in",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="SELECT staff_id INTO NEW.staff_id FROM organizations_user WHERE id = NEW.user_id; RETURN NEW;",
                    hash="4b55379efd0cc24a4e592cc715549e0e7628f4c4",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_person_of_log_in_82476",
                    table="organizations_membership",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_membershipevent" ("department_id", "from_on", "granted_by_id", "hospital_id", "id", "line", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "role", "slot", "staff_id", "to_on", "uid", "user_id") VALUES (NEW."department_id", NEW."from_on", NEW."granted_by_id", NEW."hospital_id", NEW."id", NEW."line", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."region_id", NEW."role", NEW."slot", NEW."staff_id", NEW."to_on", NEW."uid", NEW."user_id"); RETURN NULL;',
                    hash="8851bf01b1d75a75bb3abe87d19779ebfabe2975",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_df650",
                    table="organizations_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "organizations_membershipevent" ("department_id", "from_on", "granted_by_id", "hospital_id", "id", "line", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "role", "slot", "staff_id", "to_on", "uid", "user_id") VALUES (NEW."department_id", NEW."from_on", NEW."granted_by_id", NEW."hospital_id", NEW."id", NEW."line", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."region_id", NEW."role", NEW."slot", NEW."staff_id", NEW."to_on", NEW."uid", NEW."user_id"); RETURN NULL;',
                    hash="64e6783982b011e926ffb41e0bb7abedd456bc78",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6cb9e",
                    table="organizations_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_membershipevent" ("department_id", "from_on", "granted_by_id", "hospital_id", "id", "line", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "role", "slot", "staff_id", "to_on", "uid", "user_id") VALUES (OLD."department_id", OLD."from_on", OLD."granted_by_id", OLD."hospital_id", OLD."id", OLD."line", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."region_id", OLD."role", OLD."slot", OLD."staff_id", OLD."to_on", OLD."uid", OLD."user_id"); RETURN NULL;',
                    hash="d88f3e961ce15d842383d21f41a055fe7f3c786d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0b96a",
                    table="organizations_membership",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("username"), name="user_username_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_superuser", False)), name="user_never_superuser"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("staff__isnull", True), ("hospital__isnull", False), _connector="OR"),
                name="user_staff_has_hospital",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="one_person_for_ever",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."hospital_id" IS DISTINCT FROM (NEW."hospital_id") OR OLD."staff_id" IS DISTINCT FROM (NEW."staff_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="d61031a1d0166faed1330dc657bc4327d354084c",
                    operation="UPDATE",
                    pgid="pgtrigger_one_person_for_ever_76ce5",
                    table="organizations_user",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_userevent" ("created_at", "display_name", "email", "email_confirmed_at", "hospital_id", "id", "is_active", "is_superuser", "must_change_password", "password_changed_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_id", "uid", "username") VALUES (NEW."created_at", NEW."display_name", NEW."email", NEW."email_confirmed_at", NEW."hospital_id", NEW."id", NEW."is_active", NEW."is_superuser", NEW."must_change_password", NEW."password_changed_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."staff_id", NEW."uid", NEW."username"); RETURN NULL;',
                    hash="595f2f02cf378fe1ff14401db747b4730e5894e3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_73a80",
                    table="organizations_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."display_name" IS DISTINCT FROM (NEW."display_name") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."email_confirmed_at" IS DISTINCT FROM (NEW."email_confirmed_at") OR OLD."hospital_id" IS DISTINCT FROM (NEW."hospital_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."must_change_password" IS DISTINCT FROM (NEW."must_change_password") OR OLD."password" IS DISTINCT FROM (NEW."password") OR OLD."password_changed_at" IS DISTINCT FROM (NEW."password_changed_at") OR OLD."staff_id" IS DISTINCT FROM (NEW."staff_id") OR OLD."uid" IS DISTINCT FROM (NEW."uid") OR OLD."username" IS DISTINCT FROM (NEW."username"))',
                    func='INSERT INTO "organizations_userevent" ("created_at", "display_name", "email", "email_confirmed_at", "hospital_id", "id", "is_active", "is_superuser", "must_change_password", "password_changed_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_id", "uid", "username") VALUES (NEW."created_at", NEW."display_name", NEW."email", NEW."email_confirmed_at", NEW."hospital_id", NEW."id", NEW."is_active", NEW."is_superuser", NEW."must_change_password", NEW."password_changed_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."staff_id", NEW."uid", NEW."username"); RETURN NULL;',
                    hash="21925524c780ab2d99f8a0b1cf5159736995ef84",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b019e",
                    table="organizations_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_userevent" ("created_at", "display_name", "email", "email_confirmed_at", "hospital_id", "id", "is_active", "is_superuser", "must_change_password", "password_changed_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_id", "uid", "username") VALUES (OLD."created_at", OLD."display_name", OLD."email", OLD."email_confirmed_at", OLD."hospital_id", OLD."id", OLD."is_active", OLD."is_superuser", OLD."must_change_password", OLD."password_changed_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."staff_id", OLD."uid", OLD."username"); RETURN NULL;',
                    hash="1d71e24ddf1a30203941e6604933458525136749",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_cad36",
                    table="organizations_user",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="staffmemberevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="organizations_staffmember_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="standin",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__gte", models.F("from_on"))), name="stand_in_dates_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="standin",
            constraint=models.CheckConstraint(
                condition=models.Q(("principal", models.F("substitute")), _negated=True),
                name="stand_in_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="standin",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("principal", "="),
                    (
                        models.Func(
                            models.F("from_on"), models.F("to_on"), models.Value("[]"), function="daterange"
                        ),
                        "&&",
                    ),
                ],
                name="stand_in_one_substitute",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="standin",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_standinevent" ("from_on", "granted_by_id", "hospital_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "principal_id", "reason", "substitute_id", "to_on", "uid") VALUES (NEW."from_on", NEW."granted_by_id", NEW."hospital_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."principal_id", NEW."reason", NEW."substitute_id", NEW."to_on", NEW."uid"); RETURN NULL;',
                    hash="33dc947f8fa427497cb02c47d36bbe8b8058d9ba",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8d070",
                    table="organizations_standin",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="standin",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "organizations_standinevent" ("from_on", "granted_by_id", "hospital_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "principal_id", "reason", "substitute_id", "to_on", "uid") VALUES (NEW."from_on", NEW."granted_by_id", NEW."hospital_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."principal_id", NEW."reason", NEW."substitute_id", NEW."to_on", NEW."uid"); RETURN NULL;',
                    hash="10c2a491bf1a158296bbe95d7b8a2b5b186fb1d7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6a107",
                    table="organizations_standin",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="standin",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_standinevent" ("from_on", "granted_by_id", "hospital_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "principal_id", "reason", "substitute_id", "to_on", "uid") VALUES (OLD."from_on", OLD."granted_by_id", OLD."hospital_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."principal_id", OLD."reason", OLD."substitute_id", OLD."to_on", OLD."uid"); RETURN NULL;',
                    hash="382a7fc9002886aa06667ca91b15fe0c68bbc6a9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ecbb0",
                    table="organizations_standin",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="standinevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="organizations_standin_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="userevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="organizations_user_actor",
            ),
        ),
    ]
