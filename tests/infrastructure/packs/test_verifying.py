"""A pack that was touched is told apart, by name; one that is hostile neither fills memory nor leaves its folder."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from infrastructure.packs import verifying
from infrastructure.packs.names import NAME_LENGTH, Names, folder_name
from infrastructure.packs.verifying import verify
from infrastructure.packs.writing import MANIFEST, PackWriter

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
FILES = {"佐证/1-骨科/照片.jpg": b"photo", "index.csv": b"a,b\r\n" * 100}


@pytest.fixture
def good(tmp_path: Path) -> Path:
    with PackWriter(tmp_path / "good.zip", now=NOW) as pack:
        for name, content in FILES.items():
            kind = "text/csv" if name.endswith("csv") else "image/jpeg"
            pack.add(name, [content[:3], content[3:]], content_type=kind)
        pack.finish({"made_by": "王敏 70001"})
    return tmp_path / "good.zip"


def rebuilt(pack: Path, members: dict[str, bytes]) -> Path:
    """The same zip with other members, its manifest as it was unless it is one of them."""
    with zipfile.ZipFile(pack) as source:
        kept = {name: source.read(name) for name in source.namelist()}
    other = pack.with_name("other.zip")
    with zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in (kept | members).items():
            target.writestr(name, content)
    return other


def without(pack: Path, name: str) -> Path:
    with zipfile.ZipFile(pack) as source, zipfile.ZipFile(pack.with_name("less.zip"), "w") as target:
        for each in source.namelist():
            if each != name:
                target.writestr(each, source.read(each))
    return pack.with_name("less.zip")


def test_a_pack_as_it_was_written_is_good(good: Path) -> None:
    verdict = verify(good)
    assert (verdict.good, verdict.checked, verdict.about) == (True, 2, {"made_by": "王敏 70001"})


TOUCHED: dict[str, tuple[Callable[[Path], Path], dict[str, tuple[str, ...]]]] = {
    "one letter": (
        lambda p: rebuilt(p, {"佐证/1-骨科/照片.jpg": b"phota"}),
        {"changed": ("佐证/1-骨科/照片.jpg",)},
    ),
    "longer": (lambda p: rebuilt(p, {"index.csv": b"a"}), {"changed": ("index.csv",)}),
    "taken out": (lambda p: without(p, "index.csv"), {"missing": ("index.csv",)}),
    "put in": (lambda p: rebuilt(p, {"佐证/新.jpg": b"x"}), {"extra": ("佐证/新.jpg",)}),
    "leads out": (
        lambda p: rebuilt(p, {"../../etc/x": b"x"}),
        {"extra": ("../../etc/x",), "unsafe": ("../../etc/x",)},
    ),
}


@pytest.mark.parametrize("how", TOUCHED)
def test_what_was_touched_is_named(good: Path, how: str) -> None:
    touch, told = TOUCHED[how]
    verdict = verify(touch(good))
    lists = {key: getattr(verdict, key) for key in ("missing", "changed", "extra", "unsafe")}
    assert {key: names for key, names in lists.items() if names} == told
    assert not verdict.good


def test_the_same_name_twice_is_told(good: Path) -> None:
    with zipfile.ZipFile(good, "a") as pack, pytest.warns(UserWarning, match="Duplicate"):
        pack.writestr("index.csv", FILES["index.csv"])
    assert verify(good).extra == ("index.csv",)


def test_a_flipped_byte_in_the_packed_stream_is_a_change(good: Path) -> None:
    content = bytearray(good.read_bytes())
    content[content.index(b"photo")] ^= 1
    good.write_bytes(content)
    assert verify(good).changed == ("佐证/1-骨科/照片.jpg",)


def test_a_bomb_is_not_inflated(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zeros = bytes(verifying._HARMLESS_BYTES + 1)
    manifest = {
        "format": "hospital-qs-pack/1",
        "members": [{"name": "bomb", "size": len(zeros), "sha256": "0" * 64}],
    }
    bomb = rebuilt(good, {"bomb": zeros, MANIFEST: json.dumps(manifest).encode()})
    monkeypatch.setattr(verifying, "pieces_of", lambda stream: pytest.fail("was inflated"))
    assert verify(bomb).changed == ("bomb",)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[]", "损坏"),
        (b"[" * 100_000, "损坏"),
        (b'{"format": "hospital-qs-pack/1", "members": [{"name": "a"}]}', "损坏"),
        (b'{"format": "hospital-qs-pack/1", "members": [{"name": 1, "size": 1, "sha256": "x"}]}', "损坏"),
        (b'{"format": "hospital-qs-pack/9", "members": []}', "损坏"),
        (bytes(verifying.MANIFEST_BYTES + 1), "过大"),
    ],
)
def test_a_manifest_that_is_none_is_said_to_be_none(good: Path, content: bytes, words: str) -> None:
    assert words in verify(rebuilt(good, {MANIFEST: content})).problem


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06", b"no zip at all" * 100])
def test_what_is_no_zip_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    assert "不是完整的压缩包" in verify(tmp_path / "x.zip").problem


def test_the_command_answers_in_words_in_json_and_in_its_exit_code(good: Path, capsys: Any) -> None:
    call_command("verify_pack", str(good))
    assert "一致：清单列有 2 个文件。" in capsys.readouterr().out
    shutil.copy(touched := TOUCHED["one letter"][0](good), good)
    assert touched.exists()
    with pytest.raises(SystemExit) as left:
        call_command("verify_pack", str(good), "--json")
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert (left.value.code, told["good"], told["changed"], err) == (1, False, ["佐证/1-骨科/照片.jpg"], "")


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("a.pdf", "f/a.pdf"),
        ('报告:"最终"?.pdf', "f/报告__最终__.pdf"),
        ("../../etc/passwd", "f/passwd"),
        ("CON.txt", "f/_CON.txt"),
        ("尾点. .pdf", "f/尾点.pdf"),
    ],
)
def test_a_name_that_windows_refuses_is_made_one_that_it_takes(raw: str, kept: str) -> None:
    assert Names().free("f", raw) == kept


def test_doubles_get_a_number_before_the_extension_whatever_their_capitals() -> None:
    names = Names()
    taken = [names.free("f", raw) for raw in ("照片.jpg", "照片.JPG", "照片-2.JPG", "照片.jpg")]
    assert taken == ["f/照片.jpg", "f/照片-2.JPG", "f/照片-2-2.JPG", "f/照片-3.jpg"]
    assert names.free("g", "照片.jpg") == "g/照片.jpg"


def test_long_names_are_cut_and_keep_their_extension() -> None:
    path = Names().free("f", "𠮷" * 200 + ".jpeg")
    assert path.endswith(".jpeg")
    assert len(path.encode("utf-16-le")) // 2 <= NAME_LENGTH + 2
    assert len(folder_name("1-" + "科" * 100)) == 40
