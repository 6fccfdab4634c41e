"""What must not be in a PDF: scripts, programs, attachments. Every object is looked at, compressed ones too.

Runs in the limited child (`arrival_worker`). qpdf resolves object streams, escapes in names and encryption without a
password, so that a danger has one spelling.
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

_TAIL_BYTES = 2_048  # where readers look for the end
_LONGEST_CHAIN = 50

DAMAGED, PASSWORD, SCRIPTS, NESTED = "damaged", "password", "scripts", "nested"

_KEYS = {
    "/JS": SCRIPTS,
    "/JavaScript": SCRIPTS,
    "/XFA": SCRIPTS,  # forms with a program of their own
    "/RichMediaContent": SCRIPTS,
    "/EF": NESTED,
    "/EmbeddedFiles": NESTED,
}
_ACTIONS = {
    "/JavaScript": SCRIPTS,
    "/Launch": SCRIPTS,
    "/ImportData": SCRIPTS,
    "/SubmitForm": SCRIPTS,
    "/Rendition": SCRIPTS,
    "/RichMediaExecute": SCRIPTS,
    "/GoToE": NESTED,
}
_NAMED = {"/EmbeddedFile": NESTED, "/FileAttachment": NESTED, "/RichMedia": SCRIPTS}
# What may happen by itself when the document or a page is opened: nothing that leaves the document.
_HARMLESS = frozenset({"/GoTo", "/Named", "/Hide", "/SetOCGState", "/Trans", "/Thread", "/GoTo3DView"})


def danger_of_pdf(content: bytes) -> str | None:
    """One of the words above, or None."""
    tail = content.rstrip(b"\0\t\n\f\r ")[-_TAIL_BYTES:]
    if b"startxref" not in tail or b"%%EOF" not in tail:
        return DAMAGED
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if not len(document.pages):
                return DAMAGED
            return next(_dangers(document), None)
    except pikepdf.PasswordError:
        return PASSWORD
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, RuntimeError):
        return DAMAGED  # the page tree is no tree, a number is no number


def _dangers(document: pikepdf.Pdf) -> Iterator[str]:
    for thing in [document.trailer, *document.objects]:
        waiting: list[Any] = [thing]
        while waiting:
            one = waiting.pop()
            if isinstance(one, pikepdf.Array):
                waiting.extend(inner for inner in one if _is_direct(inner))
            elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                values = dict(one.items())
                if danger := _danger_of(values):
                    yield danger
                waiting.extend(value for value in values.values() if _is_direct(value))


def _is_direct(value: Any) -> bool:
    """An object of its own comes up by itself."""
    return isinstance(value, pikepdf.Object) and not value.is_indirect


def _danger_of(values: dict[str, Any]) -> str | None:
    found = next((_KEYS[key] for key in values if key in _KEYS), None)
    found = found or _ACTIONS.get(_name(values.get("/S")))
    found = found or _NAMED.get(_name(values.get("/Type"))) or _NAMED.get(_name(values.get("/Subtype")))
    if found:
        return found
    by_itself = [values["/OpenAction"]] if "/OpenAction" in values else []
    more = values.get("/AA")
    by_itself += list(dict(more.items()).values()) if isinstance(more, pikepdf.Dictionary) else []
    return SCRIPTS if any(not _is_harmless(action) for action in by_itself) else None


def _is_harmless(action: Any, length: int = 0) -> bool:
    """A place in the document, or steps that stay in it."""
    if not isinstance(action, pikepdf.Dictionary):
        return True
    following = action.get("/Next")
    steps = list(following) if isinstance(following, pikepdf.Array) else [following]
    kind = _name(action.get("/S"))
    stays = kind in _HARMLESS or (not kind and "/D" in action)
    return stays and length < _LONGEST_CHAIN and all(_is_harmless(step, length + 1) for step in steps if step)


def _name(value: Any) -> str:
    return str(value) if isinstance(value, pikepdf.Name) else ""
