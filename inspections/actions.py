"""The closed list of acts that the inspections app writes into the audit."""

from django.db import models

from infrastructure.audit import register_actions
from infrastructure.presentation.timelines import register_tones


@register_actions
class SheetAction(models.TextChoices):
    ANSWERED = "sheet.answered", "填写自查表"
    CONFIRMED = "sheet.confirmed", "确认自查表"
    REOPENED = "sheet.reopened", "重新填写自查表"
    COMPLETED = "sheet.completed", "补建自查表"


register_tones({SheetAction.CONFIRMED: "done", SheetAction.REOPENED: "wait"})
