"""The ledger as people print it: the usual columns in the usual order, with the signature block."""

from __future__ import annotations

from datetime import date

from infrastructure.workbooks.writing import SheetColumn, SheetLayout

COLUMNS = (
    SheetColumn("序号", 6, centred=True),
    SheetColumn("整治内容", 18),
    SheetColumn("整治要点", 22),
    SheetColumn("存在问题", 36),
    SheetColumn("问题来源", 10, centred=True),
    SheetColumn("原因分析", 28),
    SheetColumn("整改措施", 32),
    SheetColumn("责任领导", 9, centred=True),
    SheetColumn("牵头部门", 12, centred=True),
    SheetColumn("配合部门", 14),
    SheetColumn("责任人", 9, centred=True),
    SheetColumn("整改时限", 12, centred=True),
    SheetColumn("原时限", 12, centred=True),
    SheetColumn("整改进展", 24),
    SheetColumn("完成情况", 9, centred=True),
    SheetColumn("佐证材料", 20),
    SheetColumn("验收人", 9, centred=True),
    SheetColumn("验收日期", 12, centred=True),
    SheetColumn("是否销号", 8, centred=True),
    SheetColumn("备注", 16),
)


def ledger_layout(*, hospital_name: str, run_title: str, as_of: date, watermark: str = "") -> SheetLayout:
    """Title, columns and notes of one hospital's ledger; 草稿 until it is released."""
    return SheetLayout(
        name="问题台账",
        title=f"{hospital_name}{run_title}问题台账",
        columns=COLUMNS,
        notes=(f"填报单位（盖章）：{hospital_name}", f"填报日期：{as_of:%Y-%m-%d}"),
        marking="草稿",
        watermark=watermark,
    )


def numbered(texts: list[str]) -> str:
    """Several causes or measures in one cell, as people number them."""
    if len(texts) < 2:
        return "".join(texts)
    return "\n".join(f"{n}. {text}" for n, text in enumerate(texts, 1))
