"""The access matrix (DESIGN §5): who gets what answer from which address.

Rows are `METHOD name`, columns people, cells the status of the answer. A page that is only read has no row for POST:
that it answers 405 is tested from here too. `name:transition` is one address on a finding that stands before it.

    200 204    shown, done              201    made
    302        done, then shown; nobody's log-in: to the log-in page
    400        a choice that one does not have (a department of somebody else)
    401        the API without a log-in
    403        one's own hospital, not one's own business
    404        another hospital, another department, somebody else's upload: not told that it exists
"""

from __future__ import annotations

from dataclasses import dataclass

from organizations.models import Role
from tests.access.matrix_of_api import API
from tests.access.matrix_of_pages import PAGES
from tests.access.site import ACCEPTER, ANONYMOUS, FOREIGN, OTHER_LIAISON

COLUMNS = {
    "ano": ANONYMOUS,
    "sta": Role.STAFF.value,
    "lia": Role.LIAISON.value,  # of the department that leads
    "hea": Role.DEPARTMENT_HEAD.value,  # of the department that leads
    "qua": Role.QUALITY_OFFICE.value,
    "eth": Role.ETHICS_OFFICE.value,
    "com": Role.COMPLAINTS_OFFICE.value,
    "dis": Role.DISCIPLINE_OFFICE.value,
    "con": Role.CONFIDENTIAL_HANDLER.value,
    "lea": Role.HOSPITAL_LEADER.value,
    "sup": Role.SUPERVISOR.value,
    "pro": Role.PROVINCE_ADMINISTRATOR.value,
    "sys": Role.SYSTEM_ADMINISTRATOR.value,
    "sec": Role.SECURITY_ADMINISTRATOR.value,
    "aud": Role.AUDIT_ADMINISTRATOR.value,
    "acc": ACCEPTER,  # liaison of the department that accepts
    "oli": OTHER_LIAISON,  # liaison of a department that has nothing to do with it
    "for": FOREIGN,  # quality office of another hospital
}
DONE = frozenset({200, 201, 202, 204, 302})


@dataclass(frozen=True)
class MatrixRow:
    """One address and method: the status for each person."""

    key: str
    cells: dict[str, int]

    @property
    def method(self) -> str:
        return self.key.partition(" ")[0]

    @property
    def name(self) -> str:
        """The URL name, without the transition."""
        return self.key.partition(" ")[2].partition(":")[0]

    @property
    def allowed(self) -> list[str]:
        """Who gets through. A redirect of somebody who has not logged in leads to the log-in page only."""
        return [who for who, status in self.cells.items() if status in DONE and who != ANONYMOUS]

    @property
    def refused(self) -> list[str]:
        return [who for who in self.cells if who not in self.allowed]


def _read(table: str) -> list[MatrixRow]:
    rows = []
    for line in table.strip().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        method, name, *cells = line.split()
        statuses = dict(zip(COLUMNS.values(), map(int, cells), strict=True))
        rows.append(MatrixRow(f"{method} {name}", statuses))
    return rows


ROWS = {row.key: row for row in [*_read(PAGES), *_read(API)]}
