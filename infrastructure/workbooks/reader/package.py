"""The parts of an Office package and how they point at each other. It was looked through before (package_checks)."""

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from infrastructure.workbooks.reader.budget import Refused

_PIECE = 256 * 1024


@dataclass(frozen=True)
class Relation:
    kind: str  # the last word of its type: image, drawing
    target: str  # the part's plain name; as it stands where it leads out of the package
    external: bool


def xml_parser() -> expat.XMLParserType:
    """Names with their namespace before a blank. A DTD ends the reading here as well."""
    parser = expat.ParserCreate(None, " ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.EntityDeclHandler = _refuse_dtd
    return parser


def _refuse_dtd(*_details: object) -> None:
    raise Refused("dtd")


def local(name: str) -> str:
    """Writers name the same elements in two namespaces, of the transitional and of the strict form."""
    return name.rpartition(" ")[2]


def tree_of(content: bytes) -> Element:
    """The whole of a small part, with local names."""
    builder = TreeBuilder()

    def start(name: str, attributes: dict[str, str]) -> None:
        builder.start(local(name), {local(key): value for key, value in attributes.items()})

    parser = xml_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: builder.end(local(name))
    parser.CharacterDataHandler = builder.data
    parser.Parse(content, True)
    return builder.close()


class Package:
    def __init__(self, content: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(content))
        self._names = {_plain(name): name for name in self._zip.namelist()}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._names

    @property
    def names(self) -> Iterable[str]:
        """Of all parts, as they are compared."""
        return self._names

    def name_of(self, part: str) -> str:
        """The name of a part as the package writes it."""
        return self._names[_plain(part)]

    def part(self, name: str) -> bytes:
        return self._zip.read(self._names[_plain(name)]) if name in self else b""

    def tree(self, name: str) -> Element | None:
        content = self.part(name)
        return tree_of(content) if content else None

    def parse(self, name: str, parse: Callable[[bytes, bool], object]) -> None:
        """Hand a long part to a parser, piece by piece."""
        with self._zip.open(self._names[_plain(name)]) as stream:
            while piece := stream.read(_PIECE):
                parse(piece, False)
        parse(b"", True)

    def relations(self, source: str) -> dict[str, Relation]:
        """By their id. `source` is the part that points; the package itself is ""."""
        folder, _, name = source.rpartition("/")
        tree = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {} if tree is None else {each.get("Id", ""): _relation(each, folder) for each in tree}

    def main_part(self, usual: str) -> str:
        """xl/workbook.xml, or whatever the package says instead."""
        main = (each.target for each in self.relations("").values() if each.kind == "officeDocument")
        return next(main, usual)


def _relation(element: Element, folder: str) -> Relation:
    target = element.get("Target", "").replace("\\", "/")
    external = element.get("TargetMode", "").lower() == "external"
    if not external:
        target = (
            target.lstrip("/")
            if target.startswith("/")
            else posixpath.normpath(posixpath.join(folder, target))
        )
    return Relation(element.get("Type", "").rstrip("/").rpartition("/")[2], target, external)


def _plain(name: str) -> str:
    return name.lower().replace("\\", "/").lstrip("/")


def is_true(word: str | None, *, absent: bool = False) -> bool:
    """A truth value as XML writes it."""
    return absent if word is None else word.strip().lower() in {"1", "true", "on"}
