import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import infrastructure.hospital_keys


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("campaigns", "0001_initial"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaignrun",
            name="owner_hospital",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="own_runs",
                to="organizations.hospital",
            ),
        ),
        migrations.AddField(
            model_name="campaignrun",
            name="owner_region",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="runs",
                to="organizations.region",
            ),
        ),
        migrations.AddField(
            model_name="checkpoint",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="checkpoints",
                to="campaigns.campaignitem",
            ),
        ),
        migrations.AddField(
            model_name="checkpointoverlay",
            name="checkpoint",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="overlays",
                to="campaigns.checkpoint",
            ),
        ),
        migrations.AddField(
            model_name="checkpointoverlay",
            name="functional_department",
            field=infrastructure.hospital_keys.HospitalKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="functional_checkpoints",
                to="organizations.department",
            ),
        ),
        migrations.AddField(
            model_name="checkpointoverlay",
            name="hospital",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.hospital"
            ),
        ),
        migrations.AddField(
            model_name="checkpointoverlayevent",
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
            model_name="checkpointoverlayevent",
            name="functional_department",
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
            model_name="checkpointoverlayevent",
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
            model_name="checkpointoverlayevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="images",
                to="campaigns.checkpointoverlay",
            ),
        ),
        migrations.AddField(
            model_name="participation",
            name="hospital",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="participations",
                to="organizations.hospital",
            ),
        ),
        migrations.AddField(
            model_name="participation",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="participations",
                to="campaigns.campaignrun",
            ),
        ),
        migrations.AddField(
            model_name="participation",
            name="supervised_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.region"
            ),
        ),
        migrations.AddField(
            model_name="runphase",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="phases", to="campaigns.campaignrun"
            ),
        ),
        migrations.AddConstraint(
            model_name="campaignitem",
            constraint=models.UniqueConstraint(fields=("campaign", "code"), name="item_code_once"),
        ),
        migrations.AddConstraint(
            model_name="campaignitem",
            constraint=models.UniqueConstraint(fields=("campaign", "number"), name="item_number_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaignitem",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_with_its_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE version RECORD;",
                    func="\n            FOR version IN\n                SELECT frozen_at FROM campaigns_campaign WHERE id IN ((OLD.campaign_id), (NEW.campaign_id)) FOR SHARE\n            LOOP\n                IF version.frozen_at IS NOT NULL THEN\n                    RAISE EXCEPTION 'a version in use is frozen' USING ERRCODE = 'check_violation';\n                END IF;\n            END LOOP;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="244c9eb2a45f8af0bb97739a67896219dea76168",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_with_its_version_6505f",
                    table="campaigns_campaignitem",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="campaignphase",
            constraint=models.UniqueConstraint(fields=("campaign", "number"), name="text_phase_number_once"),
        ),
        migrations.AddConstraint(
            model_name="campaignphase",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__gte", models.F("from_on"))), name="text_phase_dates_in_order"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaignphase",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_with_its_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE version RECORD;",
                    func="\n            FOR version IN\n                SELECT frozen_at FROM campaigns_campaign WHERE id IN ((OLD.campaign_id), (NEW.campaign_id)) FOR SHARE\n            LOOP\n                IF version.frozen_at IS NOT NULL THEN\n                    RAISE EXCEPTION 'a version in use is frozen' USING ERRCODE = 'check_violation';\n                END IF;\n            END LOOP;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="c695fed513b77f058f137fcc8751042d56c96a75",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_with_its_version_927d5",
                    table="campaigns_campaignphase",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="campaignrequirement",
            constraint=models.UniqueConstraint(fields=("campaign", "number"), name="requirement_number_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaignrequirement",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_with_its_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE version RECORD;",
                    func="\n            FOR version IN\n                SELECT frozen_at FROM campaigns_campaign WHERE id IN ((OLD.campaign_id), (NEW.campaign_id)) FOR SHARE\n            LOOP\n                IF version.frozen_at IS NOT NULL THEN\n                    RAISE EXCEPTION 'a version in use is frozen' USING ERRCODE = 'check_violation';\n                END IF;\n            END LOOP;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="e1b9ae2df22edf926904c1bb1023fc17bcb3e800",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_with_its_version_3347c",
                    table="campaigns_campaignrequirement",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="campaignrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("owner_hospital__isnull", True), ("owner_region__isnull", False)),
                    models.Q(("owner_hospital__isnull", False), ("owner_region__isnull", True)),
                    _connector="OR",
                ),
                name="run_one_owner",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaignrun",
            trigger=pgtrigger.compiler.Trigger(
                name="freezes_its_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            UPDATE campaigns_campaign SET frozen_at = NEW.opened_at\n                WHERE id = NEW.campaign_id AND frozen_at IS NULL;\n            RETURN NEW;\n        ",
                    hash="3a4aad6ce0ddff49fd4d359a5a1ee4cedb28df83",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_freezes_its_version_9b8bb",
                    table="campaigns_campaignrun",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="checkpoint",
            constraint=models.UniqueConstraint(fields=("item", "code"), name="checkpoint_code_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_with_its_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE version RECORD;",
                    func="\n            FOR version IN\n                SELECT frozen_at FROM campaigns_campaign WHERE id IN ((SELECT campaign_id FROM campaigns_campaignitem WHERE id = OLD.item_id), (SELECT campaign_id FROM campaigns_campaignitem WHERE id = NEW.item_id)) FOR SHARE\n            LOOP\n                IF version.frozen_at IS NOT NULL THEN\n                    RAISE EXCEPTION 'a version in use is frozen' USING ERRCODE = 'check_violation';\n                END IF;\n            END LOOP;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="35710e25eb201f8704b6a4efe23ca78238aa84a6",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_with_its_version_7aa34",
                    table="campaigns_checkpoint",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="checkpointoverlay",
            constraint=models.UniqueConstraint(fields=("hospital", "checkpoint"), name="overlay_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkpointoverlay",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "campaigns_checkpointoverlayevent" ("audiences", "checkpoint_id", "functional_department_id", "hospital_id", "id", "on_the_spot_allowed", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "uid") VALUES (NEW."audiences", NEW."checkpoint_id", NEW."functional_department_id", NEW."hospital_id", NEW."id", NEW."on_the_spot_allowed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."revision", NEW."uid"); RETURN NULL;',
                    hash="9c6ce57800c2746fb16eb0d93101875b7c2f1b08",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d8142",
                    table="campaigns_checkpointoverlay",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkpointoverlay",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "campaigns_checkpointoverlayevent" ("audiences", "checkpoint_id", "functional_department_id", "hospital_id", "id", "on_the_spot_allowed", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "uid") VALUES (NEW."audiences", NEW."checkpoint_id", NEW."functional_department_id", NEW."hospital_id", NEW."id", NEW."on_the_spot_allowed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."revision", NEW."uid"); RETURN NULL;',
                    hash="69e76985ad750aa1a9464ba7733301a99f90d39b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_70822",
                    table="campaigns_checkpointoverlay",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkpointoverlay",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "campaigns_checkpointoverlayevent" ("audiences", "checkpoint_id", "functional_department_id", "hospital_id", "id", "on_the_spot_allowed", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "uid") VALUES (OLD."audiences", OLD."checkpoint_id", OLD."functional_department_id", OLD."hospital_id", OLD."id", OLD."on_the_spot_allowed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."revision", OLD."uid"); RETURN NULL;',
                    hash="b16d2d977c7fda5545fdc428a65ad8cbfbd51aab",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_60b28",
                    table="campaigns_checkpointoverlay",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="checkpointoverlayevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pgh_context__has_key", "actor"), ("pgh_context__actor__gte", 0)),
                name="campaigns_checkpointoverlay_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.UniqueConstraint(fields=("run", "hospital"), name="participation_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="participation",
            trigger=pgtrigger.compiler.Trigger(
                name="participation_as_opened",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."hospital_id" IS DISTINCT FROM (NEW."hospital_id") OR OLD."run_id" IS DISTINCT FROM (NEW."run_id") OR OLD."level" IS DISTINCT FROM (NEW."level") OR OLD."grade" IS DISTINCT FROM (NEW."grade") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."line" IS DISTINCT FROM (NEW."line") OR OLD."affiliation" IS DISTINCT FROM (NEW."affiliation") OR OLD."supervised_by_id" IS DISTINCT FROM (NEW."supervised_by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="cb6a5e6bfc19e94beaa93d3d7fd83e288ff965ac",
                    operation="UPDATE",
                    pgid="pgtrigger_participation_as_opened_d4390",
                    table="campaigns_participation",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="runphase",
            constraint=models.UniqueConstraint(fields=("run", "number"), name="phase_number_once"),
        ),
        migrations.AddConstraint(
            model_name="runphase",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__gte", models.F("from_on"))), name="phase_dates_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="runphase",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("run", "="),
                    (
                        models.Func(
                            models.F("from_on"), models.F("to_on"), models.Value("[]"), function="daterange"
                        ),
                        "&&",
                    ),
                ],
                name="phase_no_overlap",
            ),
        ),
    ]
