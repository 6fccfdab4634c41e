"""Names of files: the one a person gave, made harmless, and the random one in the storage."""

import datetime
import re
import secrets
import unicodedata

# File systems count bytes: 255 is the usual end, and downloads add "(1)" and the like.
NAME_BYTES = 230
UNNAMED = "未命名文件"

_PATH_SEPARATORS = re.compile(r"[/\\]")
_FORBIDDEN_ON_WINDOWS = re.compile(r'[<>:"|?*]')
_RESERVED_ON_WINDOWS = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
_EXTENSION = re.compile(r"\.([0-9]*[A-Za-z][0-9A-Za-z]{0,9})$")  # "纪要2026.11" has none
# Control characters, invisible format characters (right-to-left override among them), lone surrogates, line ends.
_INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def clean_name(raw: str) -> str:
    """The last part of a name without anything invisible, reserved or too long; the extension is kept."""
    last_part = _PATH_SEPARATORS.split(raw)[-1]
    visible = "".join(" " if c == "\t" else c for c in last_part if c == "\t" or _is_visible(c))
    name = _FORBIDDEN_ON_WINDOWS.sub("_", unicodedata.normalize("NFC", visible))
    name = re.sub(r"\s+", " ", name).strip(" .")
    if _RESERVED_ON_WINDOWS.match(name):
        name = f"_{name}"
    return _shortened(name or UNNAMED)


def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in _INVISIBLE


def _shortened(name: str) -> str:
    if len(name.encode()) <= NAME_BYTES:
        return name
    ending = f".{extension_of(name)}" if extension_of(name) else ""
    stem = name[: len(name) - len(ending)]
    room = NAME_BYTES - len(ending.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(" .") + ending


def extension_of(name: str) -> str:
    """The extension as it is written, without the dot; empty when there is none."""
    found = _EXTENSION.search(name)
    return found.group(1) if found else ""


def with_extension(name: str, extension: str) -> str:
    """The same name with an extension added, within the permitted length."""
    return _shortened(f"{name}.{extension}")


def new_storage_name(on: datetime.date) -> str:
    """Where the bytes go: tells the day and nothing else. The day keeps the search for orphans short."""
    return f"files/{on:%Y/%m/%d}/{secrets.token_hex(16)}"


def preview_name(storage_name: str, page: int) -> str:
    """Where the picture of a page goes (1, 2, 3 …)."""
    return f"{_previews_of(storage_name)}/page-{page}.webp"


def thumbnail_name(storage_name: str) -> str:
    return f"{_previews_of(storage_name)}/thumbnail.webp"


def _previews_of(storage_name: str) -> str:
    return "previews/" + storage_name.removeprefix("files/")
