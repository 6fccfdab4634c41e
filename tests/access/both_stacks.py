"""A browser that reaches the ordinary pages and the anonymous ones, as one address after the other."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.test.client import ClientHandler

from hospital_qs.open_prefix import is_open
from hospital_qs.open_stack import OpenStack


class BothStacks(ClientHandler):
    """As `hospital_qs.wsgi` puts them together: the address alone decides which one answers."""

    def get_response(self, request: HttpRequest) -> HttpResponse:
        stack = _OPEN if is_open(request.path_info) else super()
        return stack.get_response(request)


# One for all browsers: making the middleware anew costs more than most requests.
_OPEN = OpenStack()
HANDLER = BothStacks(enforce_csrf_checks=False)
