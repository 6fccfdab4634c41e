"""The one flow of forms and buttons: done, refused at the field, or somebody was faster."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from infrastructure.errors import EditConflict, Invalid, NotAllowed, Refusal
from infrastructure.files.refusals import RefusalCode, UploadRefused
from infrastructure.form_acts import pressed, submitted, tried
from infrastructure.widgets import ManyFilesField


class _Form(forms.Form):
    text = forms.CharField()
    photos = ManyFilesField(required=False)


def _request(method: str = "POST") -> HttpRequest:
    request = getattr(RequestFactory(), method.lower())("/")
    request._messages = CookieStorage(request)
    return request


def _refusing(refusal: Refusal) -> Callable[[], NoReturn]:
    def act() -> NoReturn:
        raise refusal

    return act


def _said(request: HttpRequest) -> list[tuple[str, str]]:
    return [(one.level_tag, one.message) for one in get_messages(request)]


def test_a_page_that_is_only_looked_at_does_nothing() -> None:
    sent = submitted(_request("GET"), _Form(), _refusing(Refusal("不会发生")))
    assert (sent.done, sent.refusal, sent.status) == (False, None, 200)


def test_a_form_that_is_wrong_does_nothing_and_is_a_400() -> None:
    form = _Form({})
    sent = submitted(_request(), form, _refusing(Refusal("不会发生")))
    assert (sent.done, sent.refusal, sent.status) == (False, None, 400)
    assert set(form.errors) == {"text"}


@pytest.mark.parametrize("answer", [None, 0, "好"])
def test_what_was_done_gives_its_answer_whatever_it_is(answer: object) -> None:
    sent = submitted(_request(), _Form({"text": "字"}), lambda: answer)
    assert (sent.done, sent.answer, sent.status) == (True, answer, 200)


@pytest.mark.parametrize(
    ("refusal", "errors", "status"),
    [
        (Refusal("写清楚。", field="text"), {"text": ["写清楚。"]}, 400),
        (NotAllowed("您没有权限。"), {"__all__": ["您没有权限。"]}, 403),
        (Refusal("没有这一栏。", field="elsewhere"), {"__all__": ["没有这一栏。"]}, 400),
        (Invalid({"text": "甲。", "": "乙。"}), {"text": ["甲。"], "__all__": ["乙。"]}, 400),
        (UploadRefused(RefusalCode.TOO_LARGE, "图.png", "太大。"), {"photos": ["太大。"]}, 413),
    ],
)
def test_a_refusal_stands_at_its_field_with_its_status(
    refusal: Refusal, errors: dict[str, list[str]], status: int
) -> None:
    form = _Form({"text": "打好的字"})
    sent = submitted(_request(), form, _refusing(refusal))
    assert (sent.done, sent.status) == (False, status)
    assert form.errors == errors
    assert form["text"].value() == "打好的字"


@pytest.mark.parametrize(("shows_conflict", "errors"), [(True, {}), (False, {"__all__": ["别人改过。"]})])
def test_a_conflict_is_shown_by_the_page_that_can_and_else_said_by_the_form(
    shows_conflict: bool, errors: dict[str, list[str]]
) -> None:
    form = _Form({"text": "我的"})
    conflict = EditConflict("别人改过。", current={"内容": "别人的"}, submitted={"内容": "我的"})
    sent = submitted(_request(), form, _refusing(conflict), shows_conflict=shows_conflict)
    assert (sent.conflict, sent.status, form.errors) == (conflict, 409, errors)


def test_what_is_no_refusal_passes() -> None:
    def broken() -> NoReturn:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        tried(broken)


def test_a_button_says_what_it_did_and_goes_on() -> None:
    request = _request()
    page = pressed(request, lambda: 3, done=lambda count: f"办理 {count} 项。", to="/there/")
    assert (page.status_code, page["Location"], _said(request)) == (
        302,
        "/there/",
        [("success", "办理 3 项。")],
    )


def test_a_refused_button_says_why_and_goes_on() -> None:
    request = _request()
    page = pressed(request, _refusing(Refusal("现在不行。")), done="办好了。", to="/there/")
    assert (page["Location"], _said(request)) == ("/there/", [("error", "现在不行。")])


def test_a_refused_button_may_have_a_page_of_its_own() -> None:
    request = _request()

    def shown(refusal: Refusal) -> HttpResponse:
        return HttpResponse(refusal.message, status=refusal.status)

    page = pressed(request, _refusing(NotAllowed("不行。")), done="办好了。", to="/there/", refused=shown)
    assert (page.status_code, page.content.decode(), _said(request)) == (403, "不行。", [])
