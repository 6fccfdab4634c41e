"""Which rows of campaigns a body may name. What the context says of `hospital` and `participation` is the fence."""

from __future__ import annotations

from campaigns.models import Participation
from campaigns.selectors import choices
from infrastructure.api.references import Rows

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
