import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import infrastructure.hospital_keys


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("infrastructure", "0002_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="accessentry",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["target_uid", "-id"], name="audit_timeline"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["hospital_id", "-id"], name="audit_page"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["hospital_id", "actor_id", "-id"], name="audit_by_actor"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="audit_age"),
        ),
        migrations.AddField(
            model_name="idempotencykey",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="job",
            name="requested_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="retentionrun",
            index=models.Index(fields=["-at"], name="retention_run_newest"),
        ),
        migrations.AddField(
            model_name="retentioncount",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="counts",
                to="infrastructure.retentionrun",
            ),
        ),
        migrations.AddField(
            model_name="storedfile",
            name="uploaded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="job",
            name="result_file",
            field=infrastructure.hospital_keys.PlaceKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="infrastructure.storedfile",
            ),
        ),
        migrations.AddIndex(
            model_name="accessentry",
            index=models.Index(fields=["hospital_id", "-id"], name="access_page"),
        ),
        migrations.AddIndex(
            model_name="accessentry",
            index=models.Index(fields=["user", "-id"], name="access_by_user"),
        ),
        migrations.AddIndex(
            model_name="accessentry",
            index=django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="access_age"),
        ),
        migrations.AddIndex(
            model_name="idempotencykey",
            index=models.Index(fields=["created_at"], name="idempotency_age"),
        ),
        migrations.AddConstraint(
            model_name="idempotencykey",
            constraint=models.UniqueConstraint(fields=("user", "key"), name="idempotency_once"),
        ),
        migrations.AddIndex(
            model_name="retentioncount",
            index=models.Index(fields=["hospital_id", "run"], name="retention_of_hospital"),
        ),
        migrations.AddConstraint(
            model_name="retentioncount",
            constraint=models.UniqueConstraint(
                fields=("run", "table_name", "hospital_id"), name="retention_count_once", nulls_distinct=False
            ),
        ),
        migrations.AddIndex(
            model_name="storedfile",
            index=models.Index(
                condition=models.Q(("preview_state", "waiting")), fields=["id"], name="file_preview_waiting"
            ),
        ),
        migrations.AddIndex(
            model_name="storedfile",
            index=models.Index(condition=models.Q(("state", "pending")), fields=["id"], name="file_pending"),
        ),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hospital_id__isnull", False), ("region_id__isnull", True)),
                    models.Q(("hospital_id__isnull", True), ("region_id__isnull", False)),
                    _connector="OR",
                ),
                name="file_of_one_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["pending", "stored", "discarded"])), name="file_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("preview_state__in", ["none", "waiting", "ready", "failed"])),
                name="file_preview_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("discarded_at__isnull", False), ("state", "discarded")),
                    models.Q(models.Q(("state", "discarded"), _negated=True), ("discarded_at__isnull", True)),
                    _connector="OR",
                ),
                name="file_discarded_has_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("page_count__gte", 1), ("page_count__isnull", False), ("preview_state", "ready")
                    ),
                    models.Q(
                        models.Q(("preview_state", "ready"), _negated=True), ("page_count__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="file_pages_when_previewed",
            ),
        ),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("preview_lease_until__isnull", True), ("preview_state", "waiting"), _connector="OR"
                ),
                name="file_lease_while_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.CheckConstraint(condition=models.Q(("size__gte", 1)), name="file_not_empty"),
        ),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="file_sha256_is_hex"
            ),
        ),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("storage_name__regex", "^files/[0-9]{4}/[0-9]{2}/[0-9]{2}/[0-9a-f]{32}$")
                ),
                name="file_storage_name_random",
            ),
        ),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("original_name__regex", "^[^/\\\\[:cntrl:]]+$")),
                name="file_name_without_path",
            ),
        ),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("content_type__regex", "^[a-z]+/[a-z0-9.+-]+$")),
                name="file_content_type_wellformed",
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("cleared_at__isnull", True), ("state", "done")),
                fields=["finished_at"],
                name="job_to_clear",
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("state__in", ["queued", "running"])), fields=["id"], name="job_open"
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["requested_by", "-id"], name="job_of_user"),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hospital_id__isnull", False), ("region_id__isnull", True)),
                    models.Q(("hospital_id__isnull", True), ("region_id__isnull", False)),
                    _connector="OR",
                ),
                name="job_of_one_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at__isnull", False), ("state__in", ["done", "failed"])),
                    models.Q(("finished_at__isnull", True), ("state__in", ["queued", "running"])),
                    _connector="OR",
                ),
                name="job_finished_when_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "running"), _negated=True),
                    ("lease_until__isnull", False),
                    _connector="OR",
                ),
                name="job_running_has_lease",
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cleared_at__isnull", True), models.Q(("result", {}), ("state", "done")), _connector="OR"
                ),
                name="job_cleared_is_empty",
            ),
        ),
    ]
