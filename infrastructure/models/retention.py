from django.db import models
from django.db.models.functions import Now


class RetentionRun(models.Model):
    """One carrying out of retention. Written by the database function alone: the application can only read it."""

    owner_writes = True

    at = models.DateTimeField(db_default=Now())
    kind = models.CharField(max_length=60)
    cut_off = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at"], name="retention_run_newest")]

    def __str__(self) -> str:
        return f"{self.kind} before {self.cut_off:%Y-%m-%d}"


class RetentionCount(models.Model):
    """How many rows of one table and one hospital a run removed; null: rows above the hospitals."""

    owner_writes = True

    run = models.ForeignKey(RetentionRun, models.PROTECT, related_name="counts")
    table_name = models.CharField(max_length=63)
    hospital_id = models.BigIntegerField(null=True)
    removed = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "table_name", "hospital_id"],
                nulls_distinct=False,
                name="retention_count_once",
            )
        ]
        indexes = [models.Index(fields=["hospital_id", "run"], name="retention_of_hospital")]

    def __str__(self) -> str:
        return f"{self.table_name}: {self.removed}"
