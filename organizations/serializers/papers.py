"""代录: a signature on paper comes as a form, signatory and scan together."""

from __future__ import annotations

from infrastructure.api.strict import Filled, Needs

_WORDS = "代录要同时填写签字人（signatory）和扫描件（scan）。"
PAPER = (Needs(Filled("scan"), "signatory", _WORDS), Needs(Filled("signatory"), "scan", _WORDS))
