"""Which rows a body may name. What the context says of `hospital`, `participation`, `scope`, `finding` is the fence."""

from __future__ import annotations

from infrastructure.api.references import Rows
from rectification.models import Finding, Participation
from rectification.selectors import choices

ITEMS = Rows("items", lambda c: choices.items(c["participation"]), key="code")
CHECKPOINTS = Rows(
    "checkpoints",
    lambda c: choices.checkpoints(c["participation"]),
    key="clause",
    brings=("item", ITEMS),
)
# Of whatever campaign of the hospital: which ledger is meant stands in the same body.
LEDGERS = Rows(
    "ledgers",
    lambda c: Participation.objects.filter(hospital=c["hospital"]).select_related("run", "hospital"),
)
FINDINGS = Rows("findings", lambda c: Finding.objects.visible_in(c["scope"]).filter(hospital=c["hospital"]))
CAUSES = Rows("causes", lambda c: c["finding"].causes.valid())
MEASURES = Rows("measures", lambda c: c["finding"].measures.valid())
