"""Every shared piece on six pages, answered to the browser without a server or a database."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace as Piece
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from csp.utils import build_policy
from django import forms
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import Route

from infrastructure.presentation.charts import Heading, burn_down, heat_map, pareto
from infrastructure.presentation.filters import filter_chip
from infrastructure.widgets import ManyFilesField, PickerSelect, PickerSelectMultiple

ORIGIN = "https://hospital.test"
FORM_KEY = "0" * 32  # of the gallery's form
TEMPLATES = Path(__file__).parent / "gallery"
WATERMARK = "王敏 10023 2026-11-21"
PAGES = ("workbench", "ledger", "finding", "form", "board", "print", "log_in")
SHANGHAI = timezone(timedelta(hours=8))
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 15, tzinfo=SHANGHAI)
LONG = "手术分级目录未更新，另有两项限制类技术备案材料在换发执业许可证之后没有重新提交卫生健康行政部门，须核对后补报"
DEPARTMENTS = [("", "请选择"), ("1", "骨科"), ("2", "医务处"), ("3", "重症医学科"), ("4", "心血管内科")]


class FindingForm(forms.Form):
    title = forms.CharField(
        label="存在问题",
        help_text="一条写一个问题。",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明看到的问题"},
    )
    lead = forms.ChoiceField(label="牵头部门", choices=DEPARTMENTS, widget=PickerSelect)
    kind = forms.ChoiceField(
        label="来源", choices=[("a", "自查"), ("b", "督查")], initial="a", widget=forms.RadioSelect
    )
    due_on = forms.DateField(label="整改时限")
    sample = forms.CharField(label="抽查份数", widget=forms.TextInput(attrs={"class": "hq-short"}))
    fixed = forms.BooleanField(label="立行立改", required=False)
    helpers = forms.MultipleChoiceField(
        label="配合部门", required=False, choices=DEPARTMENTS[1:], initial=["2"], widget=PickerSelectMultiple
    )
    files = ManyFilesField(label="佐证材料", required=False)
    files.widget.attrs |= {"data-max-mb": "1", "accept": ".txt,.png"}


def entries(*labels: str) -> list[Piece]:
    return [
        Piece(
            url="/ledger", icon="table", label=label, count=index * 400, here=index == 1, divided=index == 2
        )
        for index, label in enumerate(labels)
    ]


def frame(request: Any) -> dict[str, Any]:
    phases = [Piece(label="启动", past=True), Piece(label="自查自纠", now=True), Piece(label="集中整治")]
    return {
        "request": request,
        "csrf_token": "token",
        "nav": entries("工作台", "问题台账", "设置"),
        "tabs": entries("工作台", "登记", "待办", "我的"),
        "place": Piece(name="新疆维吾尔自治区巴音郭楞蒙古自治州第一人民医院", role="质控办"),
        "places": [Piece(url="/", label="本院", here=True), Piece(url="/", label="分院", here=False)],
        "search_url": "/ledger",
        "notices_url": "/",
        "notices_count": 99_999,
        "account_name": "王敏",
        "account_menu": [Piece(label="退出登录", icon="logout", url="/", post=True, divided=False)],
        "phase_banner": Piece(
            title="2026 年度常态化自查", phases=phases, days_left=37, sentence="还有 12 个科室未确认"
        ),
        "idle_timeout": 1800,
        "draft_owner": "wangmin",
        "as_of": TODAY,
        "now": NOW,
    }


def rows() -> list[Piece]:
    shown = [
        (99999, "骨科四级手术病历缺术前讨论记录", date(2026, 11, 18), "DATED", "rectifying", "整改中"),
        (124, LONG, date(2026, 11, 22), "DATED", "awaiting", "待验收"),
        (0, "离职人员账号未当日停用", None, "ONGOING", "void", "已作废"),
    ]
    names = ("number", "title", "due_on", "kind", "state", "state_text")
    return [Piece(lead="医务处", **dict(zip(names, row, strict=True))) for row in shown]


def todos() -> list[Piece]:
    return [
        Piece(
            note="牵头 骨科",
            verb="去验收",
            extension=None,
            finding=Piece(
                uid=UUID(int=place),
                text=row.title,
                deadline_kind=row.kind,
                counts_down=row.due_on is not None,
                due_on=row.due_on,
                state=row.state,
                get_state_display=row.state_text,
            ),
        )
        for place, row in enumerate(rows())
    ]


def ledger(request: Any) -> dict[str, Any]:
    states = [("draft", "草稿", 3), ("rectifying", "整改中", 12)]
    chips = [filter_chip(name="state", label="状态", options=states, chosen=request.GET.getlist("state"))]
    return {"rows": rows(), "chips": chips, "page": Paginator(range(380), 20).page(5)}


def finding(request: Any) -> dict[str, Any]:
    common: dict[str, Any] = {
        "method": "get",
        "url": "/",
        "dialog": "",
        "reason": "",
        "primary": False,
        "revision": 3,
    }
    timeline = {
        "actor": "王敏",
        "verb": "同意延期",
        "at": NOW,
        "reason": "系统改造排期",
        "note": "",
        "on_behalf_of": "",
    }
    return {
        "steps": [
            Piece(label=one, past=one == "登记", now=one == "验收", note="")
            for one in ("登记", "整改", "验收")
        ],
        "entries": [Piece(tone="done", **timeline)],
        "actions": [
            Piece(**common | {"dialog": "extend"}, name="extend", label="申请延期", allowed=True),
            Piece(**common | {"reason": "还缺佐证。"}, name="submit", label="提交验收", allowed=False),
            Piece(**common | {"method": "post"}, name="note", label="受理", allowed=True),
        ],
    }


def board(request: Any) -> dict[str, Any]:
    columns = [Heading(str(number), f"{number} 项") for number in range(1, 11)]
    departments = [Heading(name, name) for name in ("急诊科", "骨科", "重症医学科")]
    values = {
        (row.key, column.key): len(row.key) * int(column.key) for row in departments for column in columns
    }
    data = {
        "kind": "line",
        "unit": "例",
        "x": ["1月", "2月", "3月"],
        "series": [
            {"name": "每百出院", "data": [2.1, None, 2.9], "numerators": [4, 0, 5], "denominators": [9, 9, 9]}
        ],
        "limits": [{"label": "目标 2.5", "value": 2.5}],
    }
    return {
        "counts": [
            Piece(label="逾期", value=99_999, tone="overdue", url="/ledger"),
            Piece(label="销号率", value="0%"),
        ],
        "map": heat_map(
            columns=columns, rows=departments, values=values, urls=dict.fromkeys(values, "/ledger")
        ),
        "bars": pareto([("制度", 41), ("人员", 39), ("环境", 3)]),
        "chart": burn_down(
            points=[(date(2026, 10, 1), 126), (TODAY, 38)], until=date(2026, 12, 31), unit="个未销号"
        ),
        "data": data,
        "job": Piece(label="导入", percent=100, sentence="已导入 2,000 行", finished=True, failed=False),
    }


def extra(name: str, request: Any) -> dict[str, Any]:
    if name in {"form", "log_in"}:
        return {"form": FindingForm(request.POST) if request.method == "POST" else FindingForm()}
    if name == "workbench":
        return {"todos": todos(), "counts": [Piece(label="待我处理", value=7, url="/ledger")]}
    if name == "print":
        return {"rows": rows() * 20, "is_draft": True, "watermark": WATERMARK, "names": ["填报人", "科主任"]}
    return {"ledger": ledger, "finding": finding, "board": board}[name](request)


def page(name: str, query: str = "", posted: dict[str, str] | None = None) -> str:
    factory = RequestFactory()
    address = f"/{name}?{query}"
    request: Any = factory.post(address, posted) if posted is not None else factory.get(address)
    request.csp_nonce = "nonce-of-this-page"
    template = engines["django"].from_string((TEMPLATES / f"{name}.html").read_text("utf-8"))
    return template.render(frame(request) | extra(name, request))


@dataclass
class Hospital:
    """Answers the browser; remembers what was posted and what was asked of another host."""

    posts: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    # What a POST answers: the page of this name, or "" to show the form again with its errors.
    after_post: str = "ledger"

    def answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if f"{address.scheme}://{address.netloc}" != ORIGIN:
            self.strangers.append(route.request.url)
            route.abort()
        elif address.path.startswith("/static/"):
            self._file(route, address.path.removeprefix("/static/"))
        elif route.request.method == "POST":
            self._posted(route, address.path)
        else:
            self._page(route, page(address.path.strip("/") or "workbench", address.query))

    def _posted(self, route: Route, path: str) -> None:
        self.posts.append(path)
        if self.after_post:
            taken = {"Set-Cookie": f"hq-taken={FORM_KEY}; Path=/"} if self.after_post != "log_in" else {}
            self._page(route, page(self.after_post), taken)
        else:
            self._page(route, page(path.strip("/"), posted={"title": "", "due_on": "下周"}))

    @staticmethod
    def _page(route: Route, body: str, more: dict[str, str] | None = None) -> None:
        policy = build_policy(nonce="nonce-of-this-page")
        route.fulfill(
            status=200,
            headers={"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy}
            | (more or {}),
            body=body,
        )

    @staticmethod
    def _file(route: Route, name: str) -> None:
        found = finders.find(name)
        if found is None:
            route.fulfill(status=404, body=name)
            return
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        route.fulfill(status=200, content_type=kind, body=Path(str(found)).read_bytes())
