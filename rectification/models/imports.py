from django.db import models
from django.db.models import Q

from campaigns.models.campaigns import Participation
from infrastructure.hospital_keys import HospitalKey
from infrastructure.identifiers import new_uid
from infrastructure.models import Job, StoredFile
from infrastructure.workbooks.limits import SHEET_NAME_MAX_LENGTH
from organizations.models import Hospital, User
from rectification.models.templates import TemplateExport


class LedgerImport(models.Model):
    """One workbook on its way into a ledger: kept as it was uploaded, with what was corrected and what came of it."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    participation = HospitalKey(Participation, related_name="imports")
    file = HospitalKey(StoredFile, related_name="+")
    cells = models.PositiveIntegerField()  # filled ones: what reading and planning cost
    sheets = models.JSONField(
        default=dict
    )  # name → how many rows and columns were read: where a cell can be mended
    column_choices = models.JSONField(
        default=dict
    )  # sheet → {"header_row": n, "columns": {place: column or null}}
    department_names = models.JSONField(default=dict)  # as written → uid of the department, here alone
    decisions = models.JSONField(default=dict)  # `rectification.workbook.decisions.Decisions`
    # The export that a workbook was sent out with, when it is one of ours that comes back.
    template = HospitalKey(TemplateExport, null=True, blank=True, related_name="returns")
    job = HospitalKey(Job, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True)
    imported_rows = models.PositiveIntegerField(null=True)
    changes_made = models.JSONField(default=list)  # what became of each change that was taken

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(imported_at__isnull=True, imported_rows__isnull=True)
                | Q(imported_at__isnull=False, imported_rows__isnull=False),
                name="import_done_with_count",
            )
        ]
        indexes = [models.Index(fields=["participation", "-id"], name="import_of_ledger")]

    def __str__(self) -> str:
        return str(self.uid)


class ImportLine(models.Model):
    """A line of a large workbook as it was read, for its preview only: written anew whenever it is read."""

    opened = HospitalKey(LedgerImport, on_delete=models.CASCADE, related_name="lines")
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    sheet = models.CharField(max_length=SHEET_NAME_MAX_LENGTH)
    verdict = models.CharField(max_length=12)  # `rectification.workbook.preview_lines.Verdict`
    content = models.JSONField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["opened", "position"], name="import_line_once")]
        indexes = [models.Index(fields=["opened", "sheet", "verdict", "position"], name="import_line_shown")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.position}"
