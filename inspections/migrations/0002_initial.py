import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import infrastructure.hospital_keys


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("campaigns", "0002_initial"),
        ("infrastructure", "0003_initial"),
        ("inspections", "0001_initial"),
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="inspectionsheet",
            name="confirmed_by",
            field=infrastructure.hospital_keys.HospitalKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.staffmember",
            ),
        ),
        migrations.AddField(
            model_name="inspectionsheet",
            name="confirmed_recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="inspectionsheet",
            name="confirmed_scan",
            field=infrastructure.hospital_keys.HospitalKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="infrastructure.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="inspectionsheet",
            name="confirmed_stand_in",
            field=infrastructure.hospital_keys.HospitalKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.standin",
            ),
        ),
        migrations.AddField(
            model_name="inspectionsheet",
            name="department",
            field=infrastructure.hospital_keys.HospitalKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sheets",
                to="organizations.department",
            ),
        ),
        migrations.AddField(
            model_name="inspectionsheet",
            name="hospital",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.hospital"
            ),
        ),
        migrations.AddField(
            model_name="inspectionsheet",
            name="participation",
            field=infrastructure.hospital_keys.HospitalKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sheets",
                to="campaigns.participation",
            ),
        ),
        migrations.AddField(
            model_name="inspectionsheetevent",
            name="confirmed_by",
            field=infrastructure.hospital_keys.HospitalKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="organizations.staffmember",
            ),
        ),
        migrations.AddField(
            model_name="inspectionsheetevent",
            name="confirmed_recorded_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="inspectionsheetevent",
            name="confirmed_scan",
            field=infrastructure.hospital_keys.HospitalKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="infrastructure.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="inspectionsheetevent",
            name="confirmed_stand_in",
            field=infrastructure.hospital_keys.HospitalKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="organizations.standin",
            ),
        ),
        migrations.AddField(
            model_name="inspectionsheetevent",
            name="department",
            field=infrastructure.hospital_keys.HospitalKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="organizations.department",
            ),
        ),
        migrations.AddField(
            model_name="inspectionsheetevent",
            name="hospital",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="organizations.hospital",
            ),
        ),
        migrations.AddField(
            model_name="inspectionsheetevent",
            name="participation",
            field=infrastructure.hospital_keys.HospitalKey(
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="campaigns.participation",
            ),
        ),
        migrations.AddField(
            model_name="inspectionsheetevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="images",
                to="inspections.inspectionsheet",
            ),
        ),
        migrations.AddField(
            model_name="sheetline",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sheetline",
            name="checkpoint",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="campaigns.checkpoint"
            ),
        ),
        migrations.AddField(
            model_name="sheetline",
            name="department",
            field=infrastructure.hospital_keys.HospitalKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sheet_lines",
                to="organizations.department",
            ),
        ),
        migrations.AddField(
            model_name="sheetline",
            name="hospital",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.hospital"
            ),
        ),
        migrations.AddField(
            model_name="sheetline",
            name="sheet",
            field=infrastructure.hospital_keys.HospitalKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="inspections.inspectionsheet",
            ),
        ),
        migrations.AddField(
            model_name="sheetlineevent",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sheetlineevent",
            name="checkpoint",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="campaigns.checkpoint",
            ),
        ),
        migrations.AddField(
            model_name="sheetlineevent",
            name="department",
            field=infrastructure.hospital_keys.HospitalKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="organizations.department",
            ),
        ),
        migrations.AddField(
            model_name="sheetlineevent",
            name="hospital",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="organizations.hospital",
            ),
        ),
        migrations.AddField(
            model_name="sheetlineevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="images",
                to="inspections.sheetline",
            ),
        ),
        migrations.AddField(
            model_name="sheetlineevent",
            name="sheet",
            field=infrastructure.hospital_keys.HospitalKey(
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="inspections.inspectionsheet",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectionsheet",
            constraint=models.UniqueConstraint(
                fields=("participation", "level", "department"), name="sheet_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectionsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("department__isnull", False), ("level", "department")),
                    models.Q(("department__isnull", True), ("level", "hospital")),
                    _connector="OR",
                ),
                name="sheet_of_department_or_hospital",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectionsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("confirmed_at__isnull", True),
                        ("confirmed_by__isnull", True),
                        ("confirmed_recorded_by__isnull", True),
                    ),
                    models.Q(
                        ("confirmed_at__isnull", False),
                        ("confirmed_by__isnull", False),
                        ("confirmed_recorded_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="sheet_confirmed_by_somebody",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inspectionsheet",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "inspections_inspectionsheetevent" ("confirmed_at", "confirmed_by_id", "confirmed_recorded_by_id", "confirmed_scan_id", "confirmed_stand_in_id", "department_id", "hospital_id", "id", "level", "participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "uid") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."confirmed_recorded_by_id", NEW."confirmed_scan_id", NEW."confirmed_stand_in_id", NEW."department_id", NEW."hospital_id", NEW."id", NEW."level", NEW."participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."revision", NEW."uid"); RETURN NULL;',
                    hash="a83e4c1b229a098973decf8c99993b18d96e2e80",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9277b",
                    table="inspections_inspectionsheet",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inspectionsheet",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "inspections_inspectionsheetevent" ("confirmed_at", "confirmed_by_id", "confirmed_recorded_by_id", "confirmed_scan_id", "confirmed_stand_in_id", "department_id", "hospital_id", "id", "level", "participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "uid") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."confirmed_recorded_by_id", NEW."confirmed_scan_id", NEW."confirmed_stand_in_id", NEW."department_id", NEW."hospital_id", NEW."id", NEW."level", NEW."participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."revision", NEW."uid"); RETURN NULL;',
                    hash="b7312e44bb16c1cede9b537a3bcd5516a7ff9657",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_70f69",
                    table="inspections_inspectionsheet",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inspectionsheet",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "inspections_inspectionsheetevent" ("confirmed_at", "confirmed_by_id", "confirmed_recorded_by_id", "confirmed_scan_id", "confirmed_stand_in_id", "department_id", "hospital_id", "id", "level", "participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "uid") VALUES (OLD."confirmed_at", OLD."confirmed_by_id", OLD."confirmed_recorded_by_id", OLD."confirmed_scan_id", OLD."confirmed_stand_in_id", OLD."department_id", OLD."hospital_id", OLD."id", OLD."level", OLD."participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."revision", OLD."uid"); RETURN NULL;',
                    hash="195efc56b9f8bac981e8c33eef71acecd1837f03",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c4f98",
                    table="inspections_inspectionsheet",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectionsheetevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="inspections_inspectionsheet_actor",
            ),
        ),
        migrations.AddIndex(
            model_name="sheetline",
            index=models.Index(fields=["department", "sheet"], name="sheet_line_by_department"),
        ),
        migrations.AddConstraint(
            model_name="sheetline",
            constraint=models.UniqueConstraint(fields=("sheet", "checkpoint"), name="sheet_line_once"),
        ),
        migrations.AddConstraint(
            model_name="sheetline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at__isnull", True), ("answered_by__isnull", True)),
                    models.Q(
                        models.Q(("answer", ""), _negated=True),
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="sheet_line_answered_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheetline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "not_applicable"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="sheet_line_not_applicable_says_why",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sheetline",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "inspections_sheetlineevent" ("answer", "answered_at", "answered_by_id", "checkpoint_id", "department_id", "hospital_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "sheet_id", "uid") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."checkpoint_id", NEW."department_id", NEW."hospital_id", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."revision", NEW."sheet_id", NEW."uid"); RETURN NULL;',
                    hash="1f1aadc9e16830453ea175194d18845053ceb883",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_65682",
                    table="inspections_sheetline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sheetline",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "inspections_sheetlineevent" ("answer", "answered_at", "answered_by_id", "checkpoint_id", "department_id", "hospital_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "sheet_id", "uid") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."checkpoint_id", NEW."department_id", NEW."hospital_id", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."revision", NEW."sheet_id", NEW."uid"); RETURN NULL;',
                    hash="59f0e08f911c466603e74690182faa3501ced77c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_14a35",
                    table="inspections_sheetline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sheetline",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "inspections_sheetlineevent" ("answer", "answered_at", "answered_by_id", "checkpoint_id", "department_id", "hospital_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "sheet_id", "uid") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."checkpoint_id", OLD."department_id", OLD."hospital_id", OLD."id", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."revision", OLD."sheet_id", OLD."uid"); RETURN NULL;',
                    hash="31f50f2f824ba06a1b747dc4fe9b38efb4541afa",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3fcae",
                    table="inspections_sheetline",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sheetlineevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="inspections_sheetline_actor",
            ),
        ),
    ]
