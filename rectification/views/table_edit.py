"""表格编辑: the filtered ledger as a table to type in. What is typed is saved through the API, cell by cell."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from campaigns.selectors.participations import open_participations
from infrastructure.presentation import tags
from infrastructure.presentation.dates import date_iso
from infrastructure.templatetags.hq import drawn
from organizations import choices as places_and_people
from organizations.requests import hospital_for, signed_in
from rectification.rights import FindingRight
from rectification.rules.ledger_columns import Column
from rectification.selectors import ledger, ledger_lines
from rectification.selectors.table_edit import PAGE_SIZE, TYPED, TableLine, table_lines, to_type_in
from rectification.serializers.cells import MOST_CELLS
from rectification.views.ledger import chosen_ledger, ledger_chips, sort_of
from rectification.workbook.cell_values import shown

# Hidden until asked for; a pasted block runs over the columns that are seen.
_OFF = frozenset(
    {
        Column.ITEM,
        Column.CHECKPOINT,
        Column.CAUSE,
        Column.LEADER,
        Column.SUPPORTING,
        Column.FOUND_ON,
        Column.REMARK,
    }
)
_HINTS = {Column.DEADLINE: "确定后走延期", Column.PROGRESS: "填写一条新的"}
# What a cell proposes while one types: the id of a <datalist>.
_LISTS = {
    Column.LEAD: "cells-departments",
    Column.PERSON: "cells-people",
    Column.LEADER: "cells-leaders",
}
COLUMNS: list[dict[str, Any]] = [
    {
        "key": column.key.value,
        "heading": column.heading,
        "hint": _HINTS.get(column.key, ""),
        "off": column.key in _OFF,
        "list": _LISTS.get(column.key, ""),
        "adds": column.key is Column.PROGRESS,
    }
    for column in TYPED
]


@require_GET
def table_edit(request: HttpRequest, code: str) -> HttpResponse:
    hospital, scope = hospital_for(request, code, FindingRight.VIEW)
    today, user = timezone.localdate(), signed_in(request)
    ledgers = open_participations(hospital, as_of=today)
    if not ledgers:
        return render(request, "rectification/ledger/empty.html", {"hospital": hospital})
    participation = chosen_ledger(request, ledgers)
    found = ledger.listed(request.GET, scope=scope, participation=participation, as_of=today)
    rows = to_type_in(ledger.in_order(found.qs, sort_of(request)))
    paginator = ledger.CappedPaginator(rows, PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    lines = table_lines(list(page.object_list), participation, user=user, as_of=today)
    items = ledger_lines.items_of(participation)
    context = {
        "hospital": hospital,
        "participation": participation,
        "columns": COLUMNS,
        "lines": [_drawn(line) for line in lines],
        "page": page,
        "total": paginator.words,
        "note": f"{paginator.words} 条",
        "chips": ledger_chips(request, hospital, items.values(), ledgers),
        "problems": found.errors,
        "filtered": any(value for name, value in request.GET.items() if name not in ("page", "sort", "run")),
        "clear_url": f"?run={participation.run.code}",
        "departments": places_and_people.departments(hospital, today),
        "leaders": places_and_people.leaders(hospital, today),
        "most": MOST_CELLS,
    }
    return render(request, "rectification/table_edit/page.html", context)


def _drawn(line: TableLine) -> SafeString:
    """A row of the table. Words stand in it bare, as `save_cells` compares them."""
    finding = line.finding
    number = str(line.row.sequence or "—")
    cells = ((column.key, line.cells[column.key], line.shut[column.key]) for column in TYPED)
    return format_html(
        '<tr data-finding="{}" data-number="{}"><th scope="row"><a href="{}">{}</a></th>{}'
        '<td class="hq-cell-shut" data-label="状态">{}</td></tr>',
        finding.uid,
        number,
        reverse("finding", args=[finding.uid]),
        number,
        format_html_join("", "{}", ((_cell(key, shown(value), shut),) for key, value, shut in cells)),
        _state(line),
    )


def _cell(column: Column, words: str, shut: str) -> SafeString:
    looks = " ".join(name for name, on in (("hq-cell-shut", shut), ("d-none", column in _OFF)) if on)
    return format_html(
        '<td data-c="{}" data-label="{}"{}{}>{}</td>',
        column.value,
        column.label,
        format_html(' class="{}"', looks) if looks else "",
        format_html(' data-shut="{}" title="{}"', shut, shut) if shut else "",
        format_html('<span class="hq-cell-words">{}</span>', words) if words else "",
    )


def _state(line: TableLine) -> SafeString:
    finding = line.finding
    state = drawn(tags.state_tag("finding", finding.state, finding.get_state_display()))
    due = tags.due_tag(finding.due_on, kind=finding.deadline_kind, as_of=timezone.localdate())
    before = f"原时限 {date_iso(finding.original_due_on)}" if finding.original_due_on else ""
    return format_html(
        "{}{}{}",
        state,
        drawn(due) if finding.counts_down and finding.due_on else "",
        format_html("<small>{}</small>", before) if before else "",
    )
