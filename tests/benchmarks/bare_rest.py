"""The floor of a create over REST: what Django and DRF do by themselves, on the same tables.

The middleware of a new project, DRF's own session log-in and ModelSerializer, the same columns typed. No scope, no
references by uid, no numbering, no rules, no audit entry, no Idempotency-Key. Row images stay: they are triggers.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.generics import CreateAPIView
from rest_framework.parsers import JSONParser
from rest_framework.permissions import IsAuthenticated

from infrastructure import audit
from rectification.models import Finding, LedgerEntry, SupportingDepartment
from tests.rectification.world import IN_TWO_WEEKS, NOW, TODAY, World

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tests.benchmarks.bare_rest.these_addresses",
]


def these_addresses(get_response: Callable[[HttpRequest], HttpResponse]) -> Any:
    def answered(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__  # type: ignore[attr-defined]
        return get_response(request)

    return answered


def body_of(world: World) -> dict[str, Any]:
    """What the real address is sent, with numbers of rows in place of uids and codes."""
    return {
        "text": "抽查 10 份四级手术病历，3 份无术前多学科讨论记录",
        "participation": world.participation.pk,
        "item": world.item.pk,
        "checkpoint": world.item.checkpoints.get(code="a").pk,
        "lead_department": world.ward.pk,
        "department": world.other_ward.pk,
        "responsible_person": world.head.staff.pk,
        "responsible_leader": world.leader.staff.pk,
        "origin": "self_inspection",
        "deadline_kind": "dated",
        "due_on": str(IN_TWO_WEEKS),
        "found_on": str(TODAY),
    }


class BareSerializer(serializers.ModelSerializer[Finding]):
    class Meta:
        model = Finding
        fields = [
            "uid",
            "text",
            "origin",
            "lead_department",
            "responsible_person",
            "responsible_leader",
            "deadline_kind",
            "due_on",
            "found_on",
            "remark",
        ]
        read_only_fields = ["uid"]


class BareEntrySerializer(serializers.ModelSerializer[LedgerEntry]):
    class Meta:
        model = LedgerEntry
        fields = ["participation", "item", "checkpoint"]


class BareSupportingSerializer(serializers.ModelSerializer[SupportingDepartment]):
    class Meta:
        model = SupportingDepartment
        fields = ["department"]


class BareCreate(CreateAPIView[Finding]):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]
    parser_classes = [JSONParser]
    serializer_class = BareSerializer

    def perform_create(self, serializer: Any) -> None:
        entry = BareEntrySerializer(data=self.request.data)
        supporting = BareSupportingSerializer(data=self.request.data)
        entry.is_valid(raise_exception=True)
        supporting.is_valid(raise_exception=True)
        user: Any = self.request.user
        with audit.acting(by=user):  # the database refuses a row without an actor
            hospital = user.hospital
            finding = serializer.save(
                hospital=hospital, created_by=user, created_at=NOW, state_origin="imported"
            )
            entry.save(hospital=hospital, finding=finding, key=uuid.uuid4().hex * 2)
            supporting.save(hospital=hospital, finding=finding)


urlpatterns = [path("bare/", BareCreate.as_view())]
