"""The closed list of acts that the inspections app writes into the audit."""

from django.db import models

from infrastructure.audit import register_actions
from infrastructure.presentation.timelines import register_tones


@register_actions
class Action(models.TextChoices):
    SHEET_ANSWERED = "sheet.answered", "填写自查表"
    SHEET_CONFIRMED = "sheet.confirmed", "确认自查表"
    SHEET_REOPENED = "sheet.reopened", "重新填写自查表"
    SHEETS_COMPLETED = "sheet.completed", "补建自查表"


register_tones({Action.SHEET_CONFIRMED: "done", Action.SHEET_REOPENED: "wait"})
