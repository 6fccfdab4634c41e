"""Rules for passwords that Django does not bring, in words that say what to do."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

FEWEST_CHARACTERS = 10
RULES = f"至少 {FEWEST_CHARACTERS} 个字符，不能全是数字，也不能包含用户名、工号或姓名。"


class LongEnough:
    """Django's own rule has no Chinese words in this version."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < FEWEST_CHARACTERS:
            raise ValidationError(f"密码至少 {FEWEST_CHARACTERS} 个字符，请再加长一些。", code="too_short")

    def get_help_text(self) -> str:
        return f"密码至少 {FEWEST_CHARACTERS} 个字符。"


class NotAboutThePerson:
    """A colleague who knows 工号 and name must not be halfway in."""

    def validate(self, password: str, user: Any = None) -> None:
        typed = password.lower()
        if any(part in typed for part in _parts(user)):
            raise ValidationError("密码不能包含用户名、工号或姓名，请换一个。", code="about_the_person")

    def get_help_text(self) -> str:
        return "密码不能包含用户名、工号或姓名。"


def _parts(user: Any) -> list[str]:
    if user is None:
        return []
    staff = getattr(user, "staff", None)
    known = [user.username, user.email.partition("@")[0], staff.employee_no if staff else ""]
    # Two or three letters occur in any password; a Chinese name of two characters does not.
    return [part.lower() for part in known if len(part) >= 4] + [
        part.lower() for part in [user.display_name] if len(part) >= 2
    ]
