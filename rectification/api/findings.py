"""Findings: the list of a ledger, one finding, and its way along the loop."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.access import ledger_for
from campaigns.models import Participation
from campaigns.selectors import choices as campaign_choices
from infrastructure.api.describing import operation
from infrastructure.api.once import once
from infrastructure.api.pages import page_of, paged
from infrastructure.api.views import ApiView, asked
from infrastructure.errors import Invalid
from organizations.models import Department
from organizations.requests import request_scope, signed_in
from rectification.api.access import finding_for
from rectification.models import Finding, LedgerEntry
from rectification.rights import FindingRight
from rectification.selectors import ledger
from rectification.serializers.findings import (
    AlsoCountBody,
    FindingDetail,
    FindingEdit,
    FindingQuery,
    FindingRow,
    NewFindingBody,
    edited,
    named,
)
from rectification.services import finding_edits, findings, with_files
from rectification.services.findings import FindingInput

TAG = "问题"
# Its fields are bound once: each serializer that is made copies them anew.
_DETAIL = FindingDetail()
# Without the texts of the campaign, which are long.
_TOLD_OF_A_LINE = (
    "finding",
    "number",
    "primary",
    "item__code",
    "checkpoint__clause",
    "participation__uid",
    "participation__run__code",
)


def answer(finding: Finding) -> dict[str, Any]:
    """One finding as it is told, with its lines in every ledger."""
    lines = finding.entries.select_related("item", "checkpoint", "participation__run").only(*_TOLD_OF_A_LINE)
    supporting = finding.supporting.select_related("department")
    return told(finding, lines.order_by("-primary", "id"), [row.department for row in supporting])


def _rows(findings: Sequence[Finding], items: dict[int, str]) -> Any:
    for row in findings:
        row.helpers = [one.department for one in row.supporting.all()]  # type: ignore[attr-defined]
    return FindingRow(findings, many=True, context={"items": items}).data


def told(finding: Finding, lines: Iterable[LedgerEntry], supporting: Sequence[Department]) -> dict[str, Any]:
    finding.lines, finding.helpers = list(lines), supporting  # type: ignore[attr-defined]
    return dict(_DETAIL.to_representation(finding))


def read_again(request: Request, finding: Finding) -> Response:
    """The finding as it is after an act. Its own actor may just have moved it out of sight; then by uid alone."""
    fresh = Finding.objects.with_named().get(pk=finding.pk)
    fresh.hospital = finding.hospital
    return Response(answer(fresh))


class Findings(ApiView):
    """The ledger as a list, and registering."""

    @operation(
        "finding_list",
        "台账中的问题；没有 state 时不含已合并、已作废",
        tag=TAG,
        query=FindingQuery,
        answer=page_of(FindingRow),
        problems=(400, 404),
    )
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        participation, scope = ledger_for(request, uid, FindingRight.VIEW)
        found = ledger.listed(
            request.query_params, scope=scope, participation=participation, as_of=self.today
        )
        if not found.is_valid():
            raise Invalid({name: "".join(words) for name, words in found.errors.items()})
        items = {item.pk: item.code for item in campaign_choices.items(participation)}
        return paged(
            request,
            ledger.with_supporting(ledger.in_order(found.qs, asked(request)["sort"])),
            lambda page: _rows(page, items),
        )

    @operation(
        "finding_create",
        "登记问题：科室登记为草稿，质控办登记直接进入原因分析",
        tag=TAG,
        body=NewFindingBody,
        answer=FindingDetail,
        status=201,
        problems=(404, 413),
    )
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        participation, _ = ledger_for(request, uid, FindingRight.CREATE)
        typed = self.typed(request, NewFindingBody, **body_context(request, participation))
        made = with_files.register_finding(
            participation=participation,
            values=FindingInput(**named(typed)),
            photos=typed["photos"],
            by=signed_in(request),
            now=self.now,
        ).registered
        return Response(told(made.finding, [made.entry], made.supporting), status=201)


def body_context(request: Request, participation: Participation) -> dict[str, Any]:
    """The fence of the rows that a finding's body names."""
    scope = request_scope(request, FindingRight.VIEW)
    return {"hospital": participation.hospital, "participation": participation, "scope": scope}


class FindingResource(ApiView):
    @operation("finding_retrieve", "一个问题", tag=TAG, answer=FindingDetail, problems=(404,))
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        return Response(answer(finding_for(request, uid)))

    @operation(
        "finding_replace",
        "修改问题：没有传的字段取默认值",
        tag=TAG,
        body=FindingEdit,
        answer=FindingDetail,
        problems=(404, 409),
    )
    def put(self, request: Request, uid: uuid.UUID) -> Response:
        return self._edit(request, uid, whole=True)

    @operation(
        "finding_edit",
        "修改问题：只传要改的字段和 revision",
        tag=TAG,
        body=FindingEdit,
        answer=FindingDetail,
        problems=(404, 409),
    )
    def patch(self, request: Request, uid: uuid.UUID) -> Response:
        return self._edit(request, uid, whole=False)

    def _edit(self, request: Request, uid: uuid.UUID, *, whole: bool) -> Response:
        finding = finding_for(request, uid)
        lines = finding.entries.select_related("item", "checkpoint", "participation__run__campaign")
        entry = lines.select_related("participation__hospital").get(primary=True)
        read = self.typed if whole else self.revised
        typed = read(request, FindingEdit, **body_context(request, entry.participation))
        finding_edits.edit_finding(
            finding=finding,
            values=edited(finding, entry, typed, whole=whole),
            revision=typed["revision"],
            by=signed_in(request),
            now=self.now,
        )
        return read_again(request, finding)


class FindingLedgers(ApiView):
    @operation(
        "finding_also_count",
        "同时计入另一个台账",
        tag=TAG,
        body=AlsoCountBody,
        answer=FindingDetail,
        status=201,
        problems=(404, 409),
    )
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        finding = finding_for(request, uid)
        typed = self.typed(request, AlsoCountBody, hospital=finding.hospital)
        item = campaign_choices.items(typed["ledger"]).filter(code=typed["item"]).first()
        if item is None:
            raise Invalid({"item": "该台账没有这项整治内容。"})
        findings.also_count(
            finding=finding, participation=typed["ledger"], item=item, by=signed_in(request), now=self.now
        )
        told = read_again(request, finding)
        told.status_code = 201
        return told
