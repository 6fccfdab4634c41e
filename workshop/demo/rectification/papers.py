"""Papers as PDF: a title, a table or minutes, signatures and a seal.

The Chinese font is named, not embedded, as PDF allows for the standard ones: each reader takes its own.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence

_WIDTH, _HEIGHT = 595, 842
_LEFT, _RIGHT = 64, 531
_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R /DW 1000 /W [1 95 500]"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
    b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
)
_MINUTES = (
    "一、主持人通报本轮自查发现的问题及原因分析。",
    "二、逐条讨论整改措施，明确责任人和完成时限。",
    "三、对照制度原文核对流程，修订不一致的条款。",
    "四、会后由联络员汇总佐证材料，报归口部门验收。",
    "五、下次会议通报整改后的数据。",
)
_FORM = ("申请部门", "事项名称", "实施内容", "完成情况", "使用部门意见", "归口部门意见")
_DONE = ("见存档申请", "见附件", "按要求完成", "已完成，运行正常", "同意，已投入使用", "符合要求")
_CHECKS = ("核对制度落实", "查看现场标识", "抽查记录", "询问在岗人员", "检查设备状态", "复核上次问题")
_RESULTS = ("符合", "符合", "符合", "基本符合，已当场纠正")


def paper(title: str) -> bytes:
    """A page with this title. The same title gives the same bytes."""
    rng = random.Random(title)  # noqa: S311 - a repeatable demo, no secret
    page = [*_text(_WIDTH / 2 - len(title) * 10, 756, title, size=20)]
    page += _text(_LEFT, 724, "医疗质量安全整改佐证材料（演示数据）", size=10)
    page.append(f"0.6 w {_LEFT} 716 m {_RIGHT} 716 l S")
    if any(word in title for word in ("会议", "纪要", "学习", "课件", "印发")):
        page += _minutes()
    elif any(word in title for word in ("单", "验收", "安装", "测试")):
        page += _table((150, 317), zip(_FORM, _DONE, strict=True))
    else:
        page += _table((46, 190, 231), _checks(rng))
    page += _signatures()
    return _document("\n".join(page).encode("ascii"))


def _checks(rng: random.Random) -> Iterable[Sequence[str]]:
    yield "序号", "内容", "情况"
    for number, check in enumerate(rng.sample(_CHECKS, 5), start=1):
        yield str(number), check, rng.choice(_RESULTS)


def _minutes() -> list[str]:
    lines = []
    for number, sentence in enumerate(_MINUTES):
        lines += _text(_LEFT + 8, 676 - number * 34, sentence, size=14)
    return lines


def _table(widths: Sequence[int], rows: Iterable[Sequence[str]]) -> list[str]:
    drawn, top, height = [], 690, 36
    for row in rows:
        left = _LEFT
        for width, cell in zip(widths, row, strict=True):
            drawn.append(f"0.6 w {left} {top - height} {width} {height} re S")
            drawn += _text(left + 8, top - 23, cell, size=13)
            left += width
        top -= height
    return drawn


def _signatures() -> list[str]:
    """Two names written by hand, the date and the red seal."""
    drawn = [*_text(_LEFT, 330, "记录人：", size=13), *_text(_LEFT + 190, 330, "负责人：", size=13)]
    drawn += [*_scribble(_LEFT + 60, 334), *_scribble(_LEFT + 250, 334)]
    drawn += ["0.80 0.13 0.10 RG 2.4 w", *_circle(440, 330, 54), "0.80 0.13 0.10 rg", _star(440, 334, 17)]
    return drawn


def _scribble(left: int, middle: int) -> list[str]:
    curves = [
        f"{left + 22 * n} {middle} m {left + 22 * n + 6} {middle + 20} {left + 22 * n + 14} {middle - 18} "
        f"{left + 22 * n + 24} {middle + 8} c S"
        for n in range(3)
    ]
    return ["0.10 0.16 0.38 RG 1.6 w", *curves, "0 0 0 RG"]


def _circle(x: int, y: int, radius: int) -> list[str]:
    pull = radius * 0.5523
    return [
        f"{x + radius} {y} m",
        f"{x + radius} {y + pull} {x + pull} {y + radius} {x} {y + radius} c",
        f"{x - pull} {y + radius} {x - radius} {y + pull} {x - radius} {y} c",
        f"{x - radius} {y - pull} {x - pull} {y - radius} {x} {y - radius} c",
        f"{x + pull} {y - radius} {x + radius} {y - pull} {x + radius} {y} c S",
    ]


def _star(x: int, y: int, radius: int) -> str:
    points = [
        (x + radius * math.sin(4 * math.pi * n / 5), y + radius * math.cos(4 * math.pi * n / 5))
        for n in range(5)
    ]
    lines = " ".join(f"{px:.1f} {py:.1f} {'l' if n else 'm'}" for n, (px, py) in enumerate(points))
    return f"{lines} h f"


def _text(x: float, y: float, text: str, *, size: int) -> list[str]:
    return ["0 0 0 rg", f"BT /F1 {size} Tf {x:.0f} {y:.0f} Td <{text.encode('utf-16-be').hex()}> Tj ET"]


def _document(page: bytes) -> bytes:
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>" % (_WIDTH, _HEIGHT),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(page), page),
        *_FONT,
    )
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    places = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, places, size, len(body))
    )
