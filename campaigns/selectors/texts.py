"""A version of a campaign as the dataclass it was written from: what was read from a file or typed, word for word."""

from __future__ import annotations

from campaigns.models import Campaign
from policy_texts.campaigns import Campaign as Text
from policy_texts.campaigns import Checkpoint, Coverage, Item, Phase, Requirement
from policy_texts.vocabulary import (
    AdministrativeLine,
    Audience,
    Duty,
    HospitalKind,
    HospitalLevel,
    PhaseKind,
)


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


def text_of(campaign: Campaign) -> Text:
    """The whole text. Four queries."""
    return Text(
        code=campaign.code,
        version=campaign.version,
        title=campaign.title,
        document_no=campaign.document_no,
        issued_on=campaign.issued_on,
        issuers=tuple(campaign.issuers),
        coverage=coverage_of(campaign),
        items=_items(campaign),
        phases=phases_of_text(campaign),
        requirements=tuple(
            Requirement(row.clause, row.title, row.text) for row in campaign.requirements.all()
        ),
    )


def _items(campaign: Campaign) -> tuple[Item, ...]:
    return tuple(
        Item(
            clause=item.clause,
            title=item.title,
            short_title=item.short_title,
            checkpoints=tuple(
                Checkpoint(
                    clause=point.clause,
                    text=point.text,
                    audiences=tuple(map(Audience, point.audiences)),
                    duty=Duty(point.duty),
                    cites=tuple(point.cites),
                )
                for point in item.checkpoints.all()
            ),
            cites=tuple(item.cites),
        )
        for item in campaign.items.prefetch_related("checkpoints")
    )
