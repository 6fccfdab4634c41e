"""The ledger list: filters, search, sort and page live in the address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from campaigns.models import CampaignItem, Participation
from campaigns.selectors.participations import open_participations
from infrastructure.presentation.filters import FilterChip, WordChip, filter_chip
from organizations import choices as places_and_people
from organizations.models import Hospital
from organizations.requests import hospital_for, request_grants
from organizations.scope import Scope
from policy_texts.vocabulary import CauseCategory
from rectification.filters import DUE_CHOICES, STATE_CHOICES, FindingFilter
from rectification.models import Finding, FindingState
from rectification.rights import FindingRight
from rectification.rules.ledger_columns import LISTED
from rectification.rules.states import COUNTED_STATES
from rectification.selectors import choices, ledger, ledger_lines
from rectification.selectors.leaving import leaving_of
from rectification.services.origin_labels import origin_choices
from rectification.views.ledger_cells import Line


@require_GET
def ledger_list(request: HttpRequest, code: str) -> HttpResponse:
    hospital, scope = hospital_for(request, code, FindingRight.VIEW)
    ledgers = open_participations(hospital, as_of=timezone.localdate())
    context: dict[str, Any] = {
        "hospital": hospital,
        "ledgers": ledgers,
        "rights": ledger_rights(request, hospital),
    }
    if not ledgers:
        return render(request, "rectification/ledger/empty.html", context)
    participation = chosen_ledger(request, ledgers)
    found = ledger.listed(request.GET, scope=scope, participation=participation, as_of=timezone.localdate())
    paginator = ledger.CappedPaginator(ledger.in_order(found.qs, sort_of(request)), _size(request))
    page = paginator.get_page(request.GET.get("page"))
    items = ledger_lines.items_of(participation)
    context |= {
        "participation": participation,
        "page": page,
        "columns": LISTED,
        "lines": _lines(list(page.object_list), participation, items),
        "total": paginator.words,
        "export": _export_menu(request, participation, found, scope, paginator.seen),
        "chips": ledger_chips(request, hospital, items.values(), ledgers),
        "filtered": any(value for name, value in request.GET.items() if name not in ("page", "sort", "run")),
        "problems": found.errors,
        "sort": sort_of(request),
        "note": f"{paginator.words} 条",
        "clear_url": f"?run={participation.run.code}",
        "create_url": reverse("finding-new", args=[hospital.code]) if context["rights"]["create"] else "",
        "kept": _other_words(request, "q"),
    }
    template = (
        "rectification/ledger/_table.html" if _wants_table_only(request) else "rectification/ledger/list.html"
    )
    return render(request, template, context)


def _lines(
    findings: list[Finding], participation: Participation, items: dict[int, CampaignItem]
) -> list[Line]:
    rows, today = ledger_lines.list_rows(findings, participation, items), timezone.localdate()
    pairs = zip(findings, rows, strict=True)
    return [Line(finding, items[finding.item_id], row, today) for finding, row in pairs]  # type: ignore[attr-defined]


def _wants_table_only(request: HttpRequest) -> bool:
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx and not htmx.boosted)


def chosen_ledger(request: HttpRequest, ledgers: list[Participation]) -> Participation:
    """The ledger named in the address (`run`), else the running one; an unknown one is a 404."""
    code = request.GET.get("run", "")
    if not code:
        return ledgers[0]
    found = next((row for row in ledgers if row.run.code == code), None)
    if found is None:
        raise Http404("本院没有参加这个专项整治。")
    return found


def ledger_rights(request: HttpRequest, hospital: Hospital) -> dict[str, bool]:
    """Which buttons the list offers."""
    grants = request_grants(request)
    own = grants.scope(FindingRight.SUBMIT).within(hospital.pk).departments
    rights = {"on_the_spot": bool(own) and bool(choices.on_the_spot_points(hospital))}
    return rights | {
        name: bool(grants.scope(right).within(hospital.pk))
        for name, right in (
            ("create", FindingRight.CREATE),
            ("load", FindingRight.IMPORT),
            ("board", FindingRight.SEE_BOARD),
            ("chase", FindingRight.TRIAGE),
            ("finalize", FindingRight.FINALIZE),
        )
    }


@dataclass(frozen=True)
class ExportMenu:
    """How many rows leave, what is said of drafts, and the list with the drafts that stay behind."""

    total: str
    note: str
    with_drafts: str


def _export_menu(
    request: HttpRequest, participation: Participation, found: FindingFilter, scope: Scope, listed: int
) -> ExportMenu | None:
    """None for who takes nothing out. Usually that scope is the list's own, and nothing is counted twice."""
    own = request_grants(request).scope(FindingRight.EXPORT).within(participation.hospital_id)
    if not own or not found.is_valid():
        return None
    same = replace(own, action=scope.action) == scope.within(participation.hospital_id)
    if not same:
        found = ledger.listed(request.GET, scope=own, participation=participation, as_of=timezone.localdate())
        listed = ledger.CappedPaginator(ledger.in_order(found.qs), 1).seen
    going = leaving_of(found)
    rows = listed if going.asked or listed > ledger.COUNT_LIMIT else listed - going.drafts
    total = "1 万以上" if rows > ledger.COUNT_LIMIT else str(rows)
    return ExportMenu(total, going.note, "" if going.asked or not going.drafts else _with_drafts(request))


def _with_drafts(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query.setlist("state", [*(query.getlist("state") or COUNTED_STATES), FindingState.DRAFT])
    return f"?{query.urlencode()}"


def sort_of(request: HttpRequest, usual: str = ledger.DEFAULT_SORT) -> str:
    """The order that the address asks for; an unknown word is the usual order."""
    asked = request.GET.get("sort", "")
    return asked if asked in ledger.SORTS else usual


def _size(request: HttpRequest) -> int:
    asked = request.GET.get("size", "")
    return int(asked) if asked in map(str, ledger.PAGE_SIZES) else ledger.PAGE_SIZE


def ledger_chips(
    request: HttpRequest,
    hospital: Hospital,
    items: Iterable[CampaignItem],
    ledgers: list[Participation],
) -> list[FilterChip | WordChip]:
    """The filters of the list."""
    today = timezone.localdate()
    departments = places_and_people.departments(hospital, today).values_list("uid", "name")
    options: list[tuple[str, str, list[tuple[Any, str]]]] = [
        ("state", "状态", [(value, str(label)) for value, label in STATE_CHOICES]),
        ("item", "整治内容", [(i.code, f"{i.number}. {i.title}") for i in items]),
        ("lead", "牵头部门", list(departments)),
        ("due", "到期", DUE_CHOICES),
        ("origin", "来源", origin_choices(hospital.pk)),
        ("cause", "原因", CauseCategory.choices()),
    ]
    if len(ledgers) > 1:
        options.insert(0, ("run", "台账", [(p.run.code, p.run.title) for p in ledgers]))
    listed: list[FilterChip | WordChip] = [
        filter_chip(
            name=name,
            label=label,
            options=[(value, text, None) for value, text in pairs],
            chosen=_chosen(request, name),
        )
        for name, label, pairs in options
    ]
    return [*listed, WordChip("who", "责任人", request.GET.get("who", ""), _other_words(request, "who"))]


def _other_words(request: HttpRequest, *names: str) -> tuple[tuple[str, str], ...]:
    """What the address says beside these, for a form that asks anew and begins on the first page."""
    return tuple((n, v) for n, vs in request.GET.lists() for v in vs if n not in (*names, "page"))


def _chosen(request: HttpRequest, name: str) -> list[str]:
    """Values of one filter: repeated or comma-separated."""
    return [part for value in request.GET.getlist(name) for part in value.split(",") if part]
