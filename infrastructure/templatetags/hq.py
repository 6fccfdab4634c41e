"""The pieces of a page that templates share: ``{% load hq %}``.

A tag library is the edge of a request, like a view: without ``now`` or ``as_of`` in the context it reads the clock.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput, DateInput, DateTimeInput, FileInput, Select
from django.forms.widgets import ChoiceWidget
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from infrastructure.form_keys import hidden_fields
from infrastructure.presentation import dates, links, tags

register = template.Library()

MESSAGE_ICONS = {"success": "circle-check", "warning": "alert-triangle", "error": "alert-circle"}


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    return format_html('<i class="ti ti-{}" aria-hidden="true"></i>', name)


@register.simple_tag(takes_context=True)
def form_tokens(context: Context) -> SafeString:
    """The hidden fields of a form that somebody sends who is logged in."""
    request = context.get("request")
    return hidden_fields(request) if request else SafeString("")


@register.filter
def message_icon(level: str) -> str:
    return MESSAGE_ICONS.get(level, "info-circle")


@register.filter
def limit_count(count: int) -> str:
    return dates.limited(count)


@register.filter
def date_iso(day: date | None) -> str:
    return dates.date_iso(day) if day else ""


@register.filter
def date_or_text(value: object) -> str:
    """A cell of a printed table: dates as dates, nothing as nothing."""
    if value is None:
        return ""
    return dates.date_iso(value) if isinstance(value, date) else str(value)


@register.filter
def thin_units(amount: object, unit: str) -> str:
    return dates.thin_units(amount, unit)


def today_of(context: Context) -> date:
    as_of = context.get("as_of")
    return as_of if isinstance(as_of, date) else timezone.localdate()


@register.simple_tag(takes_context=True)
def date_zh(context: Context, day: date | None) -> str:
    return dates.date_zh(day, as_of=today_of(context)) if day else ""


@register.simple_tag(takes_context=True)
def moment(context: Context, at: datetime | None) -> SafeString | str:
    if at is None:
        return ""
    given = context.get("now")
    now = timezone.localtime(given if isinstance(given, datetime) else timezone.now())
    local = timezone.localtime(at)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), dates.moment(local, now=now))


@lru_cache(maxsize=256)
def drawn(tag: tags.Tag) -> SafeString:
    mark = icon(tag.icon) if tag.icon else ""
    return format_html('<span class="hq-tag hq-tag-{}">{}{}</span>', tag.tone, mark, tag.text)


@register.simple_tag
def tag(text: object, tone: str = "plain", icon: str = "") -> SafeString:
    return drawn(tags.Tag(tone, icon, str(text)))


@register.simple_tag
def state_tag(kind: str, code: str, text: str) -> SafeString:
    """The state of what an app has registered as `kind`."""
    return drawn(tags.state_tag(kind, str(code), text))


@register.simple_tag(takes_context=True)
def due_tag(
    context: Context, due_on: date | None, kind: str = "DATED", as_of: date | None = None
) -> SafeString:
    return drawn(tags.due_tag(due_on, kind=str(kind), as_of=as_of or today_of(context)))


def query_pairs(context: Context) -> list[tuple[str, str]]:
    request = context.get("request")
    if request is None:
        return []
    return [(key, value) for key, values in request.GET.lists() for value in values]


@register.simple_tag(takes_context=True)
def query_replace(context: Context, **changes: object) -> str:
    return links.query_replace(query_pairs(context), changes)


@register.simple_tag(takes_context=True)
def query_toggle(context: Context, key: str, value: object) -> str:
    return links.query_toggle(query_pairs(context), key, value)


@register.simple_tag(takes_context=True)
def sort_header(context: Context, key: str, label: str) -> SafeString:
    """``<th>`` that orders by ``key``: first rising, then falling (?sort=due, ?sort=-due)."""
    pairs = query_pairs(context)
    current = dict(pairs).get("sort", context.get("sort") or "")
    rising = current == key
    url = links.query_replace(pairs, {"sort": f"-{key}" if rising else key})
    order = {key: "ascending", f"-{key}": "descending"}.get(current, "none")
    return format_html('<th scope="col" aria-sort="{}"><a href="{}">{}</a></th>', order, url, label)


@register.inclusion_tag("_components/pagination.html", takes_context=True)
def pages(context: Context, page: Page[Any], total: str = "") -> dict[str, Any]:
    """``total`` replaces the count where it is not exact (1 万以上)."""
    pairs = query_pairs(context)

    def url(number: int) -> str:
        return links.query_replace(pairs, {"page": number})

    last = page.paginator.num_pages
    return {
        "page": page,
        "total": total or str(page.paginator.count),
        "numbers": [
            (number, url(number) if number else "") for number in links.page_numbers(page.number, last)
        ],
        "before": url(page.number - 1) if page.number > 1 else "",
        "after": url(page.number + 1) if page.number < last else "",
    }


@register.simple_block_tag(takes_context=True)
def card(
    context: Context, content: str, title: str = "", note: str = "", id: str = "", extra: str = ""
) -> SafeString:
    """A white box with a heading; ``extra`` are more classes. The content brings its own padding (``card-body``)."""
    head = format_html('<h2>{}</h2><span class="hq-note">{}</span>', title, note) if title else ""
    head = format_html('<header class="card-header">{}</header>', head) if head else ""
    anchor = format_html(' id="{}"', id) if id else ""
    return format_html('<section class="card {}"{}>{}{}</section>', extra, anchor, head, content)


@register.simple_block_tag(takes_context=True)
def form_card(context: Context, content: str, form: BaseForm, **options: Any) -> SafeString:
    """A card that is a form: its tokens, its errors, its fields, the button and the way back.

    What stands between the tags takes the place of the fields. ``submit``: the button's words; ``back``: where 取消
    leads; ``draft``: under which name the browser keeps what was typed; ``conflict``: somebody else has saved
    meanwhile; ``revision``, ``danger``, ``multipart``, ``column`` (tiles one under the other), ``title``, ``note``.
    """
    assert context.template is not None
    page = context.template.engine.get_template("_components/form_card.html")
    usual = {"submit": "保存", "draft": "", "revision": "", "conflict": None, "title": ""}
    with context.push(**usual | options, form=form, fields=content if content.strip() else ""):
        return page.render(context)


@register.simple_block_tag(takes_context=True)
def fold(
    context: Context, content: str, title: str = "", note: str = "", open: bool = False, id: str = ""
) -> SafeString:
    """A card that folds; it opens without a script."""
    anchor = format_html(' id="{}"', id) if id else ""
    opened = format_html(" {}", "open") if open else ""
    return format_html(
        '<details class="card hq-fold"{}{}><summary><h2>{}</h2><span class="hq-note">{}</span></summary>{}</details>',
        anchor,
        opened,
        title,
        note,
        content,
    )


@register.simple_block_tag(takes_context=True)
def callout(context: Context, content: str, tone: str = "accent") -> SafeString:
    return format_html('<div class="hq-callout hq-callout-{}">{}</div>', tone, content)


# Order matters: a DateTimeInput is no DateInput, and every choice widget but Select is drawn as tiles.
WIDGET_KINDS: tuple[tuple[type, str], ...] = (
    (FileInput, "file"),
    (CheckboxInput, "check"),
    (Select, "select"),
    (ChoiceWidget, "pick"),
    (DateTimeInput, "moment"),
    (DateInput, "date"),
)
WIDGET_CLASSES = {"file": "form-control", "check": "form-check-input", "select": "form-select", "pick": ""}


def widget_kind(field: BoundField) -> str:
    return next((kind for widget, kind in WIDGET_KINDS if isinstance(field.field.widget, widget)), "text")


def widget_attributes(field: BoundField, kind: str) -> dict[str, Any]:
    own = field.field.widget.attrs
    classes = f"{WIDGET_CLASSES.get(kind, 'form-control')} {own.get('class', '')}".strip()
    attributes: dict[str, Any] = {"class": classes}
    if kind in {"date", "moment"}:
        attributes |= {f"data-{kind}": True, "autocomplete": "off", "inputmode": "numeric"}
    if kind == "file" and getattr(field.field.widget, "allow_multiple_selected", False):
        attributes["multiple"] = True
    return attributes


@register.inclusion_tag("_components/field.html")
def field(bound: BoundField, label: str = "", help: str = "", column: bool = False) -> dict[str, Any]:
    """A form field with label, help and error. ``column`` puts tiles one under the other."""
    kind = widget_kind(bound)
    return {
        "field": bound,
        "kind": kind,
        "label": label or bound.label,
        "help": help or bound.help_text,
        "widget": bound.as_widget(attrs=widget_attributes(bound, kind)) if kind != "pick" else "",
        "grouped": kind == "pick",
        "column": column,
        "takes_pictures": "image/" in bound.field.widget.attrs.get("accept", "image/"),
    }


@register.inclusion_tag("_components/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What concerns the whole form, and a list of the fields when more than three are wrong."""
    wrong = [bound for bound in form if bound.errors]
    return {"general": form.non_field_errors(), "wrong": wrong if len(wrong) > 3 else [], "count": len(wrong)}


@register.inclusion_tag("_components/chart.html")
def chart(id: str, data: dict[str, Any], title: str, sentence: str = "") -> dict[str, Any]:
    """A picture drawn by ECharts and the table behind it; ``data`` is described in ``static/js/charts.js``."""
    columns = [one["data"] for one in data["series"]]
    rows = [(label, [column[index] for column in columns]) for index, label in enumerate(data["x"])]
    return {
        "id": id,
        "data": data,
        "data_id": f"{id}-data",
        "title": title,
        "sentence": sentence,
        "rows": rows,
    }
