"""`make picture`: the packages and the imports between them, as docs/packages.svg, read from the code itself."""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import grimp

PROJECT = Path(__file__).resolve().parents[1]
PICTURE = PROJECT / "docs" / "packages.svg"
_TOOLS = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]
_CONTRACT = next(each for each in _TOOLS["importlinter"]["contracts"] if each["id"] == "apps")
# From the top down; in brackets stands what is not built yet.
LAYERS: tuple[str, ...] = tuple(layer for layer in _CONTRACT["layers"] if not layer.startswith("("))
_WIDTH, _BOX, _ROW, _TOP = 720, 240, 60, 24


class Package(NamedTuple):
    name: str
    modules: int


def measured() -> tuple[list[Package], Counter[tuple[str, str]]]:
    """Modules of each package, and how many imports lead from one package to another."""
    graph = grimp.build_graph(*LAYERS, cache_dir=None)
    modules = [name for name in graph.modules if ".migrations" not in name]
    sizes = Counter(name.split(".")[0] for name in modules)
    arrows: Counter[tuple[str, str]] = Counter()
    for importer in modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            pair = (importer.split(".")[0], imported.split(".")[0])
            arrows[pair] += pair[0] != pair[1]
    return [Package(name, sizes[name]) for name in LAYERS], +arrows


def drawn() -> str:
    """The picture as SVG: a box a package, an arc an arrow with the number of imports."""
    packages, arrows = measured()
    place = {package.name: index for index, package in enumerate(packages)}
    height = 2 * _TOP + _ROW * len(packages)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif">',
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    parts += [_arc(place[a], place[b], count) for (a, b), count in sorted(arrows.items())]
    parts += [_box(place[package.name], package) for package in packages]
    return "\n".join([*parts, "</svg>", ""])


def _box(row: int, package: Package) -> str:
    y = _TOP + row * _ROW
    return (
        f'<g><rect x="20" y="{y}" width="{_BOX}" height="36" rx="5" fill="#eef6f6" stroke="#0b7a75"/>'
        f'<text x="32" y="{y + 23}" font-size="14" fill="#123">{package.name}</text>'
        f'<text x="{8 + _BOX}" y="{y + 23}" font-size="11" text-anchor="end" fill="#567">'
        f"{package.modules} modules</text></g>"
    )


def _arc(upper: int, lower: int, count: int) -> str:
    start, end = _TOP + upper * _ROW + 18, _TOP + lower * _ROW + 18
    edge, reach = 20 + _BOX, 40 + 44 * abs(lower - upper)
    colour = "#0b7a75" if upper < lower else "#c62828"
    return (
        f'<path d="M{edge} {start} C{edge + reach} {start} {edge + reach} {end} {edge} {end}" fill="none" '
        f'stroke="{colour}" stroke-opacity="0.55" stroke-width="{min(1 + count / 40, 5):.1f}"/>'
        f'<text x="{edge + reach * 0.75 + 4:.0f}" y="{(start + end) / 2 + 4:.0f}" font-size="11" '
        f'fill="{colour}">{count}</text>'
    )


def main() -> int:
    PICTURE.write_text(drawn(), encoding="utf-8")
    sys.stdout.write(f"{PICTURE.relative_to(PROJECT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
