"""The one list of what a package is refused for."""

from enum import StrEnum


class Danger(StrEnum):
    NOT_OFFICE = "not_office"  # a zip, but no Word, Excel or PowerPoint file
    OPEN_DOCUMENT = "open_document"
    OFD = "ofd"
    BINARY_WORKBOOK = "binary_workbook"
    DAMAGED = "damaged"
    PASSWORD = "password"  # noqa: S105 -- a reason, not a secret
    INFLATES = "inflates"
    NESTED = "nested"  # archives, programs, documents inside
    MACROS = "macros"
    COMMANDS = "commands"  # DDE and whatever else starts a program
    EXTERNAL_LINKS = "external_links"  # opens or fetches something from elsewhere
    PATHS = "paths"  # names that lead out of the package
    ENCODING = "encoding"  # XML that is neither UTF-8 nor UTF-16
    DTD = "dtd"


class PackageRefused(Exception):
    """The package must not come in. `part` names where it was seen; for the log, not for the page."""

    def __init__(self, danger: Danger, part: str = "") -> None:
        super().__init__(f"{danger.value}: {part}")
        self.danger = danger
        self.part = part
