"""What lies above the cells of a sheet: notes, pictures, text boxes, each with its place."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from infrastructure.workbooks.reader.package import Package
from infrastructure.workbooks.reader.sheet_facts import column_of

_PICTURE_FUNCTION = ("=DISPIMG(", "=_xlfn.DISPIMG(")  # what WPS writes for a picture inside its cell


def beside_of(package: Package, part: str) -> Iterator[list[Any]]:
    """Row, column, kind and words, for one sheet."""
    for relation in package.relations(part).values():
        tree = package.tree(relation.target) if relation.kind in ("comments", "drawing") else None
        if tree is not None and relation.kind == "comments":
            yield from _notes(tree)
        elif tree is not None:
            yield from _drawn(tree)


def _notes(comments: Element) -> Iterator[list[Any]]:
    for comment in comments.iterfind("commentList/comment"):
        place = comment.get("ref", "A1")
        row = "".join(filter(str.isdigit, place))
        if words := _words(comment):
            yield [int(row or 1), column_of(place), "note", words]


def _drawn(drawing: Element) -> Iterator[list[Any]]:
    for anchor in drawing:
        row, column = (int(anchor.findtext(f"from/{edge}", "0")) + 1 for edge in ("row", "col"))
        if any(True for _ in anchor.iter("blip")):
            yield [row, column, "picture", ""]
        for shape in anchor.iter("txBody"):
            if words := _words(shape):
                yield [row, column, "text_box", words]


def _words(element: Element) -> str:
    """Runs follow each other, paragraphs stand on lines of their own."""
    lines: list[str] = [""]
    for each in element.iter():
        if each.tag == "p":
            lines.append("")
        elif each.tag == "t":
            lines[-1] += each.text or ""
    return "\n".join(lines).strip()


def without_pictures(rows: list[list[Any]]) -> list[list[Any]]:
    """Take out the formulas that only show a picture; where each stood."""
    found: list[list[Any]] = []
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if isinstance(value, str) and value.startswith(_PICTURE_FUNCTION):
                row[column - 1] = None
                found.append([number, column, "picture", ""])
    return found
