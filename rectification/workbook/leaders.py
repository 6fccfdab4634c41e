"""The responsible leader of the hospital: 程立新, 院长, 张三（分管副院长）, 刘院、李书记."""

import re
from collections.abc import Iterator, Mapping

from rectification.rules.ledger_columns import Column
from rectification.workbook.cells import bare, is_sign, says_nothing
from rectification.workbook.name_tokens import Kind, Token, Tokens
from rectification.workbook.plan import ProblemKind
from rectification.workbook.problems import SheetLog
from rectification.workbook.rows import RawCell, RawFinding

_NEXT = re.compile(r"[、，,；;/／|\n]")
_SAYS_NO_MORE = (Kind.FILLER, Kind.JOIN, Kind.ROLE)


class Leaders:
    """`leaders` holds who is meant by a name or a post; a post may be that of several."""

    def __init__(self, leaders: Mapping[str, tuple[int, ...]]) -> None:
        self._ids = {bare(name): frozenset(ids) for name, ids in leaders.items()}
        self._tokens = Tokens({}, {bare(name): name for name in leaders})

    def of(self, raw: RawFinding, unmatched: list[str], log: SheetLog) -> int | None:
        """The first leader who is told without doubt; everything else that the cells say is told and kept."""
        chosen: int | None = None
        for cell in _cells(raw):
            for tokens in self._entries(cell.text):
                found = self._leader(tokens, cell, log)
                words = _words(tokens)
                if found is None:
                    unmatched.append(f"责任领导：{words}")
                elif chosen is None:
                    chosen = found
                elif found != chosen:
                    problem = f"一条问题只有一位责任领导，“{words}”已记入备注"
                    log.warn(cell.name, ProblemKind.LEFT_OVER, problem)
                    unmatched.append(f"责任领导：{words}")
        return chosen

    def _entries(self, text: str) -> Iterator[list[Token]]:
        """The words about one leader each."""
        if is_sign(text):
            yield [Token(Kind.UNKNOWN, text, "", "")]
        entry: list[Token] = []
        for token in self._tokens.of(text):
            if entry and (_NEXT.search(token.gap) or token.kind is Kind.JOIN):
                yield entry
                entry = []
            if token.kind not in _SAYS_NO_MORE and not says_nothing(token.words):
                entry.append(token)
        if entry:
            yield entry

    def _leader(self, tokens: list[Token], cell: RawCell, log: SheetLog) -> int | None:
        found = [(token.words, self._ids.get(bare(token.words))) for token in tokens]
        known = [(words, ids) for words, ids in found if ids]
        unknown = [token.words for token in tokens if token.kind is Kind.UNKNOWN]
        if not known:
            problem = f"找不到责任领导“{_words(tokens)}”，已记入备注"
            log.warn(cell.name, ProblemKind.UNKNOWN_PERSON, problem)
            return None
        fitting = frozenset.intersection(*(ids for _, ids in known)) or _told_by_name(known)
        if len(fitting) != 1:
            problem = f"有 {len(fitting)} 位院领导符合“{_words(tokens)}”，未指定责任领导，已记入备注"
            log.warn(cell.name, ProblemKind.AMBIGUOUS_PERSON, problem)
            return None
        told = [word for word, ids in known if not fitting & ids] + unknown
        if told:
            words = "、".join(word for word, ids in known if fitting & ids)
            problem = f"“{'、'.join(told)}”与院领导名单不符，按“{words}”导入责任领导，请核对"
            log.warn(cell.name, ProblemKind.GUESSED, problem)
        return next(iter(fitting))


def _told_by_name(known: list[tuple[str, frozenset[int]]]) -> frozenset[int]:
    """万志刚院长, though he is a deputy: the first word that means one leader only."""
    return next((ids for _, ids in known if len(ids) == 1), frozenset())


def _words(tokens: list[Token]) -> str:
    """As written, with the signs between."""
    closing = "）" if tokens[-1].bracketed else ""
    first, *others = tokens
    return first.words + "".join(f"{token.gap}{token.words}" for token in others) + closing


def _cells(raw: RawFinding) -> list[RawCell]:
    cells = [cell for row in raw.rows if (cell := row.cells.get(Column.LEADER)) is not None]
    return list({cell.text: cell for cell in reversed(cells)}.values())[::-1]
