"""Departments and people as a cell names them: 医务处/护理部, 骨科 张伟, A牵头，B配合, ①骨科②儿科, 护理部及各病区."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from rectification.workbook.cells import bare, is_sign, says_nothing
from rectification.workbook.context import Ended
from rectification.workbook.name_tokens import GROUP, Kind, Token, Tokens, looks_like_person

_LEADING = re.compile("牵头|主责|主办|负责|为主|责任|整改|落实|承办|^主$")
_OVERSEEING = re.compile("监管|监督|督导|督促|指导|主管|归口")
_LABEL = re.compile("(?:涉及|相关|有关)+(?:科室|部门|单位|病区)")  # 涉及科室：骨科、儿科
_JOINING = frozenset(["会同", "联合", "协同"])  # A会同B: said of what follows
_BEFORE = re.compile(r"\s*[:：]")
_APART = re.compile(r"[、，,；;|\n\u2460-\u249b]")
_KIND_OF_PLACE = re.compile(r"(?:办公室|病区|科室|中心|[科处部办室])+$")
_FEWEST_SHARED = 2
_MOST_NEAR = 3


class Part(StrEnum):
    """What a cell says of a department's part; nothing said means that the column decides."""

    UNSAID = "unsaid"
    LEAD = "lead"
    SUPPORTING = "supporting"


class Means(StrEnum):
    DEPARTMENT = "department"
    PERSON = "person"
    GROUP = "group"  # 全院, 各病区
    UNKNOWN = "unknown"
    LEFT_OVER = "left_over"  # names nobody: 等部门, a title without a name, words in brackets


@dataclass(frozen=True)
class Mention:
    """One name of a cell, and the department that it means, if known.

    `beside` is the department that stands beside a person: 骨科/张伟. `guessed`: no sign parts it from the one before.
    """

    name: str
    id: int | None
    part: Part = Part.UNSAID
    means: Means = Means.DEPARTMENT
    beside: int | None = None
    guessed: bool = False
    answered: bool = False  # somebody said which department the word means
    oversees: str = ""  # the word that says so: 监管
    words: str = ""  # with title and brackets, as kept in the remark

    @property
    def names_department(self) -> bool:
        """Or should: in a column of departments an unknown word is the name of one."""
        return self.means in (Means.DEPARTMENT, Means.GROUP, Means.UNKNOWN)


class DepartmentNames:
    """Departments of one hospital by name and alias; `people` tells names of people from unknown words."""

    def __init__(
        self,
        names: Mapping[str, int],
        people: Iterable[str] = (),
        ended: Mapping[str, Ended] | None = None,
    ) -> None:
        self._ids = {bare(name): id_ for name, id_ in names.items()}
        self._spelled = {bare(name): name for name in names}
        self._ended = {bare(name): one for name, one in (ended or {}).items() if bare(name) not in self._ids}
        known = {bare(name): name for name in ended or {}} | self._spelled
        self._tokens = Tokens(known, {bare(name): name for name in people})
        self._read: dict[str, tuple[Mention, ...]] = {}
        self._near: dict[str, tuple[str, ...]] = {}

    def find(self, name: str) -> int | None:
        return self._ids.get(bare(name))

    @property
    def all(self) -> tuple[str, ...]:
        """Each department by its own name."""
        return tuple({id_: self._spelled[name] for name, id_ in self._ids.items()}.values())

    def called(self, id_: int) -> str:
        """The name of a department; where aliases are known too, they came first."""
        return next((self._spelled[name] for name, known in reversed(self._ids.items()) if known == id_), "")

    def longest_at(self, words: str, start: int) -> str:
        """The longest name, in its bare form, that begins at a place of bare words; empty where none does."""
        return max((name for name in self._ids if words.startswith(name, start)), key=len, default="")

    def ended(self, name: str) -> Ended | None:
        return self._ended.get(bare(name))

    def near(self, name: str) -> tuple[str, ...]:
        """The known names so near to an unknown one that it is worth asking, the nearest first, a department once.

        A name with another letter in it is another department's (神经内科, 神经外科), and what many hold is nobody's.
        """
        if name not in self._near:
            self._near[name] = self._called_alike(bare(name))
        return self._near[name]

    def _called_alike(self, wanted: str) -> tuple[str, ...]:
        stem = _stem(wanted)
        same_stem = [known for known in self._ids if stem and _stem(known) == stem]
        holding = [known for known in self._ids if _one_holds_the_other(wanted, known)]
        holding.sort(key=lambda known: abs(len(known) - len(wanted)))
        shortened = [known for known in self._ids if _is_shortened(stem, _stem(known))]
        by_department: dict[int, str] = {}
        for known in (*same_stem, *holding, *shortened):
            by_department.setdefault(self._ids[known], self._spelled[known])
        near = tuple(by_department.values())
        return near if len(near) <= _MOST_NEAR else ()

    def read(self, text: str) -> tuple[Mention, ...]:
        """The departments that a cell names or should name, in its order, each once."""
        return tuple(mention for mention in self.names(text) if mention.names_department)

    def names(self, text: str) -> tuple[Mention, ...]:
        """Everything that stands in a cell: departments, people, and what is left over of it."""
        if text not in self._read:
            self._read[text] = tuple(_once(self._mentions(text)))
        return self._read[text]

    def _mentions(self, text: str) -> Iterable[Mention]:
        if says_nothing(text):
            return ()
        if is_sign(text):
            return (_left_over(text),)
        if (known := self.find(text)) is not None:
            return (Mention(text, known, words=text),)
        return _Cell(self, self._tokens.of(text)).mentions()


class _Cell:
    """Turns the tokens of one cell into its mentions."""

    def __init__(self, departments: DepartmentNames, tokens: tuple[Token, ...]) -> None:
        self._departments = departments
        self._tokens = tokens
        self._mentions: list[Mention] = []
        self._part = Part.UNSAID
        self._oversees = ""
        self._since = 0  # the first mention that the next role may speak of
        kinds = [token.kind for token in tokens if token.kind in (Kind.DEPARTMENT, Kind.PERSON)]
        self._roles_first = bool(tokens) and tokens[0].kind is Kind.ROLE  # （牵头）医务处（配合）护理部
        self._person_first = kinds[:1] == [Kind.PERSON]

    def mentions(self) -> list[Mention]:
        for index, token in enumerate(self._tokens):
            if token.kind is Kind.ROLE:
                self._say_part(index, token)
            elif token.kind is Kind.TITLE:
                self._title(index, token)
            elif token.kind is Kind.OTHERS:
                self._mentions.append(_left_over(token.words))
            elif token.kind not in (Kind.JOIN, Kind.FILLER) and not self._says_nothing(token):
                self._mentions.append(self._mention(index, token))
        return self._mentions

    @staticmethod
    def _says_nothing(token: Token) -> bool:
        is_label = _LABEL.fullmatch(token.words) and _BEFORE.match(token.gap_after)
        return bool(is_label) or says_nothing(token.words)

    def _mention(self, index: int, token: Token) -> Mention:
        oversees = self._oversees if self._part is not Part.UNSAID else ""
        mention = Mention(
            token.words, None, self._part, _MEANS[token.kind], words=token.words, oversees=oversees
        )
        before = self._tokens[index - 1] if index else None
        touching = before is not None and before.kind is token.kind and not token.gap
        if token.kind is Kind.DEPARTMENT:
            return replace(mention, id=self._departments.find(token.words), guessed=touching)
        if token.kind is Kind.PERSON:
            return replace(mention, beside=self._beside(index))
        if token.kind is Kind.UNKNOWN:
            return self._unknown(index, token, mention)
        return mention

    def _unknown(self, index: int, token: Token, mention: Mention) -> Mention:
        """A name of a person where it stands as one beside a department; in brackets a mere addition."""
        beside = self._beside(index, only_near=True)
        if beside is not None and looks_like_person(token.words):
            return replace(mention, means=Means.PERSON, beside=beside)
        if (token.bracketed and index) or token.words.isdecimal():
            return replace(mention, means=Means.LEFT_OVER)
        return mention

    def _beside(self, index: int, *, only_near: bool = False) -> int | None:
        """The department of a person: the one before, or the one behind where a cell names people first."""
        steps = range(index + 1, len(self._tokens)) if self._person_first else range(index - 1, -1, -1)
        for step in [*steps, *([index + 1] if only_near and index + 1 < len(self._tokens) else [])]:
            between = self._tokens[max(step, index)].gap
            if only_near and (abs(step - index) > 2 or _APART.search(between)):
                continue
            if self._tokens[step].kind is Kind.DEPARTMENT:
                return self._departments.find(self._tokens[step].words)
        return None

    def _title(self, index: int, token: Token) -> None:
        """A title beside a person is known filler; one beside an unknown name belongs to it; a lone one is told."""
        before = self._tokens[index - 1] if index else None
        after = self._tokens[index + 1] if index + 1 < len(self._tokens) else None
        if before is not None and not _APART.search(token.gap) and self._mentions:
            last = self._mentions[-1]
            if before.kind is Kind.PERSON:
                return
            if before.kind is Kind.UNKNOWN:
                closing = "）" if token.bracketed else ""
                words = f"{last.words}{token.gap}{token.words}{closing}"
                self._mentions[-1] = replace(last, words=words, means=Means.PERSON)
                return
        if after is None or re.search("[、；;\n]", after.gap) or not _names_person(after):
            self._mentions.append(_left_over(token.words))

    def _say_part(self, index: int, token: Token) -> None:
        said = Part.LEAD if _LEADING.search(token.words) else Part.SUPPORTING
        overseen = _OVERSEEING.search(token.words)
        self._oversees = overseen[0] if overseen and said is Part.SUPPORTING else ""
        in_bracket = token.bracketed and not self._roles_first
        if in_bracket and not _BEFORE.match(token.gap_after):
            self._mark(self._spoken_of()[-1:], said)
        elif self._speaks_of_before(index, token):
            self._mark_since(said)
            self._part = Part.UNSAID
        else:
            self._part = said
        self._since = len(self._mentions)

    def _speaks_of_before(self, index: int, token: Token) -> bool:
        before = (token.bracketed and self._roles_first) or _BEFORE.match(token.gap_after)
        if before or not self._spoken_of():
            return False
        if _APART.search(token.gap):
            return False
        follows = index + 1 < len(self._tokens) and not self._tokens[index + 1].gap
        return not (token.words in _JOINING and follows)

    def _spoken_of(self) -> list[int]:
        """The places of what a role may speak of: the departments since the last role."""
        return [
            place
            for place, mention in enumerate(self._mentions)
            if place >= self._since and mention.names_department
        ]

    def _mark_since(self, part: Part) -> None:
        """医务处牵头，护理部、院感科配合: a role speaks of all since the last. 骨科、儿科配合: the first leads."""
        places = self._spoken_of()
        led = any(mention.part is Part.LEAD for mention in self._mentions)
        alone = part is Part.LEAD or led or len(places) == 1
        self._mark(places if alone else places[1:], part)

    def _mark(self, places: list[int], part: Part) -> None:
        for place in places:
            self._mentions[place] = replace(self._mentions[place], part=part, oversees=self._oversees)


_MEANS = {
    Kind.DEPARTMENT: Means.DEPARTMENT,
    Kind.PERSON: Means.PERSON,
    Kind.GROUP: Means.GROUP,
    Kind.UNKNOWN: Means.UNKNOWN,
}


def names_everyone(name: str) -> bool:
    """全院, 各临床科室: whom it means is no matter of a name."""
    return GROUP.fullmatch(bare(name)) is not None


def _names_person(token: Token) -> bool:
    return token.kind is Kind.PERSON or (token.kind is Kind.UNKNOWN and looks_like_person(token.words))


def _left_over(words: str) -> Mention:
    return Mention(words, None, means=Means.LEFT_OVER, words=words)


def _one_holds_the_other(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _FEWEST_SHARED and shorter in longer


def _stem(name: str) -> str:
    return _KIND_OF_PLACE.sub("", name)


def _is_shortened(one: str, other: str) -> bool:
    """心内 for 心血管内: letters left out behind the first."""
    shorter, longer = sorted((one, other), key=len)
    rest = iter(longer)
    return (
        len(shorter) >= _FEWEST_SHARED
        and shorter[0] == longer[0]
        and all(letter in rest for letter in shorter)
    )


def _once(mentions: Iterable[Mention]) -> Iterable[Mention]:
    seen: dict[int | str, Mention] = {}
    for mention in mentions:
        if seen.setdefault(mention.id or bare(mention.name), mention) is mention:
            yield mention
