"""XML as bytes: elements by where they stand, so that what is not changed stays as it was written."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

_TAG = re.compile(rb"<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>")


@dataclass(slots=True)
class Element:
    """`start` to `tag_end` is its start tag, `start` to `end` all of it."""

    name: str  # as written, with its prefix
    start: int
    tag_end: int
    attributes: dict[str, str]
    parent: "Element | None" = None
    end: int = 0
    text: str = ""
    children: "list[Element]" = field(default_factory=list)

    @property
    def local(self) -> str:
        return self.name.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """x: where elements are written so."""
        head, colon, _ = self.name.rpartition(":")
        return head + colon

    def child(self, local: str) -> "Element | None":
        return next((each for each in self.children if each.local == local), None)

    def walk(self) -> "Iterable[Element]":
        yield self
        for each in self.children:
            yield from each.walk()


def parsed(content: bytes) -> Element:
    """The tree of a part in UTF-8. It was looked through before; a DTD ends the reading here as well."""
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    top = Element("", 0, 0, {})
    open_ones = [top]

    def start(name: str, attributes: dict[str, str]) -> None:
        at = parser.CurrentByteIndex
        tag = _TAG.match(content, at)
        assert tag
        element = Element(name, at, tag.end(), attributes, open_ones[-1])
        open_ones[-1].children.append(element)
        open_ones.append(element)

    def end(_name: str) -> None:
        element = open_ones.pop()
        is_empty = content[element.tag_end - 2 : element.tag_end] == b"/>"
        element.end = element.tag_end if is_empty else content.index(b">", parser.CurrentByteIndex) + 1

    def text(words: str) -> None:
        open_ones[-1].text += words

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
    parser.Parse(content, True)
    return top.children[0]


def _refuse(*_details: object) -> None:
    raise ValueError("a document type definition")


class Edits:
    """Pieces of a part to be put in place of what stands there."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._pieces: list[tuple[int, int, bytes]] = []

    def replace(self, start: int, end: int, new: bytes) -> None:
        self._pieces.append((start, end, new))

    def set(self, element: Element, **attributes: str | None) -> None:
        """Attributes of a start tag; None takes one away."""
        tag = self.content[element.start : element.tag_end]
        new = with_attributes(tag, attributes)
        if new != tag:
            self.replace(element.start, element.tag_end, new)

    def set_text(self, element: Element, text: str) -> None:
        if text != element.text:
            close = self.content.rindex(b"</", element.tag_end, element.end)
            self.replace(element.tag_end, close, escape(text).encode())

    def insert(self, parent: Element, new: bytes, *, before: int | None = None) -> None:
        """Into an element: before the place where a child of it starts, or at its end. For one that is written <x/>
        this may be asked once, and its start tag not be changed beside."""
        if before is not None:
            self.replace(before, before, new)
        elif parent.tag_end < parent.end:
            close = self.content.rindex(b"</", parent.tag_end, parent.end)
            self.replace(close, close, new)
        else:
            opened = self.content[parent.start : parent.tag_end - 2].rstrip() + b">"
            self.replace(parent.start, parent.end, opened + new + f"</{parent.name}>".encode())

    def applied(self, start: int = 0, end: int | None = None) -> bytes:
        """The content, or a piece of it, as it is now."""
        stop = len(self.content) if end is None else end
        out, at = [], start
        for first, last, new in sorted(self._pieces, key=lambda piece: piece[:2]):
            if start <= first and last <= stop:
                out += [self.content[at:first], new]
                at = last
        return b"".join([*out, self.content[at:stop]])


def element(name: str, text: str) -> bytes:
    """A small one of words only."""
    return f"<{name}>{escape(text)}</{name}>".encode()


def with_attributes(tag: bytes, attributes: Mapping[str, str | None]) -> bytes:
    """A start tag with other attributes, the rest as it was written."""
    for name, value in attributes.items():
        tag = _with_attribute(tag, name, value)
    return tag


def _with_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    standing = re.search(rb"\s+" + name.encode() + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')", tag)
    written = b"" if value is None else f" {name}={quoteattr(value)}".encode()
    if standing:
        return tag[: standing.start()] + written + tag[standing.end() :]
    if not written:
        return tag
    close = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:close].rstrip() + written + tag[close:]
