"""Names inside a pack: Windows unpacks them, at a place whose own path already takes its share of 260 characters."""

from __future__ import annotations

from infrastructure.files.names import clean_name, extension_of

FOLDER_LENGTH = 40
NAME_LENGTH = 100


def folder_name(raw: str) -> str:
    """One step of a path."""
    return _cut(clean_name(raw), FOLDER_LENGTH)


class Names:
    """The names that are taken; Windows does not tell capital letters from small ones."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def free(self, folder: str, raw: str) -> str:
        """The path of a file below `folder`, with -2, -3 … before its extension where the name is taken."""
        name = clean_name(raw)
        ending = f".{extension_of(name)}" if extension_of(name) else ""
        stem = _cut(name[: len(name) - len(ending)], NAME_LENGTH - len(ending))
        path, number = f"{folder}/{stem}{ending}", 2
        while path.casefold() in self._taken:
            path, number = f"{folder}/{stem}-{number}{ending}", number + 1
        self._taken.add(path.casefold())
        return path


def _cut(name: str, most: int) -> str:
    """Windows counts UTF-16 units and drops points and blanks at the end."""
    return name.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore").rstrip(" .")
