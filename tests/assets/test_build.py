"""Third-party files: fetched by the lock, patched where they are newer than the floor, never executed on the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hospital_qs import assets


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A node_modules folder with one style sheet."""
    monkeypatch.setattr(assets, "MODULES", tmp_path / "modules")
    sheet = tmp_path / "modules/look/look.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("a{inset:0}b{inset:0}\n/*# sourceMappingURL=look.css.map */\n")
    return tmp_path


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((assets.ROOT / "package-lock.json").read_text())
    packages = [name for name in lock["packages"] if name]
    assert packages
    assert all("resolved" not in lock["packages"][name] for name in packages)
    assert all(lock["packages"][name]["integrity"] for name in packages)


def test_versions_are_exact() -> None:
    package = json.loads((assets.ROOT / "package.json").read_text())
    versions = [*package["dependencies"].values(), *package["devDependencies"].values()]
    assert all(version[0].isdigit() for version in versions)
    assert package["dependencies"]["@tabler/core"] == "1.0.0"


def test_install_scripts_are_off() -> None:
    assert "ignore-scripts=true" in (assets.ROOT / ".npmrc").read_text()


@pytest.mark.usefixtures("vendor")
def test_a_second_build_does_nothing() -> None:
    before = (assets.VENDOR / assets.STAMP).stat().st_mtime_ns
    assert assets.build() is False
    assert (assets.VENDOR / assets.STAMP).stat().st_mtime_ns == before


@pytest.mark.usefixtures("vendor")
def test_no_shipped_file_names_one_that_is_not_there() -> None:
    sheet = assets.VENDOR / "icons/tabler-icons.min.css"
    assert sheet.read_text().count("url(") == 1
    assert (sheet.parent / "fonts/tabler-icons.woff2").is_file()
    assert not [
        path for path in assets.VENDOR.rglob("*.*s") if "sourceMappingURL=" in path.read_text("utf-8")
    ]


def test_replacements_are_made_and_the_map_comment_goes(package: Path) -> None:
    asset = assets.Asset("look/look.css", "look.css", (assets.Replacement("inset:0", "top:0", 2),))
    assets.copy(asset, package / "out")
    assert (package / "out/look.css").read_text().strip() == "a{top:0}b{top:0}"


def test_a_replacement_that_no_longer_fits_stops_the_build(package: Path) -> None:
    asset = assets.Asset("look/look.css", "look.css", (assets.Replacement("inset:0", "top:0", 1),))
    with pytest.raises(assets.AssetError, match="found 2 times, not 1"):
        assets.copy(asset, package / "out")


def test_a_file_that_the_package_no_longer_has_stops_the_build(package: Path) -> None:
    with pytest.raises(assets.AssetError, match="not in node_modules"):
        assets.copy(assets.Asset("look/gone.css", "gone.css"), package / "out")


def test_a_wrong_word_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert assets.main(["destroy"]) == 2
    assert "usage" in capsys.readouterr().err


def test_a_machine_without_npm_gets_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(assets.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(assets, "VENDOR", tmp_path / "vendor")
    assert assets.main(["build"]) == 1
    assert "npm was not found" in capsys.readouterr().err
