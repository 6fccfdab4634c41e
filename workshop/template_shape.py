"""`make format` and `make check` for templates: djangofmt, and a guard against what it cannot know.

A line break in a template says nothing (infrastructure/template_layout.py). The formatter takes it for a space: where
it has to break a long line it would swallow one, and joining two lines of text it would add one. Such a file stays as
it is, and the command says where.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from infrastructure.template_layout import parts, without_layout

ROOT = Path(__file__).resolve().parents[1]
COMMAND = (
    str(Path(sys.executable).with_name("djangofmt")),
    "--quiet",
)  # its settings stand in pyproject.toml


def said(source: str) -> str:
    """What reaches the reader; how the attributes of a tag are laid out does not."""
    pieces = parts(without_layout(source))
    return "".join(re.sub(r"\s+", "", piece).lower() if kind == "tag" else piece for kind, piece in pieces)


def formatted(folder: Path) -> dict[Path, str]:
    """Each template of the folder as the formatter would write it."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(shutil.copytree(folder, Path(scratch) / "templates"))
        subprocess.run([*COMMAND, str(copy)], cwd=ROOT, check=True)
        return {folder / path.relative_to(copy): path.read_text("utf-8") for path in copy.rglob("*.html")}


def difference(before: str, after: str) -> str:
    """The words around the first place where the two say different things."""
    at = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    return before[max(0, at - 30) : at + 30]


def run(folder: Path, *, write: bool) -> list[str]:
    problems = []
    for path, after in sorted(formatted(folder).items()):
        before = path.read_text("utf-8")
        if said(before) != said(after):
            words = difference(said(before), said(after))
            problems.append(
                f'{path}: a line too long, or text over two lines; a space is {{{{ " " }}}}: …{words}…'
            )
        elif before != after and write:
            path.write_text(after, "utf-8")
        elif before != after:
            problems.append(f"{path}: make format would change it")
    return problems


def main(arguments: list[str]) -> int:
    problems = run(ROOT / "templates", write=arguments == ["format"])
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
