from django.db import migrations

from infrastructure.hospital_keys import TieToHospital


class Migration(migrations.Migration):
    """References between rows of a hospital are composite: (x_id, hospital_id)."""

    dependencies = [("organizations", "0001_initial"), ("infrastructure", "0004_same_hospital")]
    operations = [
        TieToHospital(),
        # At most two levels: (parent, 1) must exist as (id, level), so that a parent is never a child itself.
        migrations.RunSQL(
            "ALTER TABLE organizations_department ADD CONSTRAINT department_parent_is_first_level "
            "FOREIGN KEY (parent_id, parent_level) REFERENCES organizations_department (id, level) "
            "DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE organizations_department DROP CONSTRAINT department_parent_is_first_level",
        ),
    ]
