"""What waits for the caller in one hospital: the same rows as 待办."""

from __future__ import annotations

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from infrastructure.api.describing import operation
from infrastructure.api.pages import page_of, paged
from infrastructure.api.views import ApiView, asked
from organizations.models import Hospital
from organizations.requests import request_grants, signed_in
from rectification.selectors import todo
from rectification.serializers.todo import AskedExtension, TodoQuery, TodoRow

TAG = "待办"


def _here(request: Request, code: str) -> Hospital:
    hospital = Hospital.objects.filter(code=code, pk__in=request_grants(request).hospital_ids).first()
    if hospital is None:
        raise Http404
    return hospital


class Todo(ApiView):
    @operation(
        "todo_list",
        "下一步由自己办理的问题，按时限先后",
        tag=TAG,
        query=TodoQuery,
        answer=page_of(TodoRow),
        problems=(400, 404),
    )
    def get(self, request: Request, code: str) -> Response:
        hospital = _here(request, code)
        waiting = todo.waiting_for(
            user=signed_in(request), grants=request_grants(request), hospital_id=hospital.pk
        )
        wanted = asked(request)
        rows = waiting.narrowed(accept=bool(wanted["accept"]), due=wanted["due"], as_of=self.today)
        return paged(request, todo.due_order(rows), lambda page: TodoRow(waiting.lines(page), many=True).data)


class ExtensionsAsked(ApiView):
    @operation(
        "extensions_to_decide",
        "等自己审批的延期申请，最多 20 条",
        tag=TAG,
        answer=AskedExtension(many=True),
        problems=(404,),
    )
    def get(self, request: Request, code: str) -> Response:
        hospital = _here(request, code)
        rows = todo.extensions_to_decide(
            user=signed_in(request), grants=request_grants(request), hospital_id=hospital.pk
        )
        return Response(AskedExtension(rows, many=True).data)
