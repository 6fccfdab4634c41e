"""The closed lists of words that a rule book of the ethics appraisal is written with."""

from policy_texts.vocabulary import Vocabulary


class Side(Vocabulary):
    BONUS = "bonus", "加分"
    DEDUCTION = "deduction", "扣分"


class Unit(Vocabulary):
    """What one entry is. `label` completes 每…加 0.5 分."""

    YEAR = "year", "年"
    ARTICLE = "article", "篇"
    PROJECT = "project", "项"
    TIME = "time", "次"
    SURVEY = "survey", "次测评"
    MISSION = "mission", "次任务"
    EVENT = "event", "件"
    AWARD = "award", "项奖励"
    HONOUR = "honour", "项荣誉"
    COMPLAINT = "complaint", "次投诉"
    CASE = "case", "起"
    CYCLE = "cycle", "个记分周期"


class DecidingDate(Vocabulary):
    """The day that says to which assessment year a fact belongs."""

    FACT = "fact", "事实发生日"
    RECOGNITION = "recognition", "医院认定日"
    DOCUMENT = "document", "文件或证书日期"
    VERIFICATION = "verification", "查实日"
    CIRCULAR_OR_FINE = "circular_or_fine", "通报或扣罚日"
    FOUND_VALID = "found_valid", "认定为有效投诉之日"
    APPRAISAL_RESULT = "appraisal_result", "鉴定结果日"
    POINTS_DECISION = "points_decision", "记分决定日"
    DECISION = "decision", "处罚决定日"
    TALK = "talk", "谈话日"


class FactSource(Vocabulary):
    """Who brings the fact. EVENT_REPORTS is read by the system and never typed in."""

    PERSON = "person", "本人申报，附佐证"
    DEPARTMENT = "department", "科室登记"
    UNIT_HEAD = "unit_head", "考评单元负责人评价"
    ETHICS_OFFICE = "ethics_office", "医德医风办登记"
    MEDICAL_AFFAIRS = "medical_affairs", "医务部门登记"
    SURVEY = "survey", "满意度测评结果"
    EVENT_REPORTS = "event_reports", "不良事件系统调取"
    COMPLAINTS_OFFICE = "complaints_office", "投诉管理部门认定"
    DISCIPLINE_OFFICE = "discipline_office", "纪检部门登记"


class LineVisibility(Vocabulary):
    """What a score sheet shows of a line, and to whom."""

    OPEN = "open", "本人、负责人和考评部门均可见全部内容"
    SEALED_IF_ASKED = "sealed_if_asked", "选择保密计分的只显示分值，其余可见全部内容"
    SEALED = "sealed", "只显示分值，由纪检部门录入和查看"
    RESTRICTED = "restricted", "本人可见全部内容，负责人和院领导只见条款和分值，文号只入医德档案"


class EntryField(Vocabulary):
    """The field of an entry that chooses the row of a table of points."""

    LEVEL = "level", "级别"
    VARIANT = "variant", "情形"
    LIABILITY = "liability", "责任程度"


class Grade(Vocabulary):
    """等次, the best first. PENDING waits for a decision and is in no grade table."""

    EXCELLENT = "excellent", "优秀"
    GOOD = "good", "良好"
    FAIR = "fair", "一般"
    POOR = "poor", "较差"
    PENDING = "pending", "待定"


RANKED_GRADES = (Grade.EXCELLENT, Grade.GOOD, Grade.FAIR, Grade.POOR)


class SettingMark(Vocabulary):
    """Why a value is a setting: the text is silent, or a list outside the text is only partly known."""

    OURS = "ours", "本院口径"
    UNVERIFIED = "unverified", "待核"


class SettingUse(Vocabulary):
    """Where a setting takes effect. What it settles at entry reaches the scoring as an entry more or less."""

    SCORING = "scoring", "计分"
    ENTRY = "entry", "登记和取数"
    OPENING = "opening", "年度开局"
