"""Which rows a body may name. What the context says of `hospital`, `scope`, `finding` is the fence."""

from __future__ import annotations

from infrastructure.api.references import Rows
from rectification.models import Finding

FINDINGS = Rows("findings", lambda c: Finding.objects.visible_in(c["scope"]).filter(hospital=c["hospital"]))
CAUSES = Rows("causes", lambda c: c["finding"].causes.valid())
MEASURES = Rows("measures", lambda c: c["finding"].measures.valid())
