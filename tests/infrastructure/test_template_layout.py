"""A template is laid out like code; what it says does not depend on where its lines end."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.template.loader import render_to_string

from infrastructure.template_layout import without_layout
from workshop import template_shape


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("<p>\n  见措施\n  {% if a %}\n    2\n  {% endif %}\n  。\n</p>\n", "<p>见措施{% if a %}2{% endif %}。</p>"),
        ("第 {{ n }} 轮", "第 {{ n }} 轮"),
        ('甲{{ " " }}\n<b>乙</b>', '甲{{ " " }}<b>乙</b>'),
        ('<b\n  id="a"\n  {% if a > b %}hidden{% endif %}>', '<b id="a" {% if a > b %}hidden{% endif %}>'),
        ('<a\n  href="{% url "x" %}"\n>\n  甲\n</a>', '<a href="{% url "x" %}" >甲</a>'),
        ("<pre>\n a\n  b\n</pre>", "<pre>\n a\n  b\n</pre>"),
        ("<textarea\n>{{ a }}\n</textarea>", "<textarea\n>{{ a }}\n</textarea>"),
        ("1 < 2\n 甲", "1 < 2甲"),
    ],
)  # fmt: skip
def test_a_line_break_is_layout_and_a_space_stands_inside_a_line(source: str, says: str) -> None:
    assert without_layout(source) == says


def test_the_templates_of_the_project_are_loaded_without_their_layout() -> None:
    shown = render_to_string("_components/empty.html", {"title": "还没有科室", "sentence": "先建科室。"})
    assert "\n" not in shown


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "t").mkdir()
    return tmp_path / "t"


def test_the_formatter_indents(folder: Path) -> None:
    page = folder / "a.html"
    page.write_text("<div>\n{% if a %}\n甲\n{% endif %}\n</div>\n")
    assert template_shape.run(folder, write=True) == []
    assert page.read_text() == "<div>\n  {% if a %}\n    甲\n  {% endif %}\n</div>\n"


LONG_LINE = f"<p>{'很长的一句话' * 15} {{{{ number }}}} {'很长的一句话' * 8}</p>\n"


@pytest.mark.parametrize("page", [LONG_LINE, "<p>\n  上半句，\n  下半句。\n</p>\n"])
def test_a_space_that_the_formatter_would_lose_or_add_is_told_and_nothing_is_written(
    folder: Path, page: str
) -> None:
    (folder / "a.html").write_text(page)
    [problem] = template_shape.run(folder, write=True)
    assert "a.html" in problem
    assert (folder / "a.html").read_text() == page
