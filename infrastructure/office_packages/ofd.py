"""OFD, the layout format of official letters and electronic invoices (GB/T 33190): what must not be in it (DESIGN §8).

Invoices carry their figures as XML beside the page, letters their seals: both are passive and stay. What acts when the
file or a page is opened, what starts something, and what is no part of a layout does not come in.
"""

from typing import BinaryIO

from infrastructure.office_packages.archive import Archive, ArchiveEntry, InflationBudget, PackageLimits
from infrastructure.office_packages.compound_files import OLE_SIGNATURE
from infrastructure.office_packages.dangers import Danger, PackageRefused
from infrastructure.office_packages.inspection import ARCHIVES_AND_PROGRAMS
from infrastructure.office_packages.xml_parts import MarkSearch, XmlReading

MAIN_PART = "ofd.xml"

_FOREIGN = (OLE_SIGNATURE, b"%PDF-", b"{\\rtf", b"#!", *ARCHIVES_AND_PROGRAMS)
_PROGRAM_NAMES = (
    *(".exe", ".dll", ".com", ".scr", ".msi", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".wsf", ".jar", ".lnk"),
    *(".js", ".jse", ".hta", ".htm", ".html", ".svg", ".swf"),
)
_ON_A_CLICK = "CLICK"
# All acts but one: to go to another page of the same file.
_ACTS = frozenset({"URI", "GotoA", "Sound", "Movie"})
_SCRIPTS = frozenset({"script", "javascript", "js"})
# Pages that a browser runs, whatever the part is called.
_FOREIGN_ROOTS = frozenset({"html", "svg"})
_ADDRESSES = ("http://", "https://", "mailto:")
_LOCATIONS = frozenset(
    {"DocRoot", "MediaFile", "FontFile", "FileLoc", "PublicRes", "DocumentRes", "PageRes", "PageBlock"}
)


def inspect_ofd(stream: BinaryIO, limits: PackageLimits) -> None:
    """Raises PackageRefused for everything that must not come in."""
    budget = InflationBudget(limits.inflated_bytes)
    archive = Archive(stream, limits=limits, budget=budget)
    roots = {entry.plain_name: _root_after_reading(archive, entry) for entry in archive.entries}
    if roots.get(MAIN_PART) != "OFD":
        raise PackageRefused(Danger.DAMAGED, MAIN_PART)


def _root_after_reading(archive: Archive, entry: ArchiveEntry) -> str:
    """Read one part to its end. The name of its first element, when it is XML."""
    head = next(iter(archive.inflated(entry, again=True)), b"")
    name = entry.plain_name
    if head.startswith(_FOREIGN) or name.endswith(_PROGRAM_NAMES):
        raise PackageRefused(Danger.NESTED, entry.name)
    if head[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        look = _Look()
        reading = XmlReading(look.start)
        reading.on_text(look.text, look.end)
        for _ in reading.read(archive.inflated(entry)):
            pass
        return look.root
    marks = MarkSearch()
    for piece in archive.inflated(entry):
        marks.feed(piece)
    return ""


class _Look:
    """What the elements of one part would do."""

    def __init__(self) -> None:
        self.root = ""
        self._event = ""
        self._location: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self.root = self.root or local
        if local == "Encryptions":
            raise PackageRefused(Danger.PASSWORD, local)
        if self.root.lower() in _FOREIGN_ROOTS:
            raise PackageRefused(Danger.NESTED, local)
        if local.lower() in _SCRIPTS:
            raise PackageRefused(Danger.COMMANDS, local)
        if local == "Action":
            self._event = attributes.get("Event", "")
        if local in _ACTS:
            self._check_act(local, attributes.get("URI", ""))
        self._location = [attributes.get("BaseLoc", "")] if local in _LOCATIONS else None
        _check_location(attributes.get("BaseLoc", ""))

    def _check_act(self, local: str, address: str) -> None:
        if self._event.strip().upper() != _ON_A_CLICK:  # when the document or a page is opened
            raise PackageRefused(Danger.COMMANDS, local)
        if local == "URI" and not address.strip().lower().startswith(_ADDRESSES):
            raise PackageRefused(Danger.COMMANDS, address)

    def text(self, text: str) -> None:
        if self._location is not None:
            self._location.append(text)

    def end(self, _name: str) -> None:
        if self._location is not None:
            _check_location("".join(self._location))
        self._location = None


def _check_location(where: str) -> None:
    """Parts are named by their path in the package."""
    if "://" in where or where.lstrip().startswith("\\\\"):
        raise PackageRefused(Danger.EXTERNAL_LINKS, where[:100])
