from django.db import migrations

from infrastructure.hospital_keys import TieToHospital


class Migration(migrations.Migration):
    """References between rows of a hospital are composite: (x_id, hospital_id)."""

    dependencies = [("rectification", "0001_initial"), ("campaigns", "0003_same_hospital")]
    operations = [
        TieToHospital(),
    ]
