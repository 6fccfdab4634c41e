"""docx, xlsx and pptx: which of them a package is, and what must not be in it (DESIGN §8)."""

import tempfile
from collections.abc import Callable, KeysView
from dataclasses import dataclass
from enum import Enum
from typing import BinaryIO

from infrastructure.office_packages import compound_files
from infrastructure.office_packages.archive import (
    MIB,
    ZIP_SIGNATURE,
    Archive,
    ArchiveEntry,
    InflationBudget,
    PackageLimits,
)
from infrastructure.office_packages.compound_files import OLE_SIGNATURE
from infrastructure.office_packages.dangers import Danger, PackageRefused
from infrastructure.office_packages.elements import CloserLook, SignSearch, refuse_root
from infrastructure.office_packages.formulas import danger_of_formula
from infrastructure.office_packages.relationships import danger_of_relationship, source_of
from infrastructure.office_packages.xml_parts import MarkSearch, XmlReading


class OfficeKind(Enum):
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"


@dataclass(frozen=True)
class InspectedPackage:
    kind: OfficeKind
    filled_cells: int


_MAIN_TYPES = {
    "wordprocessingml.document.main+xml": OfficeKind.DOCX,
    "spreadsheetml.sheet.main+xml": OfficeKind.XLSX,
    "spreadsheetml.template.main+xml": OfficeKind.XLSX,
    "presentationml.presentation.main+xml": OfficeKind.PPTX,
}
_TYPES_OF = {
    Danger.BINARY_WORKBOOK: ("sheet.binary",),
    Danger.MACROS: ("macroenabled", "vbaproject", "vbadata", "macrosheet", "activex"),
    Danger.EXTERNAL_LINKS: ("externallink", "connections+xml", "querytable+xml", "model+data", "customdata"),
}
# A name proves nothing, but one of these has no innocent use.
_NAMES_OF = {
    Danger.MACROS: ("vbaproject.bin", "/macrosheets/", "/activex/"),
    Danger.EXTERNAL_LINKS: ("/xl/externallinks/", "/xl/querytables/", "/xl/connections.xml"),
}
_CONTENT_TYPES = "[content_types].xml"
_LIST_BYTES = 4 * MIB
ARCHIVES_AND_PROGRAMS = (
    ZIP_SIGNATURE,
    b"PK\x05\x06",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",
    b"BZh",
    b"MSCF",
    b"\x1f\x8b",
    b"MZ",
    b"\x7fELF",
)
_PACKED_DRAWINGS = (".emz", ".wmz")  # old drawings, packed with gzip by Office itself; never unpacked here
_PACKED_MACROS = b"ActiveMime"


def inspect_package(stream: BinaryIO, limits: PackageLimits) -> InspectedPackage:
    """What a package is. Raises PackageRefused for everything that must not come in."""
    budget = InflationBudget(limits.inflated_bytes)
    return _Inspection(stream, limits, budget, embedded=False).outcome()


class _Inspection:
    """One pass over a package. A document may hold the table behind a chart, which may hold nothing further."""

    def __init__(
        self, stream: BinaryIO, limits: PackageLimits, budget: InflationBudget, *, embedded: bool
    ) -> None:
        self._limits, self._budget, self._embedded = limits, budget, embedded
        self._archive = Archive(stream, limits=limits, budget=budget)
        self._kinds: set[OfficeKind] = set()
        self._xml_names: set[str] = set()  # what the list of types calls XML
        self._xml_endings = {"xml", "rels"}
        self._sheets: set[str] = set()
        self._formulas: list[str] = []
        self._filled_cells = 0

    def outcome(self) -> InspectedPackage:
        by_name = {entry.plain_name: entry for entry in self._archive.entries}
        _refuse_other_archives(by_name.keys())
        self._all_of(by_name.pop(_CONTENT_TYPES), self._declared)
        packages = [entry for entry in by_name.values() if self._watch(entry)]
        for formula in self._formulas:
            if danger := danger_of_formula(formula, frozenset(self._sheets)):
                raise PackageRefused(danger)
        if len(self._kinds) != 1:
            raise PackageRefused(Danger.NOT_OFFICE)
        kind = self._kinds.pop()
        if packages and (self._embedded or kind is OfficeKind.XLSX):
            raise PackageRefused(Danger.NESTED, packages[0].name)
        for entry in packages:
            self._with_content(entry, self._inspect_embedded)
        return InspectedPackage(kind, self._filled_cells)

    def _inspect_embedded(self, content: BinaryIO) -> None:
        _Inspection(content, self._limits, self._budget, embedded=True).outcome()

    def _declared(self, name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "").strip().lower()
        for danger, words in _TYPES_OF.items():
            if any(word in kind for word in words):
                raise PackageRefused(danger, attributes.get("PartName", ""))
        self._kinds |= {office for ending, office in _MAIN_TYPES.items() if kind.endswith(ending)}
        if kind.endswith(("+xml", "/xml")):
            self._xml_names.add(attributes.get("PartName", "").lower().lstrip("/"))
            self._xml_endings.add(attributes.get("Extension", "xml").lower())

    def _watch(self, entry: ArchiveEntry) -> bool:
        """Read one part to its end. Says when the part is itself an Office package, to be looked into later."""
        name = entry.plain_name
        for danger, parts in _NAMES_OF.items():
            if any(part in f"/{name}" for part in parts):
                raise PackageRefused(danger, entry.name)
        # One piece ahead: what begins as something else is that, whatever its name and its stated type say.
        head = next(iter(self._archive.inflated(entry, again=True)), b"")
        if head.startswith((OLE_SIGNATURE, _PACKED_MACROS, *ARCHIVES_AND_PROGRAMS)):
            return self._read_bytes(entry, head)
        if name.endswith(".rels"):
            source = source_of(name)
            self._all_of(entry, lambda _name, relation: _refuse_relation(relation, source))
        elif name in self._xml_names or name.rpartition(".")[2] in self._xml_endings:
            self._read_xml(entry)
        else:
            self._read_bytes(entry, head)
        return False

    def _all_of(self, entry: ArchiveEntry, on_element: Callable[[str, dict[str, str]], None]) -> None:
        """A list of types or of relationships, which is never long: each of its elements is looked at."""
        read = 0
        for piece in XmlReading(on_element).read(self._archive.inflated(entry)):
            read += len(piece)
            if read > _LIST_BYTES:
                raise PackageRefused(Danger.INFLATES, entry.name)

    def _read_xml(self, entry: ArchiveEntry) -> None:
        """Quickly first; formulas and fields are looked at again, and only where there are some."""

        def root(name: str, _attributes: dict[str, str]) -> None:
            refuse_root(name)
            reading.only_the_root()

        reading, signs = XmlReading(root), SignSearch()
        for piece in reading.read(self._archive.inflated(entry)):
            signs.feed(piece)
        self._filled_cells += signs.filled_cells
        if signs.found or reading.utf16:
            self._look_closer(entry)

    def _look_closer(self, entry: ArchiveEntry) -> None:
        look = CloserLook()
        reading = XmlReading(look.start)
        reading.on_text(look.text, look.end)
        for _ in reading.read(self._archive.inflated(entry, again=True)):
            pass
        self._sheets |= look.sheets
        self._formulas += look.formulas

    def _read_bytes(self, entry: ArchiveEntry, head: bytes) -> bool:
        marks = MarkSearch()
        for piece in self._archive.inflated(entry):
            marks.feed(piece)
        if head.startswith(OLE_SIGNATURE):
            self._with_content(entry, compound_files.refuse_dangerous_parts)
        if head.startswith(_PACKED_MACROS):
            raise PackageRefused(Danger.MACROS, entry.name)
        name = entry.plain_name
        if head.startswith(ZIP_SIGNATURE) and "/embeddings/" in f"/{name}":
            return True
        if head.startswith(ARCHIVES_AND_PROGRAMS) and not name.endswith(_PACKED_DRAWINGS):
            raise PackageRefused(Danger.NESTED, entry.name)
        return False

    def _with_content(self, entry: ArchiveEntry, inspect: Callable[[BinaryIO], object]) -> None:
        with tempfile.TemporaryFile() as content:
            for piece in self._archive.inflated(entry, again=True):
                content.write(piece)
            content.seek(0)
            inspect(content)


def _refuse_other_archives(names: KeysView[str]) -> None:
    if _CONTENT_TYPES in names:
        return
    other = (
        Danger.OFD
        if "ofd.xml" in names
        else Danger.OPEN_DOCUMENT
        if "mimetype" in names
        else Danger.NOT_OFFICE
    )
    raise PackageRefused(other)


def _refuse_relation(relation: dict[str, str], source: str) -> None:
    danger = danger_of_relationship(
        kind=relation.get("Type", ""),
        target=relation.get("Target", ""),
        mode=relation.get("TargetMode", ""),
        source=source,
    )
    if danger:
        raise PackageRefused(danger, source)
