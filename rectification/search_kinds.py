"""Findings of every ledger of the hospital, as far as the seeker's roles see them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse

from infrastructure.searching.kinds import Hit, SearchKind, Seeker
from organizations.scope import scope_of
from rectification.filters import having_words
from rectification.models import Finding
from rectification.rights import FindingRight


def _findings(seeker: Seeker, words: str) -> QuerySet[Finding]:
    scope = scope_of(seeker.user, FindingRight.VIEW, as_of=seeker.as_of).within(seeker.hospital_id)
    rows = Finding.objects.visible_in(scope).filter(hospital=seeker.hospital_id)
    found = having_words(rows, words, hospital_id=seeker.hospital_id)
    return found.select_related("lead_department").order_by("-id")


def _told(seeker: Seeker, rows: Sequence[Finding]) -> list[Hit]:
    return [
        Hit(
            title=finding.text,
            detail=f"{finding.lead_department}　{finding.get_state_display()}",
            url=reverse("finding", args=[finding.uid]),
        )
        for finding in rows
    ]


FINDINGS = SearchKind("findings", "问题", _findings, _told)
