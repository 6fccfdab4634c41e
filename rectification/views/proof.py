"""Evidence and progress notes of a finding: uploads, versions, previews, what was seen on site."""

from __future__ import annotations

import uuid

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from infrastructure.files.responses import attachment_response, preview_response, thumbnail_response
from infrastructure.models import StoredFile
from organizations.requests import signed_in
from rectification.forms.work import EvidenceForm, NoteForm, OnSiteForm, ReplaceForm, VoidEvidenceForm
from rectification.models import Evidence, Finding
from rectification.services import evidence, with_files, work
from rectification.views.finding_access import act_with_form, finding_or_404, tell


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    finding = finding_or_404(request, uid)
    chosen = {"measures": request.GET.getlist("measure")}
    form = EvidenceForm(request.POST or None, request.FILES or None, finding=finding, initial=chosen)

    def do() -> None:
        typed = form.cleaned_data
        attached = with_files.add_evidence(
            finding=finding,
            uploads=typed["files"],
            measures=list(typed["measures"]),
            words=typed["words"],
            by=signed_in(request),
            now=timezone.now(),
        )
        tell(request, attached.told)

    return act_with_form(
        request,
        finding,
        form,
        do,
        title="补充佐证",
        button="上传佐证",
        done="已上传佐证材料。",
        multipart=True,
    )


@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, uid: uuid.UUID, item: uuid.UUID) -> HttpResponse:
    finding = finding_or_404(request, uid)
    row = get_object_or_404(Evidence.objects.valid(), finding=finding, uid=item, kind="file")
    form = ReplaceForm(request.POST or None, request.FILES or None)

    def do() -> None:
        upload = form.cleaned_data["files"][0]
        attached = with_files.replace_evidence(
            evidence=row, upload=upload, by=signed_in(request), now=timezone.now()
        )
        tell(request, attached.told)

    return act_with_form(
        request,
        finding,
        form,
        do,
        title="更新佐证版本",
        sentence=f"新版本代替“{row.file.original_name}”；旧版本仍可查看。",
        button="上传新版本",
        done="已更新，旧版本仍可查看。",
        multipart=True,
    )


@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, uid: uuid.UUID, item: uuid.UUID) -> HttpResponse:
    finding = finding_or_404(request, uid)
    row = get_object_or_404(Evidence.objects.valid(), finding=finding, uid=item)
    form = VoidEvidenceForm(request.POST or None)

    def do() -> None:
        reason = form.cleaned_data["reason"]
        evidence.void_evidence(evidence=row, reason=reason, by=signed_in(request), now=timezone.now())

    return act_with_form(
        request,
        finding,
        form,
        do,
        title="撤下佐证",
        sentence=f"撤下“{_name(row)}”。撤下后不再作为佐证，记录中仍可查到。",
        button="撤下",
        done="已撤下，记录中仍可查到。",
    )


def _name(row: Evidence) -> str:
    """What the page calls a piece of evidence."""
    return row.file.original_name if row.file else "现场查看"


@require_http_methods(["GET", "POST"])
def see_on_site(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    finding = finding_or_404(request, uid)
    initial = {"seen_on": timezone.localdate()}
    form = OnSiteForm(request.POST or None, finding=finding, initial=initial)

    def do() -> None:
        typed = form.cleaned_data
        evidence.see_on_site(
            finding=finding,
            measures=list(typed["measures"]),
            words=typed["words"],
            seen_on=typed["seen_on"],
            by=signed_in(request),
            now=timezone.now(),
        )

    return act_with_form(
        request, finding, form, do, title="现场查看", button="登记现场查看", done="已登记现场查看。"
    )


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    finding = finding_or_404(request, uid)
    form = NoteForm(request.POST or None)

    def do() -> None:
        text = form.cleaned_data["text"]
        work.note_progress(finding=finding, text=text, by=signed_in(request), now=timezone.now())

    return act_with_form(request, finding, form, do, title="记录进展", button="保存进展", done="已记录进展。")


def _file(finding: Finding, item: uuid.UUID) -> StoredFile:
    rows = Evidence.objects.select_related("file").filter(finding=finding, file__isnull=False)
    return get_object_or_404(rows, uid=item).file


@require_GET
def download(request: HttpRequest, uid: uuid.UUID, item: uuid.UUID) -> FileResponse:
    return attachment_response(_file(finding_or_404(request, uid), item))


@require_GET
def look(request: HttpRequest, uid: uuid.UUID, item: uuid.UUID) -> HttpResponse:
    """The pages of a picture or PDF, as pictures, beside what the evidence says."""
    finding = finding_or_404(request, uid)
    rows = Evidence.objects.select_related("file", "signatory").filter(file__isnull=False)
    row = get_object_or_404(rows, finding=finding, uid=item)
    context = {"finding": finding, "evidence": row, "pages": range(1, row.file.previewed_pages + 1)}
    return render(request, "rectification/findings/evidence.html", context)


@require_GET
def preview(request: HttpRequest, uid: uuid.UUID, item: uuid.UUID, page: int) -> FileResponse:
    return preview_response(_file(finding_or_404(request, uid), item), page=page)


@require_GET
def thumbnail(request: HttpRequest, uid: uuid.UUID, item: uuid.UUID) -> FileResponse:
    return thumbnail_response(_file(finding_or_404(request, uid), item))
