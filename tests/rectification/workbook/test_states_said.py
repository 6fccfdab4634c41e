"""States as words, ticks and stories."""

import pytest

from rectification.workbook.progress import ImportedState, Said, imported_state, read_closed, read_completion


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("", "unsaid"),
        ("/", "unsaid"),
        ("已完成", "done"),
        ("完成", "done"),
        ("是", "done"),
        ("已整改", "done"),
        ("已整改到位", "done"),
        ("整改完成", "done"),
        ("已按期完成", "done"),
        ("全部完成", "done"),
        ("已于2025年8月完成整改", "done"),
        ("100%", "done"),
        ("完成100%", "done"),
        ("√", "done"),
        ("☑", "done"),
        ("☑已完成 □推进中", "done"),
        ("已完成。8月5日组织培训（见附件3）", "done"),
        ("已完成，长期坚持", "done"),
        ("已销号", "closed"),
        ("推进中", "open"),
        ("正在整改", "open"),
        ("未完成", "open"),
        ("尚未完成", "open"),
        ("基本完成", "open"),
        ("已基本完成", "open"),
        ("部分完成", "open"),
        ("完成80%", "open"),
        ("已完成80%", "open"),
        ("80%", "open"),
        ("长期坚持", "open"),
        ("持续推进", "open"),
        ("否", "open"),
        ("×", "open"),
        ("□已完成 ☑推进中", "open"),
        ("计划9月完成", "open"),
        ("已制定方案，正在落实", "open"),
        ("见附件", "unreadable"),
        ("8月5日组织培训", "unreadable"),
    ],
)
def test_completion(cell: str, said: str) -> None:
    assert read_completion(cell).value == said


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("是", "closed"),
        ("√", "closed"),
        ("已销号", "closed"),
        ("同意销号", "closed"),
        ("☑是 □否", "closed"),
        ("Y", "closed"),
        ("否", "open"),
        ("未销号", "open"),
        ("不同意", "open"),
        ("×", "open"),
        ("□", "open"),
        ("□是 ☑否", "open"),
        ("申请销号", "open"),
        ("待销号", "open"),
        ("", "unsaid"),
        ("/", "unsaid"),
        ("张三", "unreadable"),
    ],
)
def test_closed(cell: str, said: str) -> None:
    assert read_closed(cell).value == said


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
    ],
)
def test_the_state_that_follows(
    completion: Said, closed: Said, has_measures: bool, state: ImportedState
) -> None:
    assert imported_state(completion=completion, closed=closed, has_measures=has_measures) is state
