"""The floors of requests: what Django and DRF do by themselves, on the same tables and the same rows.

The middleware of a new project, DRF's own session log-in and ModelSerializer, the same columns typed. No scope, no
references by uid, no rules, no audit entry, no Idempotency-Key. Row images are triggers: they stay, unless a
measurement takes them away. `bare_wsgi` is the same as a program of its own.
"""

from __future__ import annotations

import uuid
from functools import cache
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.utils import timezone
from django.views.generic import ListView
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.generics import ListCreateAPIView
from rest_framework.pagination import PageNumberPagination
from rest_framework.parsers import JSONParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from infrastructure import audit
from rectification.models import Finding, LedgerEntry, SupportingDepartment
from tests.rectification.world import IN_TWO_WEEKS, TODAY, World


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


class Twenty(PageNumberPagination):
    page_size = 20


def rows_of(request: HttpRequest | Request) -> QuerySet[Finding]:
    """The rows that our own list shows, named by their numbers: no scope is asked."""
    return (
        Finding.objects.filter(entries__participation=request.GET["participation"], state="rectifying")
        .select_related("lead_department", "responsible_person", "responsible_leader")
        .prefetch_related("supporting__department")
        .annotate(number=F("entries__number"))
        .order_by(F("due_on").asc(nulls_last=True), "id")
    )


class BareRow(serializers.ModelSerializer[Finding]):
    lead_department = serializers.CharField(source="lead_department.name")
    accepting_department = serializers.CharField(source="accepting_department.name")
    responsible_person = serializers.CharField(source="responsible_person.name", default="")
    supporting = serializers.SerializerMethodField()

    class Meta:
        model = Finding
        fields = [
            "uid", "text", "state", "origin", "lead_department", "accepting_department", "responsible_person",
            "supporting", "deadline_kind", "due_on", "found_on", "remark",
        ]  # fmt: skip

    def get_supporting(self, finding: Finding) -> list[str]:
        return [row.department.name for row in finding.supporting.all()]


class BareFindings(ListCreateAPIView[Finding]):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]
    parser_classes = [JSONParser]
    pagination_class = Twenty

    def get_serializer_class(self) -> Any:
        return BareSerializer if self.request.method == "POST" else BareRow

    def get_queryset(self) -> QuerySet[Finding]:
        return rows_of(self.request).select_related("accepting_department")

    def perform_create(self, serializer: Any) -> None:
        entry = BareEntrySerializer(data=self.request.data)
        supporting = BareSupportingSerializer(data=self.request.data)
        entry.is_valid(raise_exception=True)
        supporting.is_valid(raise_exception=True)
        user: Any = self.request.user
        with audit.acting(by=user):  # the database refuses a row without an actor
            hospital = user.hospital
            finding = serializer.save(
                hospital=hospital, created_by=user, created_at=timezone.now(), state_origin="imported"
            )
            entry.save(hospital=hospital, finding=finding, key=uuid.uuid4().hex * 2)
            supporting.save(hospital=hospital, finding=finding)


class BareSubmit(APIView):
    """A number is taken and the state written, no more."""

    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def post(self, request: Request, uid: uuid.UUID) -> Response:
        user: Any = request.user
        with audit.acting(by=user):
            entry = LedgerEntry.objects.select_related("finding", "participation").get(finding__uid=uid)
            entry.participation.last_number += 1
            entry.participation.save()
            entry.number = entry.participation.last_number
            entry.save()
            entry.finding.state, entry.finding.submitted_at = "submitted", timezone.now()
            entry.finding.save()
        return Response({"number": entry.number})


TABLE = """<!doctype html><title>台账</title><table>{% for f in object_list %}<tr><td>{{ f.number }}<td>{{ f.item }}
<td>{{ f.checkpoint }}<td><a href="{% url 'bare-finding' f.uid %}">{{ f.text }}</a> {{ f.origin }} {{ f.found_on }}
<td>{% for c in f.causes.all %}{{ c.text }} {% endfor %}<td>{% for m in f.measures.all %}{{ m.text }} {% endfor %}
<td>{{ f.responsible_leader.name }}<td>{{ f.lead_department.name }}
{% for s in f.supporting.all %}{{ s.department.name }} {% endfor %}<td>{{ f.responsible_person.name }}
<td>{{ f.due_on }} {{ f.original_due_on }}<td>{{ f.imported_done_on }}<td>{{ f.get_state_display }}
<td>{{ f.accepted_on }}<td>{{ f.remark }}{% endfor %}</table>{{ page_obj.number }} / {{ paginator.num_pages }}"""


@cache
def _table() -> Any:
    """Read once, as the loader of a project's templates does."""
    return engines["django"].from_string(TABLE)


class BarePage(LoginRequiredMixin, ListView):
    """The columns of our list for the same rows, words only: no frame around them, no filters, no export."""

    paginate_by = 20

    def get_queryset(self) -> QuerySet[Finding]:
        named = rows_of(self.request).prefetch_related("causes", "measures")
        return named.annotate(item=F("entries__item__title"), checkpoint=F("entries__checkpoint__text"))

    def render_to_response(self, context: dict[str, Any], **more: Any) -> HttpResponse:
        return HttpResponse(_table().render(context, self.request))


urlpatterns = [
    path("bare/", BareFindings.as_view()),
    path("bare/page/", BarePage.as_view()),
    path("bare/<uuid:uid>/submit/", BareSubmit.as_view(), name="bare-finding"),
]
