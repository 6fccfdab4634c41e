from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Exclusion constraints over dates and search in Chinese; both are trusted extensions."""

    initial = True
    dependencies = []
    run_before = [("organizations", "0001_initial")]
    operations = [BtreeGistExtension(), TrigramExtension()]
