"""Parts of a version as the dataclasses they were written from: what was read from a file or typed, word for word."""

from __future__ import annotations

from campaigns.models import Campaign
from policy_texts.campaigns import Coverage, Phase
from policy_texts.vocabulary import AdministrativeLine, HospitalKind, HospitalLevel, PhaseKind


def coverage_of(campaign: Campaign) -> Coverage:
    return Coverage(
        clause=campaign.coverage_clause,
        text=campaign.coverage_text,
        levels=tuple(map(HospitalLevel, campaign.levels)),
        kinds=tuple(map(HospitalKind, campaign.kinds)),
        lines=tuple(map(AdministrativeLine, campaign.lines)),
    )


def phases_of_text(campaign: Campaign) -> tuple[Phase, ...]:
    return tuple(
        Phase(row.clause, PhaseKind(row.kind), row.title, row.text, row.from_on, row.to_on)
        for row in campaign.phases.all()
    )
