"""States as words, ticks and stories: a clause that is understood in part decides nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectification.workbook.progress import (
    ImportedState,
    Reading,
    Said,
    imported_state,
    read_closed,
    read_completion,
)

UNSAID = ["", "/", "——", "无", "暂无", "没有", "不涉及", "□已完成 □推进中"]
DONE = [
    *["已完成", "完成", "是", "√", "☑", "●", "Y", "done", "100%", "完成100%", "完成率100%", "整改进度为100%"],
    *[
        "已整改",
        "已整改到位",
        "整改完成",
        "整改完毕",
        "已落实",
        "已按期完成",
        "全部完成",
        "均已完成",
        "已办结",
    ],
    *[
        "已于2025年8月完成整改",
        "8月5日已完成",
        "2025-09-12 已完成",
        "2025.9.12整改完毕",
        "二〇二五年九月已完成",
    ],
    *["9月30日前已完成", "三季度已完成整改", "逾期完成", "该问题已整改", "已按要求完成整改", "已完成5/5"],
    *[
        "各科室均已完成整改",
        "措施已全部落实",
        "3项措施均已落实",
        "立行立改",
        "立行立改，已完成",
        "已验收合格",
    ],
    *["☑已完成 □推进中", "■已完成 □推进中", "已完成☑ 推进中□", "√已完成", "已完成√", "1.已完成2.已完成"],
    *[
        "已完成，长期坚持",
        "已完成，持续改进",
        "已完成（待验收）",
        "已完成，未销号",
        "已完成，未再发生类似问题",
    ],
    *[
        "已完成整改，效果良好",
        "已完成（见附件3）",
        "已全部整改完毕，请销号",
        "完成情况：已完成",
        "待验收",
        "待销号",
    ],
]
OPEN = [
    *[
        "推进中",
        "正在整改",
        "整改中",
        "尚在推进，8月底前完成",
        "长期坚持",
        "持续推进",
        "按计划推进",
        "待整改",
    ],
    *[
        "未完成",
        "尚未完成",
        "没完成",
        "没有完成",
        "未整改",
        "尚未",
        "未启动",
        "未通过验收",
        "否",
        "×",
        "N",
        "暂缓",
    ],
    *[
        "基本完成",
        "已基本完成",
        "部分完成",
        "大部分已完成",
        "已完成第一阶段",
        "第一阶段已完成",
        "已完成两项",
        "已整改3份",
    ],
    *["完成80%", "已完成80%", "80%", "0%", "进度：80%", "已完成3/5", "3/5", "计划9月完成", "9月30日前完成"],
    *[
        "已启动",
        "已开始",
        "已部署",
        "已制定方案",
        "已上报",
        "未销号",
        "已完成招标，待安装",
    ],
    *[
        "□已完成 ☑推进中",
        "已完成□ 推进中☑",
        "已制定方案，正在落实",
        "已完成两项，其余推进中",
        "已完成/推进中",
    ],
    *["1.已完成 2.推进中", "①已整改②未整改", "已完成；推进中", "已完成\n正在整改", "已销号，其余推进中"],
]
# A doubt is told, and is not done.
UNREADABLE = [
    *[
        "见附件",
        "8月5日组织培训",
        "已补签",
        "已修订制度，已组织培训",
        "已逾期",
        "120%",
        "40",
        "2025-09-12",
        "同意",
    ],
    *[
        "已完成招标",
        "已完成培训",
        "已落实责任人",
        "已完成3、4项",
        "8月5日完成",
        "9/12已完成",
        "已完成？",
        "已完成5/3",
    ],
    *[
        "培训覆盖率100%",
        "依从率95%",
        "已制定方案，已完成整改",
        "已完成，设备未到货",
        "已完成整改，要求各科引以为戒",
    ],
]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        *((cell, "unsaid") for cell in UNSAID),
        *((cell, "done") for cell in DONE),
        *((cell, "open") for cell in OPEN),
        *((cell, "unreadable") for cell in UNREADABLE),
        *((cell, "analysing") for cell in ("原因分析", "原因分析中", "待受理")),
        *((cell, "closed") for cell in ("已销号", "同意销号", "准予销号", "已闭环销号", "已完成并销号")),
    ],
)
def test_completion(cell: str, said: str) -> None:
    assert read_completion(cell) == Reading(Said(said))


@pytest.mark.parametrize(
    ("cell", "left"),
    [
        ("已完成。8月5日组织培训（见附件3）", "8月5日组织培训"),
        ("已整改，依从率提升至95%", "依从率提升至95%"),
        ("骨科已整改完毕", "骨科已整改完毕"),
        ("已整改（王敏）", "王敏"),
    ],
)
def test_what_stands_beside_a_word_of_done_is_told(cell: str, left: str) -> None:
    assert read_completion(cell) == Reading(Said.DONE, left)


@pytest.mark.parametrize("cell", ["已关闭", "已闭环", "已结案", "已上报待销号", "待审核"])
def test_a_word_that_may_mean_closed_out_is_taken_for_done_and_told(cell: str) -> None:
    assert read_completion(cell) == Reading(Said.DONE, guessed=True)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        *((cell, "closed") for cell in ("是", "√", "Y", "☑是 □否", "是☑ 否□", "同意", "已销号", "同意销号")),
        *(
            (cell, "closed")
            for cell in ("准予销号", "予以销号", "已闭环销号", "已完成销号", "2025年9月12日销号")
        ),
        *((cell, "closed") for cell in ("已整改，同意销号", "已销号（2025-09-12）")),
        *(
            (cell, "open")
            for cell in ("否", "N", "×", "□", "□是 ☑否", "是□ 否☑", "未销号", "不同意", "不予销号")
        ),
        *((cell, "open") for cell in ("申请销号", "待销号", "拟销号", "暂不销号", "已上报待销号")),
        *((cell, "done") for cell in ("已整改", "已完成", "已办结", "已完成，未销号")),
        *(
            (cell, "working")
            for cell in ("已启动", "已制定方案", "推进中", "未完成", "部分销号", "同意，尚需整改")
        ),
        *((cell, "unsaid") for cell in ("", "/", "无")),
        *((cell, "unreadable") for cell in ("张三", "同意 王敏", "同意整改", "2025-09-12", "已销号3项")),
    ],
)
def test_closed(cell: str, said: str) -> None:
    assert read_closed(cell) == Reading(Said(said))


@pytest.mark.parametrize("cell", ["已关闭", "已闭环"])
def test_closed_only_where_the_cell_says_so(cell: str) -> None:
    assert read_closed(cell) == Reading(Said.DONE, guessed=True)


finished = st.lists(st.sampled_from([*DONE, "已销号", "已关闭"]), min_size=1, max_size=3).map("；".join)
unfinished = st.sampled_from(
    [cell for cell in OPEN if cell not in ("长期坚持", "未销号") and "□" not in cell]
)
FINISHED = (Said.DONE, Said.CLOSED)


@given(finished, unfinished, st.sampled_from("；，。、\n"), st.booleans())
def test_a_clause_that_is_open_leaves_nothing_done(text: str, clause: str, sign: str, before: bool) -> None:
    cell = f"{clause}{sign}{text}" if before else f"{text}{sign}{clause}"
    assert read_completion(cell).said not in FINISHED
    assert read_closed(cell).said not in FINISHED


@given(finished, st.sampled_from(["未", "尚未", "没有", "没", "并未"]))
def test_a_negation_before_it_leaves_nothing_done(text: str, word: str) -> None:
    assert read_completion(word + text).said not in FINISHED
    assert read_closed(word + text).said not in FINISHED


@given(st.sampled_from([text for text in (*DONE, "已销号") if not set(text) & set("，（□")]), st.data())
def test_a_word_put_in_is_told_or_takes_it_back(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    read = read_completion(f"{text[:at]}未{text[at:]}")
    assert read.said not in FINISHED or read.left


@given(st.text(max_size=30))
def test_whatever_stands_there_is_answered(text: str) -> None:
    assert read_completion(text).said in Said
    assert read_closed(text).said in Said


@pytest.mark.parametrize(
    ("completion", "closed", "has_measures", "state"),
    [
        (Said.DONE, Said.CLOSED, True, ImportedState.CLOSED),
        (Said.UNSAID, Said.CLOSED, False, ImportedState.CLOSED),
        (Said.OPEN, Said.CLOSED, True, ImportedState.CLOSED),
        (Said.CLOSED, Said.UNSAID, True, ImportedState.CLOSED),
        (Said.DONE, Said.OPEN, True, ImportedState.AWAITING),
        (Said.DONE, Said.UNSAID, False, ImportedState.AWAITING),
        (Said.OPEN, Said.OPEN, True, ImportedState.RECTIFYING),
        (Said.UNSAID, Said.UNSAID, True, ImportedState.RECTIFYING),
        (Said.UNREADABLE, Said.UNREADABLE, True, ImportedState.RECTIFYING),
        (Said.OPEN, Said.OPEN, False, ImportedState.ANALYSING),
        (Said.UNSAID, Said.UNSAID, False, ImportedState.ANALYSING),
        (Said.ANALYSING, Said.OPEN, True, ImportedState.ANALYSING),
    ],
)
def test_the_state_that_follows(
    completion: Said, closed: Said, has_measures: bool, state: ImportedState
) -> None:
    assert imported_state(completion=completion, closed=closed, has_measures=has_measures) is state
