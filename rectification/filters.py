"""One definition of the ledger's filters for the page, the export and the API."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from infrastructure.searching.folding import fold
from organizations.models import StaffMember
from policy_texts.vocabulary import CauseCategory, FindingOrigin
from rectification.models import Cause, Finding, FindingState, LedgerEntry, SupportingDepartment
from rectification.querysets import due_in_words
from rectification.rules.states import OPEN_STATES

DUE_CHOICES = [
    ("overdue", "已逾期"),
    ("today", "今天到期"),
    ("soon", "三天内到期"),
    ("month", "三十天内到期"),
    ("ongoing", "持续推进"),
    ("none", "未定时限"),
]
STATE_CHOICES = [("open", "未销号"), *FindingState.choices()]


class WordsFilter(django_filters.MultipleChoiceFilter):
    """Several values, each checked against a closed list; a word outside it is an error at the field."""

    def __init__(self, **values: Any) -> None:
        super().__init__(widget=forms.SelectMultiple, **values)


class UidsFilter(django_filters.BaseInFilter, django_filters.UUIDFilter):
    """Comma-separated or repeated uids; what is no uid is an error at the field."""


def having_words(rows: QuerySet, words: str, *, hospital_id: int) -> QuerySet:
    """Every word must be met in the text (trigram index), be a number in a ledger or name the responsible person."""
    for word in fold(words).split()[:5]:
        met: Any = Q(text__folded__contains=word)
        if word.isdecimal() and len(word) < 9:
            met |= Exists(LedgerEntry.objects.filter(finding=OuterRef("pk"), number=int(word)))
        # A whole name at least: “CT” is an examination before it is somebody's initials. Asked apart, so that each
        # part of the condition has its index.
        if not word.isascii() and len(word) > 1 and (people := _named(word, hospital_id)):
            met |= Q(responsible_person__in=people)
        rows = rows.filter(met)
    return rows


def _named(word: str, hospital_id: int) -> list[int]:
    """People of the hospital whose name begins with the word, in characters, pinyin or its initials."""
    pinyin = Q(name_pinyin__startswith=word) | Q(name_pinyin__contains=f" {word}")
    begins = pinyin if word.isascii() else Q(name__folded__startswith=word)
    return list(StaffMember.objects.filter(begins, hospital=hospital_id).values_list("pk", flat=True))


def _states(words: list[str]) -> set[str]:
    return {state for word in words for state in (OPEN_STATES if word == "open" else [word])}


class FindingFilter(django_filters.FilterSet):
    """Filters of findings. `as_of` decides what is overdue; without it today."""

    q = django_filters.CharFilter(method="search", label="搜索", max_length=100)
    state = WordsFilter(method="by_state", choices=STATE_CHOICES, label="状态")
    item = django_filters.BaseInFilter(method="by_item", label="整治内容")
    lead = UidsFilter(field_name="lead_department__uid", lookup_expr="in", label="牵头部门")
    department = django_filters.UUIDFilter(method="by_department", label="牵头或配合部门")
    origin = WordsFilter(field_name="origin", choices=FindingOrigin.choices(), label="问题来源")
    due = WordsFilter(method="by_due", choices=DUE_CHOICES, label="到期")
    person = django_filters.UUIDFilter(field_name="responsible_person__uid", label="责任人")
    who = django_filters.CharFilter(method="by_person", label="责任人姓名", max_length=40)
    cause = WordsFilter(method="by_cause", choices=CauseCategory.choices(), label="原因")
    accepting = django_filters.UUIDFilter(field_name="accepting_department__uid", label="验收部门")
    found_from = django_filters.DateFilter(field_name="found_on", lookup_expr="gte", label="发现日期从")
    found_to = django_filters.DateFilter(field_name="found_on", lookup_expr="lte", label="发现日期到")
    on_the_spot = django_filters.BooleanFilter(field_name="on_the_spot", label="立行立改")

    class Meta:
        model = Finding
        fields: list[str] = []

    def __init__(
        self, data: Any = None, *args: Any, hospital_id: int, as_of: date | None = None, **values: Any
    ) -> None:
        # Of what is not asked for nothing is made: these are copied for every request, and a form is built of them.
        every: dict[str, Any] = self.declared_filters
        self.base_filters = {name: one for name, one in every.items() if name in (data or ())}
        super().__init__(data, *args, **values)
        self.hospital_id = hospital_id
        self.as_of = as_of or timezone.localdate()

    @property
    def asks_for_drafts(self) -> bool:
        """By name."""
        return FindingState.DRAFT in self._state_words

    @property
    def may_hold_drafts(self) -> bool:
        return not self._state_words or FindingState.DRAFT in _states(self._state_words)

    @property
    def _state_words(self) -> list[str]:
        return self.form.cleaned_data.get("state") or []

    def search(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return having_words(rows, value, hospital_id=self.hospital_id)

    def by_person(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """By a name as it is typed, for whoever has no uid at hand."""
        return rows.filter(responsible_person__in=_named(fold(value).replace(" ", ""), self.hospital_id))

    def by_state(self, rows: QuerySet, name: str, value: list[str]) -> QuerySet:
        return rows.filter(state__in=_states(value)) if value else rows

    def by_item(self, rows: QuerySet, name: str, value: list[str]) -> QuerySet:
        return rows.filter(entries__item__code__in=value)

    def by_department(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        supporting = SupportingDepartment.objects.filter(finding=OuterRef("pk"), department__uid=value)
        return rows.filter(Q(lead_department__uid=value) | Exists(supporting))

    def by_due(self, rows: QuerySet, name: str, value: list[str]) -> QuerySet:
        if not value:
            return rows
        wanted = Q()
        for word in value:
            wanted |= due_in_words(word, self.as_of)
        return rows.filter(wanted)

    def by_cause(self, rows: QuerySet, name: str, value: list[str]) -> QuerySet:
        if not value:
            return rows
        causes = Cause.objects.valid().filter(finding=OuterRef("pk"), category__in=value)
        return rows.filter(Exists(causes))
