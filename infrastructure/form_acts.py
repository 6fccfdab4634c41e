"""How a page does something. The one place where views meet a refusal; services raise it, nobody else catches it.

Three flows, one way: `tried` does it, `submitted` does it when the posted form is good and puts a refusal at its
field, `pressed` does it and goes on with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from infrastructure.errors import EditConflict, Invalid, Refusal
from infrastructure.files.refusals import UploadRefused

T = TypeVar("T")


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """What became of an act: done with an answer, refused, or not tried at all."""

    answers: tuple[T, ...] = ()
    refusal: Refusal | None = None
    status: int = 200

    @property
    def done(self) -> bool:
        return bool(self.answers)

    @property
    def answer(self) -> T:
        """What the act returned; only of one that is done."""
        return self.answers[0]

    @property
    def conflict(self) -> EditConflict | None:
        """Both versions, when somebody saved in between: the page shows them side by side."""
        return self.refusal if isinstance(self.refusal, EditConflict) else None


def tried(act: Callable[[], T]) -> Outcome[T]:
    """Do it. A refusal is an outcome too; anything else is a fault and passes."""
    try:
        return Outcome(answers=(act(),))
    except Refusal as refusal:
        return Outcome(refusal=refusal, status=refusal.status)


def submitted(
    request: HttpRequest, form: forms.BaseForm, act: Callable[[], T], *, shows_conflict: bool = False
) -> Outcome[T]:
    """Do it when the form was sent and is good. Otherwise the form says why, with everything typed still in it.

    `shows_conflict`: the page puts both versions side by side itself, from `conflict`.
    """
    if request.method != "POST":
        return Outcome()
    if not form.is_valid():
        return Outcome(status=400)
    outcome = tried(act)
    if outcome.refusal and not (outcome.conflict and shows_conflict):
        show_refusal(form, outcome.refusal)
    return outcome


def pressed(
    request: HttpRequest,
    act: Callable[[], T],
    *,
    done: str | Callable[[T], str] = "",
    to: str,
    refused: Callable[[Refusal], HttpResponse] | None = None,
) -> HttpResponse:
    """A button without a form: it happens, or the reason why not is told, and the page goes on to `to`."""
    outcome = tried(act)
    if outcome.refusal and refused:
        return refused(outcome.refusal)
    if outcome.refusal:
        messages.error(request, outcome.refusal.message)
    elif words := done if isinstance(done, str) else done(outcome.answer):
        messages.success(request, words)
    return redirect(to)


def errors_of(refusal: Refusal) -> dict[str, str]:
    """Field → sentence; under "" what is about no field."""
    return dict(refusal.errors) if isinstance(refusal, Invalid) else {refusal.field: refusal.message}


def show_refusal(form: forms.BaseForm, refusal: Refusal) -> None:
    """A service's no, at the field where it belongs; one of an upload that names no field at that of the files."""
    for name, message in errors_of(refusal).items():
        field = _field_of_files(form) if isinstance(refusal, UploadRefused) and not name else name
        form.add_error(field if field in form.fields else None, message)


def _field_of_files(form: Any) -> str:
    return next((name for name, field in form.fields.items() if isinstance(field, forms.FileField)), "")
