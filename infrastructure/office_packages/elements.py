"""What the elements of a part say: code, commands, links out of the package. Never judged by a file name."""

from infrastructure.office_packages.dangers import Danger, PackageRefused
from infrastructure.office_packages.formulas import FieldCodes, danger_of_field, danger_of_formula

# A whole part of this kind, whatever it is called and whoever points at it.
_ROOTS = {
    "macrosheet": Danger.MACROS,
    "ocx": Danger.MACROS,
    "externalLink": Danger.EXTERNAL_LINKS,
    "DataMashup": Danger.EXTERNAL_LINKS,  # Power Query
}
_SPREADSHEET_ROOTS = {"connections": Danger.EXTERNAL_LINKS, "queryTable": Danger.EXTERNAL_LINKS}
_ANYWHERE = {
    "ddeLink": Danger.COMMANDS,
    "oleLink": Danger.EXTERNAL_LINKS,
    "externalReference": Danger.EXTERNAL_LINKS,
    "altChunk": Danger.NESTED,
}
_FORMULAS = frozenset(
    {
        "f",
        "formula",
        "formula1",
        "formula2",
        "definedName",
        "calculatedColumnFormula",
        "totalsRowFormula",
    }
)
_FIELDS = frozenset({"instrText", "delInstrText"})
_STARTS_A_PROGRAM = ("ppaction://program", "ppaction://macro", "ppaction://ole")

# Bytes that are in every UTF-8 part holding one of the elements above: without them there is nothing to look at.
_SIGNS = (
    b"<f>",
    b"<f ",
    b":f>",
    b":f ",
    b"<f\n",
    b"<f\r",
    b"<f\t",
    b":f\n",
    b":f\r",
    b":f\t",
    b"ormula",
    b"definedName",
    b"nstrText",
    b"fldSimple",
    b"fldChar",
    b"ppaction:",
    b"&#",  # an attribute may write any letter so
    b"<sheet ",
    b":sheet ",
    *(name.encode() for name in _ANYWHERE),
)
_OVERLAP = max(map(len, _SIGNS)) - 1


class SignSearch:
    """Whether a part needs the closer look, at the speed of bytes; and how many cells of a sheet are filled."""

    def __init__(self) -> None:
        self._tail = b""
        self.found = False
        self.filled_cells = 0

    def feed(self, piece: bytes) -> None:
        window = self._tail + piece
        self.found = self.found or any(sign in window for sign in _SIGNS)
        self.filled_cells += sum(piece.count(sign) for sign in (b"<v>", b":v>", b"<is>", b":is>"))
        self._tail = window[-_OVERLAP:]


def refuse_root(name: str) -> None:
    """`name` is namespace and local name, with a space between."""
    space, _, local = name.rpartition(" ")
    danger = _ROOTS.get(local)
    if danger is None and (not space or "spreadsheetml" in space):
        danger = _SPREADSHEET_ROOTS.get(local)
    if danger:
        raise PackageRefused(danger)


class CloserLook:
    """Reads the formulas, fields and actions of one part."""

    def __init__(self) -> None:
        self.sheets: set[str] = set()
        self.formulas: list[str] = []  # those with the sign of DDE, to be judged when the sheets are known
        self._fields = FieldCodes()
        self._text: list[str] = []
        self._depth = 0  # inside a formula or an instruction, whatever else stands in it

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if self._depth or _is_text(space, local):
            self._depth += 1
        if local in _ANYWHERE:
            raise PackageRefused(_ANYWHERE[local])
        if local == "sheet":
            self.sheets.add(attributes.get("name", ""))
        for key, value in attributes.items():
            _refuse(self._danger_of_attribute(local, key.rpartition(" ")[2], value))

    def _danger_of_attribute(self, element: str, key: str, value: str) -> Danger | None:
        if key == "fldCharType":
            return self._fields.mark(value)
        if key == "instr" and element == "fldSimple":
            return danger_of_field(value)
        starts = key == "action" and value.strip().lower().startswith(_STARTS_A_PROGRAM)
        return Danger.COMMANDS if starts else None

    def text(self, text: str) -> None:
        if self._depth:
            self._text.append(text)

    def end(self, name: str) -> None:
        self._depth -= self._depth > 0
        if self._depth or not self._text:
            return
        whole, self._text = "".join(self._text), []
        if name.rpartition(" ")[2] in _FIELDS:
            _refuse(self._fields.instruct(whole))
        elif "|" in whole:
            self.formulas.append(whole)
        else:
            _refuse(danger_of_formula(whole, frozenset()))


def _is_text(space: str, local: str) -> bool:
    return local in _FIELDS or (local in _FORMULAS and not space.endswith("/math"))  # m:f is a fraction


def _refuse(danger: Danger | None) -> None:
    if danger:
        raise PackageRefused(danger)
