"""When something does not work: what happened, what is safe, what to do. Never a code, never an English word."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from hospital_qs import outages
from hospital_qs.health import RETRY_SECONDS
from infrastructure.api.problems import Problem as Detail
from infrastructure.api.problems import plain_answer
from infrastructure.errors import Refusal


@dataclass(frozen=True)
class Problem:
    title: str
    sentence: str
    advice: str
    icon: str = "info-circle"
    back_first: bool = False  # what the advice asks for is the page's one primary button


PROBLEMS: dict[int, Problem] = {
    400: Problem(
        "这次提交的内容不完整或无法识别",
        "没有保存任何内容。",
        "请返回上一页核对后再试；如果是复制来的网址，请检查是否完整。",
    ),
    403: Problem(
        "您的角色没有这项权限",
        "没有做任何改动。",
        "需要这项权限时，请联系本单位的安全管理员；也可以请有权限的同事办理。",
        "lock",
    ),
    404: Problem(
        "没有这个页面，或您无权查看",
        "网址可能不完整，记录也可能属于其他单位。",
        "请从工作台重新进入，或向发给您链接的同事核对。",
        "map-search",
    ),
    405: Problem("这个网址不能这样打开", "没有做任何改动。", "请返回上一页，用页面上的按钮操作。"),
    409: Problem(
        "这条记录刚刚被别人改过",
        "您的这次操作没有执行，之前的内容都在。",
        "请返回并刷新页面，看看最新的内容再操作。",
        "git-compare",
    ),
    413: Problem(
        "上传的内容太大",
        "没有保存任何内容。",
        "请把文件分几次上传，或压缩图片后再试。",
        "file-alert",
    ),
    429: Problem("操作过于频繁", "之前的内容都在。", "请等一两分钟再试。", "clock-pause"),
    500: Problem(
        "系统出了点问题，这一步没有完成",
        "已经保存的内容都在，这次操作没有生效。",
        "请稍后再试；仍不行请联系信息科，并告知操作的时间和页面。",
        "alert-circle",
    ),
}
# Nothing here is said to be unsaved that may have been saved in the very moment in which the server went.
UNREACHABLE = {
    outages.DATABASE: Problem(
        "系统暂时连不上数据库",
        "之前保存的内容都在，这一步可能没有完成。",
        "已填写的内容请不要关闭页面，稍等一两分钟再试；仍不行请联系信息科。",
        "plug-off",
    ),
    outages.BROKER: Problem(
        "系统暂时连不上缓存服务",
        "之前保存的内容都在，这一步可能没有完成。",
        "已填写的内容请不要关闭页面，稍等一两分钟再试；仍不行请联系信息科。",
        "plug-off",
    ),
}
RETRY_AFTER = {"Retry-After": str(RETRY_SECONDS)}
EXPIRED_PAGE = Problem(
    "页面放得太久，需要刷新后再提交",
    "没有保存任何内容；长表单填写的内容保存在这台设备上。",
    "请返回上一页，刷新后再提交一次。如果反复出现，请确认浏览器没有禁用 Cookie。",
    "refresh-alert",
    back_first=True,
)
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
# htmx puts these answers into the page; the others become a sentence in the corner.
SWAPPED = {400, 409, 413}


def problem(
    request: HttpRequest,
    status: int,
    shown: Problem | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The answer in the form that was asked for: page, fragment, or problem detail of the API."""
    shown = shown or PROBLEMS[status]
    kept = {key: value for key, value in (headers or {}).items() if key in ("Allow", "Retry-After")}
    if request.path.startswith("/api/"):
        detail = f"{shown.sentence}{shown.advice}"
        return plain_answer(Detail(status, detail, title=shown.title, headers=kept))
    # The campaign's banner belongs to work; here it would cost three reads and distract.
    page: dict[str, Any] = {"problem": shown, "phase_banner": None}
    if request.headers.get("HX-Request") and status in SWAPPED:
        return HttpResponse(render_to_string("problems/_problem.html", page), status=status, headers=kept)
    user = getattr(request, "user", None)
    page["frame"] = "base.html" if user is not None and user.is_authenticated else "base_auth.html"
    answer = render(request, "problems/problem.html", page, status=status)
    for key, value in kept.items():
        answer[key] = value
    return answer


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal that no form could show: its own sentence under the title of its kind."""
    known = PROBLEMS.get(refusal.status, PROBLEMS[400])
    shown = Problem(refusal.message, known.sentence, known.advice, known.icon)
    headers = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {}
    return problem(request, refusal.status, shown, headers)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if outages.unreachable(exception):  # Django calls a session that it could not save interrupted
        return broken(request)
    return problem(request, 413 if isinstance(exception, TOO_LARGE) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, 404)


@requires_csrf_token
def broken(request: HttpRequest) -> HttpResponse:
    """Needs neither database nor log-in: they may be what is broken. Called while the exception is being handled."""
    gone = outages.unreachable(sys.exception())
    status, headers = (503, RETRY_AFTER) if gone else (500, {})
    shown = UNREACHABLE[gone] if gone else PROBLEMS[500]
    if request.path.startswith("/api/"):
        detail = f"{shown.sentence}{shown.advice}"
        return plain_answer(Detail(status, detail, title=shown.title, headers=headers))
    words_only = {"problem": shown, "frame": "base_auth.html"}
    template = "_problem.html" if request.headers.get("HX-Request") else "problem.html"
    page = render_to_string(f"problems/{template}", words_only)
    return HttpResponse(page, status=status, headers=headers)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Mostly a page left open over a log-out, seldom an attack: both get the same calm words."""
    return problem(request, 403, EXPIRED_PAGE)
