"""What each clause of a cell says of the work: done, still going, closed out, or something else.

A clause is read from left to right. Every sign ends in a known word or in what is left over; a word that fits a
part of a clause never decides for the whole.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from rectification.workbook.lists import split_list
from rectification.workbook.numerals import with_arabic_dates


class Says(StrEnum):
    """What one clause says."""

    CLOSED = "closed"
    DONE = "done"
    SHUT = "shut"  # 已关闭, 已闭环: of the work, or of the line?
    YES = "yes"
    AGREED = "agreed"  # 同意, 准予: to what the column asks
    WAITING = "waiting"  # 待验收, 待销号: the work is done, somebody must look
    NOT_CLOSED = "not_closed"  # 未销号: nothing of the work
    NO = "no"
    OPEN = "open"
    ANALYSING = "analysing"  # 原因分析, 待受理: before the work
    BEGUN = "begun"  # 已启动, 已制定方案: a step, not the work
    ONGOING = "ongoing"  # 长期坚持: alone open, beside a word of done how it goes on
    DOUBTFUL = "doubtful"  # a word of done among words that may take it back
    BESIDE = "beside"  # known, but nothing of the state: 见附件
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Clause:
    says: Says
    text: str
    left: str = ""  # words that nobody understood


class _Word(StrEnum):
    BESIDE = "beside"
    WAIT = "wait"
    NOT_CLOSED = "not_closed"
    NOT_DONE = "not_done"
    ONGOING = "ongoing"
    PLANNED = "planned"  # 按计划完成: was it, or will it be?
    ANALYSING = "analysing"
    GOING = "going"
    PART = "part"
    BEGIN = "begin"
    SHUT = "shut"
    CLOSED = "closed"
    AGREE = "agree"
    YES = "yes"
    DONE = "done"  # says by itself that something is finished
    REPAIR = "repair"  # with 已: of the finding as a whole, whoever did it
    ACT = "act"  # with 已: of the finding, where nothing else is named
    FACT = "fact"
    ALL = "all"
    DATE = "date"
    BEFORE = "before"
    COUNT = "count"
    FRACTION = "fraction"
    PERCENT = "percent"
    NO = "no"
    FILLER = "filler"


_WORK = "完成|整改|落实|到位|解决|办结|改正|纠正|处理|修复|达标"
_SPOT = "立行立改|立整立改|立即整改|即知即改|边查边改|当场整改|现场整改|当场改正"
_ALIKE = "(?:任何|其[他它]|新的?|类似|同类|此类|相[关同]|遗留|上述|该类|的){0,4}"
_TROUBLE = f"{_ALIKE}(?:问题|情况|现象|缺陷|反弹|异常|隐患|复发)"
_OFFICE = "(?:上级|职能科室|科室|质控[科办]|医务[科处]|医院|院级|院内|领导|部门|专家|最终|现场)*"
_LOOK = "(?:销号|验收|复核|复查|核查|核验|审核|审批)"

# At one place the first that fits counts: what holds another word in it stands before that one.
_WORDS: tuple[tuple[_Word, str], ...] = (
    (
        _Word.BESIDE,
        "(?:经?(?:复查|回头看|抽查|检查|核查|追踪|后续)*[均目前]*)?"
        f"(?:(?:未再?|没有再?|不再)(?:发生|出现|发现|存在){_TROUBLE}|无{_TROUBLE}|(?:未再|不再|没有再)(?:发生|出现|反弹))",
    ),
    (
        _Word.NOT_DONE,
        "[尚暂还仍均都]*(?:未|没有|没|不能|无法|难以|不)(?:全部|完全|按期|按时|按要求|全面|能|得到|予以?|及时|彻底|有效|真正)*"
        f"(?:{_WORK}|启动|开始|开展|实施|进行|通过|合格|验收(?=合格|通过))+",
    ),
    (
        _Word.WAIT,
        "(?:已|并|现)*(?:上报|申报|提交|报送|报请|报|申请|提请)?[并后]?(?:待|等待|拟|准备|申请|提请|建议|可以?|请(?:予以?)?)+"
        f"{_OFFICE}(?:予以|给予|进行)?{_LOOK}|[已并]*(?:提交|报送|上报){_LOOK}(?:申请|材料)?",
    ),
    (
        _Word.NOT_CLOSED,
        "[尚暂还仍均都]*(?:未|不|没有|没)[能予以准得可]*(?:同意|批准)*(?:销号|销|闭环|关闭|结案|同意|批准)|[尚暂还]*未(?:经|进行)?验收",
    ),
    (_Word.CLOSED, "(?:已|同意|准予|准许|予以|批准|完成|闭环|办结|并|验收合格|验收通过)+销号|已经销号|已销"),
    (
        _Word.DONE,
        "(?:已|已经)?(?:验收|复核|核查|复查)(?:已|已经)?(?:合格|通过)|(?:已|已经)?通过"
        f"{_OFFICE}(?:验收|复核)|已验收",
    ),
    (
        _Word.ONGOING,
        "[并将需要]*(?:长期|常态化?|长效|不断|常抓不懈|(?:继续|持续)(?=坚持|保持|巩固|加强|抓|改进|完善|提升|提高|优化|关注|监测))"
        "[地]?(?:坚持|保持|巩固|加强|抓好|执行|开展|管理|落实|改进|完善|提升|提高|优化|关注|监测|督查|管控|机制|推进)*",
    ),
    (_Word.PLANNED, "按照?(?:整改)?(?:计划|方案|进度|节点)(?:要求)?"),
    (
        _Word.FILLER,
        "(?:按照?|依照|依据|根据)(?:上级|相关|有关|医院|院|整改|制度|文件)*(?:要求|标准|规定|规范|措施|意见|通知|时限|时间)(?:要求)?|"
        "[按如]期|[按及]时|提前|[逾超]期|现阶段|[目当]前|截[止至](?:目前)?|至今",
    ),
    (
        _Word.PART,
        "[绝大小一]*部分|基本|大[体致]|初步|阶段性|主[体要]|第?[一二三四五六七八九十0-9]+(?:阶段|期|步|批|轮)|首批|前期|其余|其[他它]|"
        "剩余|余下|剩|[仅只]|个别|[少多]数|大多|半数?|接近|将近|几乎|差不多|近",
    ),
    (_Word.ANALYSING, "(?:待|正在)?(?:原因)?分析(?:原因)?中|待?原因分析|待分析|待受理"),
    (
        _Word.GOING,
        "推进|进行|正在|正(?=整改|落实|办理|处理|实施)|有序|逐步|陆续|稳步|分步|继续|持续|(?<![其当])中$|计划|打算|拟(?![定订])|预计|准备|(?<!已)将|待|需|须|应|力争|"
        "争取|确保|尽快|尽早|限期|要求|下一?步|后续|仍|还|延[期后]|暂?缓|推迟|暂停|停滞|滞后|受阻|返工|退回",
    ),
    (
        _Word.BEGIN,
        "启动|开始|开展|部署|安排|布置|着手|列入|纳入|制[定订]|拟[定订]|起草|编制|研究|立项|招标|采购|申报|申请|上报|提交|联系|沟通|"
        "协调|通知|下发|动员|报批",
    ),
    (_Word.SHUT, "(?:已经?)?(?:关闭|闭环|结案|终结|了结|结束|注销|撤销)(?:管理)?"),
    (_Word.AGREE, "同意|准予|予以|批准|销号"),
    (_Word.NO, "是否|能否"),
    (_Word.YES, "是|yes|ok|√"),
    (
        _Word.FILLER,
        "(?:(?:工作|整改|完成|任务|总体|整体|落实|进展)+(?:情况|状态|结果|进展|进度|[率度]|比例)|状态|结果|进展|进度)(?:为|达到?|至)?",
    ),
    (
        _Word.DONE,
        f"(?:{_WORK}|执行)*(?:完毕|到位|完结)|(?:{_SPOT}|整改)(?:任务|工作)?(?:已经?)?完成|完成(?:整改|落实|处理|闭环)?|办结|完工|竣工|"
        f"{_SPOT}|done|completed?|finished",
    ),
    (
        _Word.FILLER,
        "(?:各项|所有|相关|[该此本各]|上述|以上|存在的?|整改)*(?:措施|任务|工作|事项|内容|要求|问题|情况|缺陷|隐患|条款)|[该此本]项|[该此本]条|"
        "(?:责任|[我本各]|相关|临床)*(?:科室|部门|科)|[我本全]院|全科|院内|医院",
    ),
    (_Word.REPAIR, "整改|改正|纠正|修复|修正|更正|整治"),
    (_Word.ACT, "落实|解决|处理|处置|达标|消除|执行"),
    (_Word.FACT, "[均皆业都]?已经?|了$"),
    (_Word.ALL, "全部|全面|全数|[均都皆]|悉数|彻底|完全"),
    (
        _Word.BESIDE,
        "(?:整改)?(?:成效|效果|成果)(?:良好|明显|显著|较好|很好|好)?|详?见(?:附[件表图]|佐证|照片|材料|备注)(?:材料|资料)?[0-9]*|"
        "附件?(?:材料|照片|[0-9]+)|有?(?:佐证|证明)(?:材料|资料)?(?:齐全|已?上传|附后)?|资料已?(?:归档|留存|齐全)",
    ),
    (
        _Word.DATE,
        "[于在自从至到]?(?:(?:[0-9]{4}年)?第?[一二三四1-4]季度|[0-9]{4}年(?:[0-9]{1,2}月(?:[0-9]{1,2}[日号])?)?|[0-9]{4}[-./][0-9]{1,2}(?:[-./][0-9]{1,2})?(?![0-9])|"
        "[0-9]{1,2}月份?(?:[0-9]{1,2}[日号])?|[0-9]{1,2}[日号])(?:[上中下]旬|[月年]?[初底末])?|[今本]年|[本上]月|[本上]周|年[底内初末]|"
        "当[天日场]|现场|近期|今日|昨日",
    ),
    (_Word.BEFORE, "[之以]?前"),
    (_Word.FRACTION, "[0-9]+/[0-9]+"),
    (_Word.PERCENT, r"[0-9]+(?:\.[0-9]+)?%"),
    (
        _Word.COUNT,
        "(?:[0-9]+|[一二两三四五六七八九十百几数多]+)[余多]?[项个条份例处件台人次类点张本家间名套款](?:问题|措施|任务|工作|内容|整改)?",
    ),
    (_Word.NO, "尚|未|没有|没|暂|不|否|无法|no|not|×"),
    (
        _Word.FILLER,
        "达到?|为|现|并且?|[且也于在对把由]|其中|有效|认真|严格|立即|马上|立刻|顺利|切实|积极|逐[项条]|圆满|"
        "[^0-9%?/a-z\u3400-\u9fff]",
    ),
)  # fmt: skip
_WORD = re.compile("|".join(f"(?P<w{number}>{pattern})" for number, (_, pattern) in enumerate(_WORDS)))
_KINDS = {f"w{number}": kind for number, (kind, _) in enumerate(_WORDS)}

_CIRCLED = re.compile("[\u2460-\u249b\u2776-\u277f]")
_BREAK = re.compile(
    r"[;。!、\n\t,:()\[\]{}【】《》〈〉「」“”\"'|…]+|\.(?![0-9])|(?<![0-9])/|/(?![0-9])|[—–]+|-{2,}"
)
# A letter is an answer only where nothing stands beside it.
_ANSWERS = {"y": Says.YES, "n": Says.NO, "对": Says.YES, "x": Says.NO}


@dataclass
class _Found:
    """The words of one clause."""

    text: str
    words: dict[_Word, list[str]] = field(default_factory=dict)
    left: str = ""

    def has(self, *kinds: _Word) -> bool:
        return any(kind in self.words for kind in kinds)

    def only(self, *kinds: _Word) -> bool:
        return not self.left and set(self.words) <= {*kinds, _Word.FILLER}

    @property
    def done(self) -> bool:
        """Whether it has the words for finished work, whatever stands beside them."""
        return self.has(_Word.DONE) or (self.has(_Word.FACT) and self.has(_Word.ACT, _Word.REPAIR))

    @property
    def whole(self) -> bool:
        return self.has(_Word.ALL) or any(word[0] in "均皆都" for word in self.words.get(_Word.FACT, ()))

    @property
    def repaired(self) -> bool:
        """整改 is the repair of the finding itself (DESIGN §4); what else was 完成 may be a step."""
        return self.has(_Word.REPAIR) or any("整改" in word for word in self.words.get(_Word.DONE, ()))


@lru_cache(maxsize=4096)
def clauses_of(text: str) -> tuple[Clause, ...]:
    """The clauses of a cell, each with what it says."""
    return tuple(_judged(clause) for clause in _split(text))


def _split(text: str) -> Iterator[str]:
    for entry in split_list(text):
        plain = with_arabic_dates(unicodedata.normalize("NFKC", _CIRCLED.sub("。", entry)).casefold())
        for piece in _BREAK.split(plain):
            if clause := re.sub(r"\s+", "", piece):
                yield clause


def _judged(clause: str) -> Clause:
    if (answer := _ANSWERS.get(clause)) is not None:
        return Clause(answer, clause)
    found = _words_of(clause)
    left = found.left
    says = next((says for judge in _JUDGES if (says := judge(found))), None)
    if says is None:
        says = Says.BESIDE if not left and not found.has(_Word.ACT, _Word.REPAIR) else Says.UNKNOWN
    return Clause(says, clause, left or (clause if says is Says.UNKNOWN else ""))


def _words_of(clause: str) -> _Found:
    found, at, left_to = _Found(clause), 0, 0
    while at < len(clause):
        match = _WORD.match(clause, at)
        if match is None or match.lastgroup is None:
            found.left += ("、" if found.left and left_to < at else "") + clause[at]
            at = left_to = at + 1
            continue
        found.words.setdefault(_KINDS[match.lastgroup], []).append(match[0])
        at = match.end()
    return found


def _of_numbers(found: _Found) -> Says | None:
    """3/5, 80 %, 两项: a part of the work, where they are about the work."""
    for fraction in found.words.get(_Word.FRACTION, ()):
        part, whole = (int(number) for number in fraction.split("/"))
        # 9/12已完成 begins with a day.
        about_work = found.only(_Word.FRACTION) or (found.done and not found.text.startswith(fraction))
        if part > whole or not about_work:
            return Says.DOUBTFUL
        if part < whole:
            return Says.OPEN
    shares = [float(share[:-1]) for share in found.words.get(_Word.PERCENT, ())]
    if shares and (found.done or not found.left):
        if max(shares) > 100:
            return Says.DOUBTFUL
        if min(shares) < 100:
            return Says.OPEN
        if found.only(_Word.PERCENT, _Word.DATE, _Word.DONE, _Word.REPAIR, _Word.ACT, _Word.FACT, _Word.ALL):
            return Says.DONE
    return None


def _of_going(found: _Found) -> Says | None:
    if found.only(_Word.ANALYSING) and found.has(_Word.ANALYSING):
        return Says.ANALYSING
    if found.has(_Word.ANALYSING, _Word.GOING, _Word.PART, _Word.NOT_DONE):
        return Says.OPEN
    if found.has(_Word.NO):
        return Says.NO if found.only(_Word.NO, _Word.YES, _Word.DATE) else Says.DOUBTFUL
    if found.has(_Word.BEGIN):
        return Says.DOUBTFUL if found.done else Says.BEGUN
    return None


def _of_closing(found: _Found) -> Says | None:
    if found.has(_Word.NOT_CLOSED):
        return Says.DOUBTFUL if found.done and found.left else Says.DONE if found.done else Says.NOT_CLOSED
    if found.has(_Word.CLOSED):
        return Says.DOUBTFUL if found.left or found.has(_Word.COUNT, _Word.BEFORE) else Says.CLOSED
    return None


def _of_done(found: _Found) -> Says | None:
    if not found.done:
        return None
    if found.has(_Word.COUNT) and not found.whole:
        return Says.OPEN
    if found.has(_Word.BEFORE) and not found.has(_Word.FACT):
        return Says.OPEN
    planned = found.has(_Word.DATE, _Word.PLANNED) and not found.has(_Word.FACT)
    if planned and not any(word.endswith(("毕", "位")) for word in found.words[_Word.DONE]):
        return Says.DOUBTFUL
    if found.left and (not found.repaired or re.search(r"[0-9?/%]", found.left)):
        return Says.DOUBTFUL
    return Says.DONE


def _of_the_rest(found: _Found) -> Says | None:
    if found.left:
        return None
    if found.has(_Word.SHUT) and found.only(_Word.SHUT, _Word.FACT, _Word.DATE, _Word.ALL):
        return Says.SHUT
    if found.has(_Word.WAIT):
        return Says.WAITING
    if found.only(_Word.AGREE, _Word.YES, _Word.DATE) and found.has(_Word.AGREE):
        return Says.AGREED
    if found.has(_Word.YES):
        return Says.YES if found.only(_Word.YES) else None
    return Says.ONGOING if found.has(_Word.ONGOING) else None


_JUDGES = (_of_numbers, _of_going, _of_closing, _of_done, _of_the_rest)
