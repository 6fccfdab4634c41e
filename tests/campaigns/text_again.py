"""A version of a campaign put together again from its rows: the very dataclass that it was written from."""

from __future__ import annotations

from campaigns.models import Campaign
from campaigns.selectors.texts import coverage_of, phases_of_text
from policy_texts.campaigns import Campaign as Text
from policy_texts.campaigns import Checkpoint, Item, Requirement
from policy_texts.vocabulary import Audience, Duty


def text_of(campaign: Campaign) -> Text:
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
