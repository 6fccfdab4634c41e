"""What the engine refuses to guess, and which version of a book an example runs on."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from ethics_scoring.rules.case_files import book_for
from ethics_scoring.rules.facts import PersonFacts, VetoDecision
from ethics_scoring.rules.hospital_settings import settings_in_force
from ethics_scoring.rules.scoring import UnknownRule
from policy_texts.loading import DATA
from policy_texts.rule_books.vocabulary import Grade
from tests.ethics_scoring.casebook import entry, me23, scheme, score
from tests.policy_texts.spoiling import book_file, replace


def test_an_entry_of_another_book_is_not_dropped() -> None:
    with pytest.raises(UnknownRule, match="B99"):
        score(entry("B99"))


def test_a_decision_on_a_veto_that_is_off_has_no_effect() -> None:
    decision = VetoDecision(
        id=1, veto="V6", on=date(2023, 5, 1), upheld=True, document="1号", decided_by=("张", "李")
    )
    facts = PersonFacts(year=2023, entries=(), veto_decisions=(decision,))
    assert scheme().score(facts).grade is Grade.GOOD
    assert scheme(vetoes=["V6"]).score(facts).grade is Grade.POOR


@pytest.mark.parametrize("ids", [(1, 2, 3), (3, 2, 1), (2, 3, 1)])
def test_of_equal_days_the_lower_id_is_the_earlier(ids: tuple[int, ...]) -> None:
    consultations = [entry("B9", id=each) for each in ids]
    assert [(line.entry.id, line.reason.value) for line in score(*consultations).lines] == [
        (1, "COUNTED"),
        (2, "COUNTED"),
        (3, "CAP"),
    ]
    prizes = [entry("B12", id=each, value="bureau", work="w") for each in ids]
    counted = [line.entry.id for line in score(*prizes).lines if line.effective]
    assert counted == [1]


def test_a_status_as_a_column_holds_it_is_the_same_status() -> None:
    assert score(entry("B8", status="confirmed")).bonus == 2
    assert score(entry("B8", status="revoked")).bonus == 0


def test_one_scheme_scores_many_people() -> None:
    one = scheme()
    first = one.score(PersonFacts(year=2023, entries=(entry("B8"),)))
    second = one.score(PersonFacts(year=2023, entries=()))
    assert (first.bonus, second.bonus) == (2, 0)


def test_the_version_of_the_year(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    shutil.copy(book_file(folder), book_file(folder, 2))
    replace(book_file(folder), "from_on = 2023-01-01", "from_on = 2023-01-01\nto_on = 2023-12-31")
    replace(book_file(folder, 2), "from_on = 2023-01-01", "from_on = 2024-01-01")
    replace(book_file(folder, 2), "version = 1", "version = 2")
    versions = {year: book_for("ME23", year, data=folder).version for year in (2022, 2023, 2024, 2030)}
    assert versions == {2022: 1, 2023: 1, 2024: 2, 2030: 2}


def test_settings_of_a_hospital_that_are_wrong_leave_the_default() -> None:
    values, problems = settings_in_force(me23(), {"base": "90", "d10_from_the_fourth": 4})
    assert [problem.field for problem in problems] == ["settings.base"]
    assert values.base == 80
    assert values.points("d10_from_the_fourth") == 4
