import datetime
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infrastructure.files.names import (
    NAME_BYTES,
    UNNAMED,
    clean_name,
    extension_of,
    new_storage_name,
    preview_name,
    thumbnail_name,
)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("现场照片.jpg", "现场照片.jpg"),
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\王\桌面\台账.xlsx", "台账.xlsx"),
        ("..", UNNAMED),
        ("", UNNAMED),
        ("a\x00b\x1f\n.png", "ab.png"),
        ("发票\u202egnp.exe", "发票gnp.exe"),
        ("\ufeff零\u200b宽.pdf", "零宽.pdf"),
        ("报告\ud800.pdf", "报告.pdf"),
        ("行\u2028尾.pdf", "行尾.pdf"),
        ('a<b>:"c|?*.pdf', "a_b___c___.pdf"),
        ("  .隐藏 . ", "隐藏"),
        ("CON.pdf", "_CON.pdf"),
        ("lpt1", "_lpt1"),
        ("连 \t  续.pdf", "连 续.pdf"),
        ("cafe\u0301.pdf", "caf\u00e9.pdf"),
    ],
)
def test_name_is_made_harmless(raw: str, clean: str) -> None:
    assert clean_name(raw) == clean


def test_long_name_keeps_its_extension_and_whole_characters() -> None:
    name = clean_name("整改" * 200 + ".docx")
    assert name.endswith("改.docx") or name.endswith("整.docx")
    assert NAME_BYTES - 3 <= len(name.encode()) <= NAME_BYTES


@given(st.text(max_size=400))
def test_no_name_brings_a_path_or_anything_invisible(raw: str) -> None:
    name = clean_name(raw)
    assert name
    assert name not in {".", ".."}
    assert not set(name) & set('/\\<>:"|?*')
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in name)
    assert len(name.encode()) <= NAME_BYTES + 1  # one underscore before a reserved word
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("a.JPG", "JPG"),
        ("a.tar.gz", "gz"),
        ("纪要2026.11", ""),
        ("第3.2条", ""),
        ("a.7z", "7z"),
        ("无", ""),
        ("a.", ""),
    ],
)
def test_extension(name: str, extension: str) -> None:
    assert extension_of(name) == extension


def test_storage_name_tells_the_day_and_nothing_else() -> None:
    day = datetime.date(2026, 11, 21)
    first, second = new_storage_name(day), new_storage_name(day)
    assert first != second
    assert re.fullmatch(r"files/2026/11/21/[0-9a-f]{32}", first)


def test_previews_lie_beside_the_originals_not_among_them() -> None:
    assert preview_name("files/2026/11/21/ab", 3) == "previews/2026/11/21/ab/page-3.webp"
    assert thumbnail_name("files/2026/11/21/ab") == "previews/2026/11/21/ab/thumbnail.webp"
