"""Campaigns of the official documents as rows. A version that a run uses never changes: a new text is a new version."""

from __future__ import annotations

from datetime import datetime

from campaigns.actions import CampaignAction
from campaigns.models import (
    Campaign,
    CampaignItem,
    CampaignPhase,
    CampaignRequirement,
    CheckEntry,
    Checkpoint,
    CheckpointOverlay,
)
from infrastructure.audit import acting, record
from organizations.models import User
from policy_texts.campaigns import Campaign as Text
from policy_texts.loading import available_campaigns, load_campaign


def sync_campaigns(*, by: User | None, now: datetime) -> list[Campaign]:
    """Bring every campaign of `policy_texts` into the tables; returns those that were written. Safe to repeat."""
    synced = (sync_campaign(text=load_campaign(code), by=by, now=now) for code in available_campaigns())
    return [campaign for campaign in synced if campaign is not None]


def sync_campaign(*, text: Text, by: User | None, now: datetime) -> Campaign | None:
    """Write one text, or return None when it stands there already.

    A version that a run, a hospital's overlay or a check entry refers to is left as it is; the new text becomes the
    next version and takes those of the checkpoints that go on under the same clause.
    """
    with acting(by=by):
        last = Campaign.objects.select_for_update().filter(code=text.code).order_by("-version").first()
        if last is not None and last.content_hash == text.content_hash:
            return None
        if last is not None and not _in_use(last):
            campaign = _rewrite(last, text)
        else:
            campaign = Campaign.objects.create(
                version=max(text.version, last.version + 1 if last else 1), code=text.code, **_columns(text)
            )
            _write_parts(campaign, text)
            if last is not None:
                clauses = _by_clause(campaign)
                _carry_overlays(last, clauses)
                _carry_entries(last, clauses, now)
        record(
            action=CampaignAction.CAMPAIGN_SYNCED,
            target=campaign,
            by=by,
            now=now,
            hospital_id=None,
            detail={"code": campaign.code, "version": campaign.version},
        )
    return campaign


def _in_use(campaign: Campaign) -> bool:
    return campaign.frozen_at is not None or any(
        model.objects.filter(checkpoint__item__campaign=campaign).exists()
        for model in (CheckpointOverlay, CheckEntry)
    )


def _columns(text: Text) -> dict[str, object]:
    return {
        "title": text.title,
        "document_no": text.document_no,
        "issued_on": text.issued_on,
        "issuers": list(text.issuers),
        "coverage_clause": text.coverage.clause,
        "coverage_text": text.coverage.text,
        "levels": [level.value for level in text.coverage.levels],
        "kinds": [kind.value for kind in text.coverage.kinds],
        "lines": [line.value for line in text.coverage.lines],
        "from_file": True,
        "content_hash": text.content_hash,
    }


def _rewrite(campaign: Campaign, text: Text) -> Campaign:
    """Nothing refers to it yet: its parts are replaced in place."""
    Checkpoint.objects.filter(item__campaign=campaign).delete()
    for parts in (campaign.items, campaign.phases, campaign.requirements):
        parts.all().delete()
    for name, value in _columns(text).items():
        setattr(campaign, name, value)
    campaign.save()
    _write_parts(campaign, text)
    return campaign


def _write_parts(campaign: Campaign, text: Text) -> None:
    """Everything that the text says beside its columns: what is not written here, a page could never show again."""
    _write_items(campaign, text)
    CampaignPhase.objects.bulk_create(
        CampaignPhase(campaign=campaign, number=number, **vars(phase) | {"kind": phase.kind.value})
        for number, phase in enumerate(text.phases, start=1)
    )
    CampaignRequirement.objects.bulk_create(
        CampaignRequirement(campaign=campaign, number=number, **vars(requirement))
        for number, requirement in enumerate(text.requirements, start=1)
    )


def _write_items(campaign: Campaign, text: Text) -> None:
    items = CampaignItem.objects.bulk_create(
        CampaignItem(
            campaign=campaign,
            code=item.code,
            clause=item.clause,
            number=item.number,
            title=item.title,
            short_title=item.short_title,
            cites=list(item.cites),
        )
        for item in text.items
    )
    Checkpoint.objects.bulk_create(
        Checkpoint(
            item=row,
            code=point.code,
            clause=point.clause,
            text=point.text,
            audiences=[audience.value for audience in point.audiences],
            duty=point.duty.value,
            hospital_level=point.hospital_level,
            cites=list(point.cites),
        )
        for row, item in zip(items, text.items, strict=True)
        for point in item.checkpoints
    )


def _by_clause(campaign: Campaign) -> dict[str, Checkpoint]:
    rows = Checkpoint.objects.filter(item__campaign=campaign).select_related("item__campaign")
    return {point.clause: point for point in rows}


def _carry_entries(old: Campaign, clauses: dict[str, Checkpoint], now: datetime) -> None:
    """Those in force; under the old version they stay as they are, for the runs that use it."""
    kept = CheckEntry.objects.in_force(now).filter(checkpoint__item__campaign=old)
    CheckEntry.objects.bulk_create(
        CheckEntry(
            hospital_id=entry.hospital_id,
            region_id=entry.region_id,
            lines=entry.lines,
            checkpoint=clauses[entry.checkpoint.clause],
            text=entry.text,
            method=entry.method,
            sample_size=entry.sample_size,
            sample_of=entry.sample_of,
            basis=entry.basis,
            from_at=now,
        )
        for entry in kept.select_related("checkpoint").order_by("from_at", "pk")
        if entry.checkpoint.clause in clauses
    )


def _carry_overlays(old: Campaign, clauses: dict[str, Checkpoint]) -> None:
    kept = CheckpointOverlay.objects.filter(checkpoint__item__campaign=old).select_related("checkpoint")
    CheckpointOverlay.objects.bulk_create(
        CheckpointOverlay(
            hospital_id=overlay.hospital_id,
            checkpoint=clauses[overlay.checkpoint.clause],
            audiences=overlay.audiences,
            functional_department_id=overlay.functional_department_id,
            on_the_spot_allowed=overlay.on_the_spot_allowed,
        )
        for overlay in kept
        if overlay.checkpoint.clause in clauses
    )
