"""Closed lists of words. The values are stored in database columns: they are never renamed."""

from enum import StrEnum
from typing import Self


class Vocabulary(StrEnum):
    """A stable code with the Chinese words people read."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs in the order of the list, as a model or form field takes them."""
        return [(member.value, member.label) for member in cls]


class Audience(Vocabulary):
    """Whom a checkpoint is for. HOSPITAL: answered once, by the functional department. SURGICAL: who operates."""

    HOSPITAL = "hospital", "院级"
    OFFICE = "office", "职能科室"
    CLINICAL = "clinical", "临床科室"
    MEDICAL_TECHNICAL = "medical_technical", "医技科室"
    NURSING_UNIT = "nursing_unit", "护理单元"
    LOGISTICS = "logistics", "后勤"
    SURGICAL = "surgical", "手术科室"


class Duty(Vocabulary):
    """What a functional department manages for the whole hospital. Work is routed by duty:
    the same department is 药学部 in one hospital and 药剂科 in the next."""

    QUALITY = "quality", "质量管理"
    MEDICAL_AFFAIRS = "medical_affairs", "医务"
    NURSING = "nursing", "护理"
    INFECTION_CONTROL = "infection_control", "院感"
    PHARMACY = "pharmacy", "药学"
    EQUIPMENT = "equipment", "装备"
    FACILITIES = "facilities", "后勤"
    SECURITY = "security", "保卫"
    INFORMATION = "information", "信息"
    PERSONNEL = "personnel", "人事"
    PERFORMANCE = "performance", "绩效"
    ETHICS = "ethics", "医德医风"
    DISCIPLINE = "discipline", "纪检"
    RECORDS = "records", "病案"
    GENERAL_OFFICE = "general_office", "院办"
    SCIENCE_EDUCATION = "science_education", "科教"
    OUTPATIENT = "outpatient", "门诊"
    FINANCE = "finance", "财务"
    INSURANCE = "insurance", "医保"
    COMPLAINTS = "complaints", "投诉"
    PUBLICITY = "publicity", "宣传"
    PARTY_OFFICE = "party_office", "党办"


class PhaseKind(Vocabulary):
    """The phases of a campaign, in the order in which they follow each other."""

    LAUNCH = "launch", "启动"
    SELF_INSPECTION = "self_inspection", "自查自纠"
    CONCENTRATED = "concentrated", "集中整治"
    EVALUATION = "evaluation", "总结评估"


class CauseCategory(Vocabulary):
    """One list for findings and events, so that one Pareto serves both."""

    PEOPLE = "people", "人员"
    EQUIPMENT = "equipment", "设备"
    MATERIAL = "material", "物料"
    PROCESS = "process", "制度流程"
    ENVIRONMENT = "environment", "环境"
    INFORMATION = "information", "信息与监测"


class FindingOrigin(Vocabulary):
    """Where a finding comes from. A hospital may label these its own way, not add to them."""

    SELF_INSPECTION = "self_inspection", "科室自查"
    HOSPITAL_INSPECTION = "hospital_inspection", "院级督查"
    SUPERIOR_INSPECTION = "superior_inspection", "上级督查/飞检"
    INSPECTION_ROUND = "inspection_round", "巡检排查"
    ADVERSE_EVENT = "adverse_event", "不良事件"
    COMPLAINT = "complaint", "投诉"
    TIP = "tip", "线索"
    ACCREDITATION = "accreditation", "等级评审"
    AUDIT = "audit", "巡察审计"
    DISPUTE = "dispute", "医疗纠纷"
    RECORD_QUALITY = "record_quality", "病历质控"
    SATISFACTION_SURVEY = "satisfaction_survey", "满意度调查"


class HospitalLevel(Vocabulary):
    """Campaigns name the levels that take part (QS25.SC: 二级以上)."""

    TERTIARY = "tertiary", "三级"
    SECONDARY = "secondary", "二级"
    PRIMARY = "primary", "一级"
    UNRATED = "unrated", "未定级"


class HospitalKind(Vocabulary):
    """Hospitals and professional public-health bodies (QS25.SC)."""

    GENERAL = "general", "综合医院"
    TCM = "tcm", "中医医院"
    SPECIALISED = "specialised", "专科医院"
    MATERNAL = "maternal", "妇幼保健机构"
    PUBLIC_HEALTH = "public_health", "专业公共卫生机构"


class AdministrativeLine(Vocabulary):
    """The three lines of authority that issue and supervise together (QS25.P3)."""

    HEALTH = "health", "卫健"
    TCM = "tcm", "中医药"
    CDC = "cdc", "疾控"
