"""Answers to pickers: people of one's own hospital by name, initials or 工号."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from organizations.choices import look_up_people
from organizations.requests import hospital_for
from organizations.rights import OrganizationRight


@require_GET
def people(request: HttpRequest, code: str) -> JsonResponse:
    hospital, _ = hospital_for(request, code, OrganizationRight.LOOK_UP_PEOPLE)
    words = request.GET.get("q", "")[:40].replace("\x00", "")
    found = look_up_people(hospital, words.strip(), timezone.localdate())
    rows = [
        {
            "value": str(person.uid),
            "text": f"{person.name}（{person.employee_no}）",
            "pinyin": person.name_pinyin,
            "note": person.post,
        }
        for person in found
    ]
    return JsonResponse(rows, safe=False, json_dumps_params={"ensure_ascii": False})
