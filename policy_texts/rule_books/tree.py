"""A rule book as lines that an ethics office can read against the document."""

from collections.abc import Iterator
from decimal import Decimal

from policy_texts.rule_books.books import Rule, RuleBook
from policy_texts.rule_books.grade_tables import GradeBand
from policy_texts.rule_books.kinds import (
    Amount,
    BestGrade,
    Cap,
    Counted,
    DepartmentAward,
    Escalating,
    EventReport,
    Exclusive,
    Limit,
    Once,
    Quota,
    SameWork,
    Table,
    Threshold,
)
from policy_texts.rule_books.settings import (
    OURS,
    ChoiceSetting,
    GradeTableSetting,
    Setting,
    SwitchSetting,
    VetoesSetting,
)
from policy_texts.rule_books.vocabulary import LineVisibility, SettingMark, Side

ROMAN = {1: "Ⅰ", 2: "Ⅱ", 3: "Ⅲ", 4: "Ⅳ"}


def rule_book_summary(book: RuleBook) -> str:
    bonus = sum(rule.side is Side.BONUS for rule in book.rules)
    return (
        f"{book.code} 第{book.version}版：{book.from_on} 起{f'至 {book.to_on}' if book.to_on else '施行'}，"
        f"加分 {bonus} 条，扣分 {len(book.rules) - bonus} 条，设定 {len(book.settings)} 项，"
        f"一票否决 {len(book.vetoes)} 项，校验 {book.content_hash[:12]}"
    )


def rule_book_tree(book: RuleBook) -> list[str]:
    return [
        book.title,
        rule_book_summary(book),
        *(line for side in Side for line in _side(book, side)),
        f"医院设定（{OURS}）",
        *(f"├─ {_setting(setting)}" for setting in book.settings),
        "一票否决",
        *(f"├─ {veto.id}  {veto.text}（{veto.source}；{veto.mark.label}）" for veto in book.vetoes),
        "廉洁从业准则对应",
        *(f"├─ {each.clause}  {'、'.join((*each.rules, *each.vetoes))}" for each in book.integrity),
    ]


def _side(book: RuleBook, side: Side) -> Iterator[str]:
    yield side.label
    for rule in book.rules:
        if rule.side is side:
            yield f"├─ {rule.id}  {rule.text}：{_amount(rule)}{''.join(f'；{_limit(e)}' for e in rule.limits)}"
            notes = [f"时间：{rule.deciding_date.label}", f"来源：{rule.source.label}"]
            if rule.visibility is not LineVisibility.OPEN:
                notes.append(f"查看：{rule.visibility.label}")
            notes += [f"条件：{'；'.join(rule.conditions)}"] if rule.conditions else []
            yield f"│     {'　'.join(notes)}"


def _amount(rule: Rule) -> str:
    sign = "+" if rule.side is Side.BONUS else "−"
    return _amount_words(rule.amount, rule.unit.label, sign)


def _amount_words(amount: Amount, unit: str, sign: str) -> str:
    match amount:
        case Counted():
            return f"每{unit} {sign}{plain(amount.points)}"
        case Table():
            cells = (
                f"{row.label} {'报委员会' if row.points is None else sign + plain(row.points)}"
                for row in amount.rows
            )
            return "，".join(cells)
        case Escalating():
            steps = "、".join(f"{sign}{plain(step)}" for step in amount.steps)
            return f"逐{unit} {steps}，此后按设定 {amount.beyond_setting}"
        case Threshold():
            return f"累计满 {plain(amount.threshold)} 分 {sign}{plain(amount.points)}"
        case DepartmentAward():
            places = "，".join(f"{p.label}前 {p.up_to} 名" for p in amount.places if p.up_to)
            return f"{places}，每人 {sign}{plain(amount.points)}"
        case EventReport():
            return (
                f"{'、'.join(ROMAN[each] for each in amount.classes)}级每{unit} {sign}{plain(amount.points)}"
            )


def _limit(limit: Limit) -> str:
    match limit:
        case Once():
            return f"是否每年只计一次按设定 {limit.setting}"
        case SameWork():
            return f"同一作品按设定 {limit.setting}" if limit.setting else "同一作品只计最高的一次"
        case Cap():
            return f"全年累计不超过 {plain(limit.points)}"
        case Quota():
            return f"不超过科室人数的 {limit.percent}%"
        case Exclusive():
            return f"是否与 {limit.other} 互斥按设定 {limit.setting}"
        case BestGrade():
            return f"当年等次最高为{limit.grade.label}"


def _setting(setting: Setting) -> str:
    mark = "" if setting.mark is SettingMark.OURS else f"［{setting.mark.label}］"
    return f"{setting.name}  {setting.label}：{_default(setting)}（{setting.use.label}）{mark}"


def _default(setting: Setting) -> str:
    match setting:
        case SwitchSetting():
            return "是" if setting.default else "否"
        case ChoiceSetting():
            return next(choice.label for choice in setting.choices if choice.value == setting.default)
        case GradeTableSetting():
            return "，".join(map(band_words, setting.default))
        case VetoesSetting():
            return "、".join(setting.default) or "无"
        case _:
            return plain(setting.default) if isinstance(setting.default, Decimal) else str(setting.default)


def band_words(band: GradeBand) -> str:
    if band.at_least is not None:
        return f"{band.grade.label} ≥ {plain(band.at_least)}"
    return band.grade.label if band.below is None else f"{band.grade.label} < {plain(band.below)}"


def plain(points: Decimal) -> str:
    """Points as people write them: 3, 0.5."""
    return format(points.normalize(), "f")
