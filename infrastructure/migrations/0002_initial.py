import django.db.models.functions.datetime
from django.db import migrations, models

import infrastructure.identifiers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("infrastructure", "0001_extensions"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("logged_in", "登录"),
                            ("logged_out", "退出"),
                            ("login_failed", "登录失败"),
                            ("locked_out", "登录被锁定"),
                            ("switched", "切换用户"),
                            ("exported", "导出"),
                            ("downloaded", "下载附件"),
                            ("restricted_view", "查看受限内容"),
                        ],
                        max_length=20,
                    ),
                ),
                ("hospital_id", models.BigIntegerField(null=True)),
                ("login", models.CharField(blank=True, max_length=150)),
                ("address", models.GenericIPAddressField(null=True)),
                ("target_uid", models.UUIDField(null=True)),
                ("detail", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="AuditEntry",
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
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("hospital_id", models.BigIntegerField(null=True)),
                ("action", models.CharField(max_length=60)),
                ("target_type", models.CharField(max_length=60)),
                ("target_uid", models.UUIDField()),
                ("target_name", models.CharField(blank=True, max_length=200)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(max_length=60)),
                ("signatory_id", models.BigIntegerField(null=True)),
                ("signatory_name", models.CharField(blank=True, max_length=60)),
                ("on_behalf_of_id", models.BigIntegerField(null=True)),
                ("on_behalf_of_name", models.CharField(blank=True, max_length=60)),
                ("scan_uid", models.UUIDField(null=True)),
                ("from_state", models.CharField(blank=True, max_length=20)),
                ("to_state", models.CharField(blank=True, max_length=20)),
                ("reason", models.TextField(blank=True)),
                ("detail", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=100)),
                ("request_hash", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("body", models.JSONField(null=True)),
                ("reach", models.JSONField(null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="Job",
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
                ("hospital_id", models.BigIntegerField(null=True)),
                ("region_id", models.BigIntegerField(null=True)),
                ("kind", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=120)),
                ("parameters", models.JSONField(default=dict)),
                ("needs", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "排队中"),
                            ("running", "进行中"),
                            ("done", "已完成"),
                            ("failed", "未完成"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("lease_until", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("finished_at", models.DateTimeField(null=True)),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("result", models.JSONField(default=dict)),
                ("cleared_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="RetentionCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table_name", models.CharField(max_length=63)),
                ("hospital_id", models.BigIntegerField(null=True)),
                ("removed", models.PositiveBigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="RetentionRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("kind", models.CharField(max_length=60)),
                ("cut_off", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="StoredFile",
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
                ("hospital_id", models.BigIntegerField(db_index=True, null=True)),
                ("region_id", models.BigIntegerField(db_index=True, null=True)),
                ("storage_name", models.CharField(max_length=100, unique=True)),
                ("original_name", models.CharField(max_length=255)),
                ("sent_name", models.CharField(blank=True, max_length=255)),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "接收中"), ("stored", "已保存"), ("discarded", "已清除")],
                        default="pending",
                        max_length=10,
                    ),
                ),
                (
                    "preview_state",
                    models.CharField(
                        choices=[
                            ("none", "不提供预览"),
                            ("waiting", "预览生成中"),
                            ("ready", "可预览"),
                            ("failed", "无法预览"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("page_count", models.PositiveIntegerField(null=True)),
                ("preview_attempts", models.PositiveSmallIntegerField(default=0)),
                ("preview_lease_until", models.DateTimeField(null=True)),
                ("uploaded_at", models.DateTimeField()),
                ("discarded_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
