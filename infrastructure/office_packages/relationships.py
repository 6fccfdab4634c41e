"""Where a part of a package leads: to another part, to a click of the reader, or out of the package by itself."""

import re
from urllib.parse import unquote

from infrastructure.office_packages.dangers import Danger

_MACROS = frozenset(
    {"vbaproject", "wordvbadata", "xlmacrosheet", "xlintlmacrosheet", "control", "activexcontrolbinary"}
)
_FETCHING = frozenset({"externallink", "connections", "querytable", "powerpivotdata", "customdata"})
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)


def danger_of_relationship(*, kind: str, target: str, mode: str, source: str) -> Danger | None:
    """`source` is the part that the relationship belongs to. A link that a reader clicks is only text."""
    kind = kind.strip().rstrip("/").lower()
    last = kind.rsplit("/", 1)[-1]
    if last == "hyperlink":
        return None
    if last in _MACROS:
        return Danger.MACROS
    if last == "afchunk":  # a whole document, of any format, that opens as a part of this one
        return Danger.NESTED
    if last in _FETCHING or "externallinkpath" in kind:
        return Danger.EXTERNAL_LINKS
    return _danger_of_target(
        unquote(target.strip()), external=mode.strip().lower() == "external", source=source
    )


def _danger_of_target(target: str, *, external: bool, source: str) -> Danger | None:
    if target.upper() == "NULL":  # what PowerPoint writes for a picture that is gone
        return None
    if external or _SCHEME.match(target) or target.startswith(("//", "\\")) or "\\\\" in target:
        return Danger.EXTERNAL_LINKS
    return Danger.PATHS if _climbs_out(target.replace("\\", "/"), source) else None


def _climbs_out(target: str, source: str) -> bool:
    """`../media/a.png` is how parts name each other; above the package there is nothing of ours."""
    path = target.partition("#")[0]
    depth = 0 if path.startswith("/") else source.count("/")
    for step in path.split("/"):
        depth += {"..": -1, ".": 0, "": 0}.get(step, 1)
        if depth < 0:
            return True
    return False


def source_of(rels_name: str) -> str:
    """xl/_rels/workbook.xml.rels → xl/workbook.xml."""
    folder, _, name = rels_name.rpartition("/")
    return f"{folder.removesuffix('_rels')}{name.removesuffix('.rels')}"
