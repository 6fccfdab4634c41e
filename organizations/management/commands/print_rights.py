from typing import Any

from django.core.management.base import BaseCommand

from organizations.rights import description_of, table_of_rights
from organizations.roles import ROLES


class Command(BaseCommand):
    help = "prints who may do what: every right of every app with the roles that hold it (docs/rights.md)"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(rights_as_text())


def rights_as_text() -> str:
    """The roles with what each does, then the table of rights, as Markdown."""
    roles = [f"| `{role.value}` | {role.label} | {description_of(role) or '—'} |" for role in ROLES]
    rights = [
        f"| `{right.value}` | {right.label} | {'、'.join(str(role.label) for role in holders)} |"
        for right, holders in table_of_rights()
    ]
    return "\n".join(
        [
            "# Who may do what",
            "",
            "Printed by `manage.py print_rights`; each app names its rights in its `rights.py`.",
            "",
            "| Role | 角色 | 职责 |",
            "|---|---|---|",
            *roles,
            "",
            "| Right | 权限 | 角色 |",
            "|---|---|---|",
            *rights,
            "",
        ]
    )
