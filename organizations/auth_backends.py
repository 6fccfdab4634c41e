"""Log-in by user name or 工号. Roles open doors, not Django's groups: this backend grants no permission."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils import timezone

from organizations.access_selectors import find_log_in
from organizations.models import User


class LogInBackend(BaseBackend):
    """One password check an attempt, whoever was meant: an unknown name takes as long as a wrong password."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        hospital: str = "",
        **others: Any,
    ) -> User | None:
        if not username or password is None:
            return None
        user = find_log_in(login=username, hospital_code=hospital, as_of=timezone.localdate())
        if user is None:
            make_password(password)
            return None
        return user if user.check_password(password) else None

    def get_user(self, user_id: int) -> User | None:
        """Read at every request: a closed log-in is out at once. The hospital's idle time comes with it."""
        found = (
            User.objects.open_on(timezone.localdate()).filter(pk=user_id).select_related("hospital", "staff")
        )
        user = next(iter(found), None)
        if user is not None and user.staff is not None and user.hospital is not None:
            user.staff.hospital = user.hospital  # one and the same by composite key: no second join
        return user
