"""What stands in a piece of a Word document: its text, what is struck, and what lies in it without being text."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from infrastructure.workbooks.reader.package import Package, is_true

# Looks, and the instructions of fields; what stands beside them is read.
_NO_TEXT = frozenset(
    ["pPr", "rPr", "tcPr", "tblPr", "tblGrid", "trPr", "sectPr", "sdtPr", "sdtEndPr", "instrText"]
)
_NOTES = {"commentReference": "comment", "footnoteReference": "footnote", "endnoteReference": "endnote"}
# Boxes to tick are letters of a font of signs, on places that mean nothing in themselves.
_SIGNS = {0xF0FE: "☑", 0xF052: "☑", 0xF0A8: "□", 0xF06F: "□", 0xF0FC: "√", 0xF0FB: "×"}


class Notes:
    """Comments and foot notes, by their number."""

    def __init__(self, package: Package, main: str) -> None:
        parts = {each.kind: each.target for each in package.relations(main).values()}
        self._texts = {
            (kind, note.get("id", "")): text_of(note)
            for kind, part in (("comment", "comments"), ("footnote", "footnotes"), ("endnote", "endnotes"))
            for note in package.tree(parts.get(part, "")) or ()
        }

    def text(self, kind: str, number: str) -> str:
        return self._texts.get((kind, number), "")


@dataclass
class Content:
    """Of one cell or paragraph. `beside` holds kind and words."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)  # and whether it is struck
    beside: list[tuple[str, str]] = field(default_factory=list)
    revised: bool = False

    @property
    def text(self) -> str:
        return "".join(piece for piece, _ in self.pieces).strip()

    @property
    def struck(self) -> set[bool]:
        """{True} is wholly struck, {True, False} partly."""
        return {struck for piece, struck in self.pieces if piece.strip()}


def text_of(element: Element) -> str:
    return content_of(element).text


def content_of(element: Element, notes: Notes | None = None) -> Content:
    walk = _Walk(notes)
    walk.into(element)
    return walk.content


class _Walk:
    def __init__(self, notes: Notes | None) -> None:
        self.content = Content()
        self._notes = notes
        self._struck = False

    def into(self, element: Element) -> None:
        for child in element:
            if child.tag in _NO_TEXT:
                continue
            handle = _HANDLERS.get(child.tag)
            if handle is None:
                self.into(child)
            else:
                handle(self, child)

    def _say(self, words: str) -> None:
        self.content.pieces.append((words, self._struck))

    def _text(self, element: Element) -> None:
        self._say(element.text or "")

    def _line(self, _element: Element) -> None:
        self._say("\n")

    def _tab(self, _element: Element) -> None:
        self._say("\t")

    def _hyphen(self, _element: Element) -> None:
        self._say("-")

    def _sign(self, element: Element) -> None:
        code = int(element.get("char", "0") or "0", 16)
        self._say(_SIGNS.get(code, chr(code) if 0x20 < code < 0xE000 else "？"))

    def _paragraph(self, element: Element) -> None:
        self.into(element)
        self._say("\n")

    def _run(self, element: Element) -> None:
        looks = element.find("rPr")
        self._struck = looks is not None and any(
            mark is not None and is_true(mark.get("val"), absent=True)
            for mark in (looks.find("strike"), looks.find("dstrike"))
        )
        self.into(element)
        self._struck = False

    def _removed(self, _element: Element) -> None:
        self.content.revised = True

    def _added(self, element: Element) -> None:
        self.content.revised = True
        self.into(element)

    def _either(self, element: Element) -> None:
        """The same thing for newer and for older programs."""
        for choice in [*element.iterfind("Choice"), *element.iterfind("Fallback")][:1]:
            self.into(choice)

    def _drawing(self, element: Element) -> None:
        boxes = [text for box in element.iter("txbxContent") if (text := text_of(box))]
        self.content.beside += [("text_box", text) for text in boxes] or [("picture", "")]

    def _table(self, element: Element) -> None:
        words = " ".join(text for cell in element.iter("tc") if (text := text_of(cell)))
        if words:
            self.content.beside.append(("nested_table", words))

    def _note(self, element: Element) -> None:
        if self._notes and (words := self._notes.text(_NOTES[element.tag], element.get("id", ""))):
            self.content.beside.append(("note", words))


_HANDLERS: Mapping[str, Callable[[_Walk, Element], None]] = {
    "t": _Walk._text,
    "br": _Walk._line,
    "cr": _Walk._line,
    "tab": _Walk._tab,
    "noBreakHyphen": _Walk._hyphen,
    "sym": _Walk._sign,
    "p": _Walk._paragraph,
    "r": _Walk._run,
    "del": _Walk._removed,
    "moveFrom": _Walk._removed,
    "ins": _Walk._added,
    "moveTo": _Walk._added,
    "AlternateContent": _Walk._either,
    "drawing": _Walk._drawing,
    "pict": _Walk._drawing,
    "object": _Walk._drawing,
    "tbl": _Walk._table,
    **dict.fromkeys(_NOTES, _Walk._note),
}


def blocks_of(element: Element, *wanted: str) -> Iterator[Element]:
    """Paragraphs, tables, rows or cells, also those inside content controls."""
    for child in element:
        if child.tag in wanted:
            yield child
        elif child.tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from blocks_of(child, *wanted)


def told(content: Content, row: int, column: int) -> Iterator[list[Any]]:
    """What lies at a place, as the answer carries it."""
    for kind, words in content.beside:
        yield [row, column, kind, words]
    if content.revised:
        yield [row, column, "revised", ""]
