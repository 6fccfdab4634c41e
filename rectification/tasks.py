"""What is over is cleared away once a night."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from rectification.services import templates


@shared_task
def forget_old_templates() -> None:
    """What exported workbooks said, once they cannot come back any more. Safe to run twice."""
    templates.forget_old_templates(now=timezone.now())
