"""Reusable filters of the ledger. Every one fails closed: an empty scope finds nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, F, Q, When

from infrastructure.presentation.tags import SOON_DAYS
from rectification.rules.states import COUNTED_STATES, OPEN_STATES, UNDONE_STATES, DeadlineKind, FindingState

if TYPE_CHECKING:
    from organizations.scope import Scope


def fixed_in_time() -> Q:
    """立行立改 that was handed in by its date, and never sent back.

    Such a finding's date is the day it was fixed: counted like other work it would be overdue the next morning, and
    the share of work done in time would fall with every office that is slow to look. What is late then is the
    acceptance, not the department. Sent back or reopened (a later round) it is ordinary work again.
    """
    return Q(on_the_spot=True, round_no=1, submitted_on__lte=F("due_on"))


def _running() -> Q:
    """Undone work with a date: what can be due and can be late. The date itself is what the indexes narrow."""
    undone = Q(state__in=UNDONE_STATES, deadline_kind=DeadlineKind.DATED)
    return undone & ~(Q(state=FindingState.AWAITING) & fixed_in_time())


def overdue_on(as_of: date) -> Q:
    """Undone work whose date has passed. ONGOING never turns overdue, nor what was fixed on the spot in time."""
    return Q(due_on__lt=as_of) & _running()


def due_within(first: date, last: date) -> Q:
    """Undone work due between two days."""
    return Q(due_on__range=(first, last)) & _running()


def due_in_words(word: str, as_of: date) -> Q:
    """What a word of the filters 到期 means: every count, every list and every export asks here."""
    if word == "overdue":
        return overdue_on(as_of)
    if word == "ongoing":
        return Q(deadline_kind=DeadlineKind.ONGOING)
    if word == "none":
        return Q(deadline_kind=DeadlineKind.DATED, due_on__isnull=True)
    days = {"today": 0, "soon": SOON_DAYS, "month": 30}[word]
    return due_within(as_of, as_of + timedelta(days=days))


def by_urgency() -> tuple[Any, ...]:
    """按到期先后: what is longest overdue first, then what is due next; then what no date presses, by its date."""
    pressing = Case(When(_running(), then=F("due_on")), output_field=models.DateField())
    return pressing.asc(nulls_last=True), F("due_on").asc(nulls_last=True), "id"


def done_in_time() -> Q:
    """Accepted by the date that holds now, or fixed on the spot in time, whenever somebody looked at it."""
    return Q(accepted_on__lte=F("due_on")) | Q(accepted_on__isnull=False) & fixed_in_time()


def proving() -> Q:
    """Evidence that counts now: not taken back, no older version, and of no round before a reopening."""
    current = Q(voided_at__isnull=True, replaced_by__isnull=True)
    return current & Q(round_no__gte=F("finding__proof_since_round"))


class FindingQuerySet(models.QuerySet):
    def visible_in(self, scope: Scope) -> FindingQuerySet:
        """Findings of whole hospitals in scope, those that a department in scope leads, supports or accepts, and those
        in which the person who asks is named as responsible, once they are submitted.

        The department's part is a union of three index look-ups, so that a liaison's list costs what the liaison
        owns, not what the hospital holds.
        """
        if not scope.departments:
            return self.filter(hospital__in=scope.hospitals)
        rows = self.model._default_manager.order_by()
        own = rows.filter(lead_department__in=scope.departments).values("pk")
        supported = rows.filter(supporting__department__in=scope.departments).values("pk")
        accepted = rows.filter(accepting_department__in=scope.departments).exclude(state="draft").values("pk")
        named = self._naming(rows, scope)
        mine = Q(pk__in=own.union(supported, accepted, *named))
        if not scope.hospitals:
            return self.filter(mine)
        return self.filter(mine | Q(hospital__in=scope.hospitals))

    @staticmethod
    def _naming(rows: models.QuerySet, scope: Scope) -> list[models.QuerySet]:
        if scope.staff_id is None:
            return []
        told = rows.exclude(state="draft")
        return [
            told.filter(responsible_person=scope.staff_id).values("pk"),
            told.filter(measures__person=scope.staff_id, measures__voided_at__isnull=True).values("pk"),
        ]

    def with_named(self) -> FindingQuerySet:
        """With the departments and people that are told of each."""
        named = ("lead_department", "accepting_department", "responsible_person", "responsible_leader")
        return self.select_related(*named)

    def lock(self, *ids: int) -> FindingQuerySet:
        """These rows, held from now on, to be read with what they name.

        Two statements: after a wait PostgreSQL looks again at the locked row alone, so that a department or a person
        joined to it in the same statement would be the one of before.
        """
        rows = self.filter(pk__in=ids)
        list(rows.order_by("pk").select_for_update().values_list("pk"))
        return rows

    def counted(self) -> FindingQuerySet:
        """What figures count: submitted, neither merged nor void."""
        return self.filter(state__in=COUNTED_STATES)

    def open(self) -> FindingQuerySet:
        return self.filter(state__in=OPEN_STATES)

    def overdue(self, as_of: date) -> FindingQuerySet:
        return self.filter(overdue_on(as_of))

    def in_ledger(self, participation_id: int) -> FindingQuerySet:
        """The findings of one ledger, each with its number and item there."""
        return self.filter(entries__participation=participation_id).annotate(
            number=F("entries__number"), item_id=F("entries__item")
        )


class LedgerEntryQuerySet(models.QuerySet):
    def of_run(self, participation_id: int) -> LedgerEntryQuerySet:
        return self.filter(participation=participation_id)

    def known_keys(self) -> frozenset[str]:
        """By which a row of a workbook is recognised: as these findings are now, and as they once came in."""
        return frozenset(key for keys in self.values_list("key", "import_key") for key in keys if key)


class ChildQuerySet(models.QuerySet):
    def valid(self) -> ChildQuerySet:
        """Without the voided ones, which stay readable in the history."""
        return self.filter(voided_at__isnull=True)


class SuperiorBlankQuerySet(models.QuerySet):
    def visible_in(self, scope: Scope) -> SuperiorBlankQuerySet:
        """Of each hospital in which the scope holds something: a department fills its hospital's forms too."""
        hospitals = scope.hospitals | {hospital for _, hospital in scope.department_hospitals}
        return self.filter(hospital__in=hospitals)

    def live(self) -> SuperiorBlankQuerySet:
        return self.filter(ended_at__isnull=True)
