"""The words of a cell with names, told apart: departments, people, roles, titles, fillers, and what nobody knows.

Every letter of the cell is in one token. Of all ways to part it the one with the fewest unknown letters counts; a known
name inside a longer unknown word (骨科 in 骨科病区) is no name.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from rectification.workbook.cells import bare


class Kind(Enum):
    DEPARTMENT = "department"
    PERSON = "person"
    GROUP = "group"  # 全院, 各病区: departments or people without a name
    ROLE = "role"
    JOIN = "join"
    OTHERS = "others"  # 等部门
    TITLE = "title"
    FILLER = "filler"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    words: str  # as written
    gap: str  # what stands between it and the token before
    gap_after: str

    @property
    def bracketed(self) -> bool:
        return bool(re.search(r"[（(【\[]\s*$", self.gap))


# Where a known name is near, three letters with one of these before them are a person's.
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
    "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂"
    "丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂"
    "闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜"
)
_PLACE = re.compile("[科室部处办组院站库班楼层床厅病诊]|中心|护理|公司|单元")
_CHINESE = re.compile("[\u4e00-\u9fff]{2,4}")

_CIRCLED = re.compile("[\u2460-\u249b\u2776-\u277f]")
_NUMERAL = re.compile(r"\d{1,2}|[一二三四五六七八九十]{1,2}")
_MARK_END = re.compile(r"\s*[.．、)）]")

_UNITS = "科室|部门|单位|处室|科"
_ROLE = re.compile(
    rf"(?:共同|分别|联合|具体)?(?:牵头|主责|主办|主要负责|负责(?!人)(?:整改|落实)?|为主|配合|协同|协助|协办|参与|会同|联合)"
    rf"(?:责任)?(?:{_UNITS})?|(?:第[一二三四]|主要|直接|具体)?责任(?:{_UNITS})"
)
# Words that names of departments hold too: a role only before a sign or at the end.
_WORK = re.compile(
    "(?:负责)?(?:监管|监督|督导|督促|指导|主管|归口管理|归口|整改|落实|承办)(?:科室|部门|单位|处室)?"
)
_WORK_COST = 10
_SHORT_ROLE = re.compile("[主辅协配]")  # standing alone: 医务处（主）、护理部（协）
_JOIN = re.compile("以及|[和与及同并]")
_OTHERS = re.compile(rf"等(?:\d+个?|[两三四五六七八九十]个?|相关|有关|其他)*(?:{_UNITS}|人)?")
_FILLER = re.compile(r"由|科室名称?|部门名称?|姓名|电话|联系电话")
_TITLE = re.compile(
    r"(?:科|大科|区)?(?:常务)?副?主任(?:医师|护师|技师|药师|委员)?|(?:科|总|大科)?护士长|副?[科处院部所组]长|副?书记|"
    r"主管(?:护师|技师|药师|医师)?|干事|同志|老师|医生|医师|护师|(?:第一|直接|具体|主要)?(?:责任人|负责人|经办人|承办人|联系人)|"
    r"联络员|质控员|秘书|分管(?:副院长|院长|院领导|领导)"
)
_WHO = "临床|医技|职能|护理|行政|后勤|业务|手术|住院|门诊|医疗|管理|一线|内外科|党群"
_WHERE = "科室|部门|病区|病房|单位|处室|科|护理单元|院区|医疗组|专业组|楼层"
_PEOPLE = "医务人员|医护人员|工作人员|员工|职工|人员|医师|医生|护士|干部"
GROUP = re.compile(
    rf"(?:全院|各级?|所有|全体|全部|其他|其余|相关|有关|涉及|每个)+(?:{_WHO})*(?:{_WHERE}|{_PEOPLE})+"
    rf"|(?:{_WHO})+(?:科室|部门|处室)|全院(?:各?(?:{_WHERE}))?|全体|本院|医院|各处|各部"
    r"|本科室|本科|我科|全科|本部门|我部门|科内"
)

# Which may follow which without a sign between them; an unknown word only as `_may_touch` says.
_NAMED = frozenset([Kind.DEPARTMENT, Kind.PERSON, Kind.GROUP])
_AFTER_NAME = frozenset([Kind.ROLE, Kind.JOIN, Kind.OTHERS, Kind.TITLE])
_TOUCH: Mapping[Kind, frozenset[Kind]] = {
    Kind.DEPARTMENT: _AFTER_NAME | _NAMED,
    Kind.PERSON: _AFTER_NAME | _NAMED,
    Kind.GROUP: _AFTER_NAME,
    Kind.ROLE: _NAMED | {Kind.ROLE, Kind.JOIN, Kind.UNKNOWN, Kind.TITLE},
    Kind.JOIN: _NAMED | {Kind.ROLE, Kind.UNKNOWN, Kind.TITLE},
    Kind.OTHERS: frozenset([Kind.ROLE]),
    Kind.TITLE: _NAMED | {Kind.ROLE, Kind.JOIN, Kind.OTHERS},
    Kind.FILLER: _NAMED | {Kind.ROLE, Kind.UNKNOWN, Kind.TITLE},
    Kind.UNKNOWN: _AFTER_NAME,
}
_TOUCHING = 20  # two names without a sign between them are a guess
_UNKNOWN_WORD = 100
_UNKNOWN_LETTER = 3
_LONGEST_WORD = 20
_NO_WAY = 10**6
_DEEPEST = 100  # letters; a longer cell is read from its end, so that it is no deep recursion

_Way = tuple[int, tuple[tuple[Kind, int, int], ...]]


def looks_like_person(words: str) -> bool:
    """Two to four Chinese letters that begin with a surname and name no place."""
    letters = bare(words)
    return bool(_CHINESE.fullmatch(letters) and letters[0] in _SURNAMES and not _PLACE.search(letters))


class _Letters:
    """The letters and digits of a cell in one width, each with its place in the cell and the signs before it."""

    def __init__(self, text: str) -> None:
        self.text = text
        letters: list[str] = []
        self.places: list[int] = []
        for place, sign in enumerate(text):
            for letter in "" if _CIRCLED.match(sign) else bare(sign):
                letters.append(letter)
                self.places.append(place)
        self.all = "".join(letters)

    def gap(self, index: int) -> str:
        """The signs before a letter; behind the last letter those at the end."""
        start = self.places[index - 1] + 1 if index else 0
        end = self.places[index] if index < len(self.places) else len(self.text)
        return self.text[start:end]

    def words(self, start: int, end: int) -> str:
        return self.text[self.places[start] : self.places[end - 1] + 1]


class Tokens:
    """Parts cells by what is known: `departments` and `people` by their bare names."""

    def __init__(self, departments: Mapping[str, str], people: Mapping[str, str]) -> None:
        """Bare name → the name as spelled."""
        self._known = {name: (Kind.PERSON, spelled) for name, spelled in people.items() if len(name) > 1}
        self._known |= {name: (Kind.DEPARTMENT, spelled) for name, spelled in departments.items() if name}
        self._longest = max(map(len, self._known), default=0)
        self._beginnings = {name[0] for name in self._known}

    def of(self, text: str) -> tuple[Token, ...]:
        letters = _Letters(text)
        found = _Parting(self, letters).best()
        return tuple(
            Token(kind, letters.words(start, end), letters.gap(start), letters.gap(end))
            for kind, start, end in _padded_together(found, letters)
        )

    def known_at(self, letters: _Letters, start: int) -> Iterator[tuple[Kind, int]]:
        if letters.all[start] not in self._beginnings:
            return
        for end in range(start + 1, min(start + self._longest, len(letters.all)) + 1):
            known = self._known.get(letters.all[start:end])
            if known and _is_one_name(letters, start, end, spelled=known[1]):
                yield known[0], end


def _is_one_name(letters: _Letters, start: int, end: int, *, spelled: str) -> bool:
    """Only spaces may part the letters of a name, unless it is spelled with signs: 预防、保健科."""
    inside = "".join(letters.gap(index) for index in range(start + 1, end))
    return not inside.strip() or len(bare(spelled)) < len(spelled)


class _Parting:
    """The cheapest way to part one cell: without unknown words where that is possible, which most cells are."""

    def __init__(self, known: Tokens, letters: _Letters) -> None:
        self._known = known
        self._letters = letters
        self._with_unknown = False
        self._from = lru_cache(maxsize=None)(lambda start: tuple(self._next(start)))
        self._best = lru_cache(maxsize=None)(self._cheapest)

    def best(self) -> tuple[tuple[Kind, int, int], ...]:
        for self._with_unknown in (False, True):
            self._from.cache_clear()
            self._best.cache_clear()
            if len(self._letters.all) > _DEEPEST:
                for start in range(len(self._letters.all), 0, -1):
                    for kind in Kind:
                        self._best(start, kind)
            cost, way = self._best(0, None)
            if cost < _NO_WAY:
                break
        return way

    def _cheapest(self, start: int, before: Kind | None) -> _Way:
        if start == len(self._letters.all):
            return 0, ()
        best: _Way = (_NO_WAY, ())
        touching = start > 0 and not self._letters.gap(start)
        for kind, end, cost in self._from(start):
            if touching and before is not None:
                if not self._may_touch(before, kind, start, end):
                    continue
                cost += _TOUCHING if kind in _NAMED and before in _NAMED else 0
            if cost < best[0]:
                more, rest = self._best(end, kind)
                if cost + more < best[0]:
                    best = (cost + more, ((kind, start, end), *rest))
        return best

    def _may_touch(self, before: Kind, kind: Kind, start: int, end: int) -> bool:
        if kind is Kind.UNKNOWN and before in (Kind.DEPARTMENT, Kind.TITLE):
            fewest = 3 if before is Kind.DEPARTMENT else 2
            return fewest <= end - start <= 3 and looks_like_person(self._letters.all[start:end])
        return kind in _TOUCH[before]

    def _next(self, start: int) -> Iterator[tuple[Kind, int, int]]:
        """Every token that may begin here, with its cost."""
        for kind, end in self._known.known_at(self._letters, start):
            yield kind, end, 1
        for kind, pattern in _PATTERNS:
            if match := pattern.match(self._letters.all, start):
                yield kind, match.end(), 2
        if (match := _WORK.match(self._letters.all, start)) and self._ends(match.end()):
            yield Kind.ROLE, match.end(), _WORK_COST
        if _SHORT_ROLE.match(self._letters.all, start) and self._stands_alone(start):
            yield Kind.ROLE, start + 1, 2
        if mark := self._mark(start):
            yield Kind.FILLER, mark, 1
        if self._with_unknown:
            yield from self._unknown(start)

    def _stands_alone(self, start: int) -> bool:
        """Whether one letter has signs on both sides; at an end of the cell there are none."""
        before = start == 0 or bool(self._letters.gap(start))
        return before and self._ends(start + 1)

    def _ends(self, index: int) -> bool:
        """Whether a sign or the end of the cell stands behind a letter."""
        return index == len(self._letters.all) or bool(self._letters.gap(index))

    def _mark(self, start: int) -> int | None:
        """The end of a number that counts the entries of a list: 1. （一） 二、"""
        match = _NUMERAL.match(self._letters.all, start)
        if match is None or (start and not self._letters.gap(start)) or match.end() == len(self._letters.all):
            return None
        return match.end() if _MARK_END.match(self._letters.gap(match.end())) else None

    def _unknown(self, start: int) -> Iterator[tuple[Kind, int, int]]:
        """An unknown word ends at a sign at the latest; a long one is not looked into."""
        for end in range(start + 1, len(self._letters.all) + 1):
            ends = self._ends(end)
            if ends or end - start <= _LONGEST_WORD:
                yield Kind.UNKNOWN, end, _UNKNOWN_WORD + _UNKNOWN_LETTER * (end - start)
            if ends:
                return


_PATTERNS = (
    (Kind.GROUP, GROUP),
    (Kind.ROLE, _ROLE),
    (Kind.JOIN, _JOIN),
    (Kind.OTHERS, _OTHERS),
    (Kind.TITLE, _TITLE),
    (Kind.FILLER, _FILLER),
)


def _padded_together(
    found: tuple[tuple[Kind, int, int], ...], letters: _Letters
) -> Iterator[tuple[Kind, int, int]]:
    """Names of two letters are often padded with a space to stand below those of three: 张 三."""
    held: tuple[Kind, int, int] | None = None
    for kind, start, end in found:
        if held is not None:
            padded = held[2] - held[1] == 1 and end - start <= 2 and not letters.gap(start).strip()
            if kind is Kind.UNKNOWN and padded and letters.gap(start):
                yield Kind.UNKNOWN, held[1], end
                held = None
                continue
            yield held
        held = (kind, start, end) if kind is Kind.UNKNOWN else None
        if held is None:
            yield kind, start, end
    if held is not None:
        yield held
