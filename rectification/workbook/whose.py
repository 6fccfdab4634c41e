"""Whose workbook it is, where its rows name no department: 科室：骨科, the sheet's name, a title, the file's name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rectification.workbook.cells import bare, short
from rectification.workbook.names import DepartmentNames

_FILLED_IN_BY = "填报|填表|报送|上报|申报|自查|自纠|所属|所在|责任|整改|牵头|被检查?|受检查?|本"
_LABEL = re.compile(
    r"\s*(\S{0,6}?)(?:科室|部门|单位|处室|病区)(?:名称)?\s*(?:[（(]\s*(?:盖章|公章|签章)\s*[）)])?\s*[:：](.*)",
    re.S,
)
_PLAIN_LABEL = re.compile(rf"(?:{_FILLED_IN_BY})?")
_OF_OTHERS = re.compile("主管|督导|督查|督办|归口|审核|配合|协助|协同|监管|验收|接收|制表|抄送|考核|评价")

# A name in a title stands at its beginning or behind what titles begin with, and is not the beginning of a place.
_BEGINS = re.compile(
    r"(?:医院|院区|分院|保健院|卫生院|集团|年度?|季度?|月份?|日|周|度|附件|附表|表|关于|\d|[一二三四五六七八九十])$"
)
_GOES_ON = re.compile(
    r"[一二三四五六七八九十甲乙丙东西南北内外中\d]{0,3}(?:病区|病房|病室|门诊|诊室|[科组区楼层室部站]|分院|中心|护理|护士|主任|医[生师]|办公室|医院)"
)
_WHOLE_NAME = re.compile(r"(?:[科室部处办组院站库区]|中心|[a-z]+)$")


@dataclass(frozen=True)
class Whose:
    """`guessed` are the words that it was guessed by, as they are told; empty where the workbook says it plainly."""

    department_id: int
    guessed: str = ""


def file_stem(name: str) -> str:
    """The name of a file without what programs add to it: 台账(1).xlsx, 台账 - 副本.xlsx."""
    stem = re.sub(r"\.[A-Za-z]{2,4}$", "", name)
    return re.sub(r"(?:\s*[（(]\d{1,2}[）)]|\s*-?\s*副本)+$", "", stem)


def sheet_question(about: str, sheet: str) -> str:
    """The key of the question which item or lead a sheet has that says none."""
    return f"sheet-{about}:{sheet}"


class WhoseWorkbook:
    """`own_id`: the department of somebody who brings in for one only. `file_name` as it was uploaded."""

    def __init__(
        self, departments: DepartmentNames, *, own_id: int | None = None, file_name: str = ""
    ) -> None:
        self._departments = departments
        self._own_id = own_id
        self._file_name = file_stem(file_name)

    def of(self, sheet_name: str, texts_above: Sequence[str]) -> Whose | None:
        """None where nothing says it, or two things say something else."""
        if (known := self._departments.find(sheet_name)) is not None:
            return Whose(known)
        labelled = list(self._labelled(texts_above))
        if plain := [whose for whose in labelled if not whose.guessed]:
            return plain[0]
        guesses = labelled + list(self._titles(sheet_name, texts_above))
        if len({guess.department_id for guess in guesses}) > 1:
            return None
        if guesses and guesses[0].department_id != self._own_id:
            return guesses[0]
        return None if self._own_id is None else Whose(self._own_id)

    def _labelled(self, texts: Sequence[str]) -> Iterator[Whose]:
        """科室：骨科, or 科室： with the name in the next cell."""
        for text, following in zip(texts, [*texts[1:], ""], strict=False):
            for line in re.split(r"\s{2,}|\n", text):
                label = _LABEL.fullmatch(line)
                if label is None or _OF_OTHERS.search(label[1]):
                    continue
                mentions = self._departments.names(label[2].strip() or following)
                if mentions and mentions[0].id is not None:
                    plain = _PLAIN_LABEL.fullmatch(label[1])
                    yield Whose(mentions[0].id, "" if plain else f"表头上方“{short(line)}”")

    def _titles(self, sheet_name: str, texts: Sequence[str]) -> Iterator[Whose]:
        said = [("标题", text) for text in texts]
        said += [("工作表名", sheet_name), ("文件名", self._file_name)]
        for what, text in said:
            if (found := self._department_in(text)) is not None:
                yield Whose(found, f"{what}“{short(text)}”")

    def _department_in(self, title: str) -> int | None:
        """The one department that a title names: 骨科医疗质量安全问题台账, 市一医院2025年8月骨科自查清单."""
        words = bare(title)
        found: dict[int, bool] = {}  # and whether it stands where a title says whose it is
        start = 0
        while start < len(words):
            name = self._departments.longest_at(words, start)
            end = start + max(1, len(name))
            if _WHOLE_NAME.search(name) and _GOES_ON.match(words, end) is None:
                begins = start == 0 or _BEGINS.search(words[:start]) is not None
                found[self._departments.find(name) or 0] = begins
            start = end
        return next(iter(found)) if list(found.values()) == [True] else None
