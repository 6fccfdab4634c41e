"""One hospital's rows can never point at another's: composite foreign keys held by the database.

A hospital-owned table has a column `hospital_id`. A reference from one such table to another is the pair
(x_id, hospital_id), so that no bug in a query, form or import can join two hospitals (DESIGN §5). Tables of a region
do the same with `region_id`; rows that belong to one hospital or to one region (files, jobs) carry both keys, and
`of_one_place` sees to it that one of the two pairs is always whole: a pair with a NULL in it is not checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Q

_ONE_PLACE = "_of_one_place"


class PlaceKey(models.ForeignKey):  # type: ignore[type-arg]  # no generic at run time
    """A reference to a row of the same place. Its constraints are the composite ones made by `TieToHospital`."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs


class HospitalKey(PlaceKey):
    """A reference to a row of the same hospital."""


class CitedKey(HospitalKey):
    """What a sanction or a deduction cites, of the same hospital, with the cited row's `penalty_barred` beside it.

    The model has a column `<name>_penalty_barred`; `TieToHospital` makes the reference (x_id, hospital_id,
    x_penalty_barred), so that the flag cannot be misstated, and a bar that comes later comes here too. The target
    needs `citable(...)`, the model `citation_checks(...)` (DESIGN §8).
    """

    @property
    def flag(self) -> str:
        return f"{self.name}_penalty_barred"


def citable(name: str) -> models.UniqueConstraint:
    """The key that `CitedKey` leads to, on a model that may be barred from penalties for ever."""
    return models.UniqueConstraint(fields=["id", "hospital", "penalty_barred"], name=name)


def citation_checks(field: str, *, penalty: Q, name: str) -> list[models.CheckConstraint]:
    """The flag is there whenever a row is cited, and no penalty cites what is barred."""
    cited, flag = f"{field}__isnull", f"{field}_penalty_barred"
    both = Q(**{cited: True, f"{flag}__isnull": True}) | Q(**{cited: False, f"{flag}__isnull": False})
    return [
        models.CheckConstraint(condition=both, name=f"{name}_with_its_flag"),
        models.CheckConstraint(condition=~(penalty & Q(**{flag: True})), name=f"{name}_not_barred"),
    ]


class RegionKey(PlaceKey):
    """A reference to a row of the same region."""


def of_one_place(table: str) -> models.CheckConstraint:
    """The row belongs to exactly one hospital or exactly one region."""
    return models.CheckConstraint(
        condition=Q(hospital_id__isnull=False, region_id__isnull=True)
        | Q(hospital_id__isnull=True, region_id__isnull=False),
        name=f"{table}{_ONE_PLACE}",
    )


@dataclass(frozen=True)
class Ownership:
    """One kind of place that rows belong to, by the column that names it."""

    place: str

    @property
    def column(self) -> str:
        return f"{self.place}_id"

    def has(self, model: type[models.Model]) -> bool:
        """Whether the table carries the column, as a foreign key or (in `infrastructure`) as a plain number."""
        return not is_history(model) and any(f.column == self.column for f in model._meta.concrete_fields)

    def owns(self, model: type[models.Model]) -> bool:
        """Whether every row belongs to one such place."""
        return self.has(model) and not any(
            field.column == self.column and field.null for field in model._meta.concrete_fields
        )

    def is_led_to(self, model: type[models.Model]) -> bool:
        """Whether references lead to the pair (id, place), so that it must be a key."""
        return self.owns(model) or (self.has(model) and is_of_one_place(model))

    def references(self, model: type[models.Model]) -> list[models.ForeignKey[Any, Any]]:
        """The foreign keys of a model that must lead to a row of the same place."""
        if not self.has(model):
            return []
        return [
            field
            for field in model._meta.concrete_fields
            if isinstance(field, models.ForeignKey) and self.is_led_to(field.remote_field.model)
        ]

    def unique_name(self, model: type[models.Model]) -> str:
        """Name of the (id, place) key that composite references lead to."""
        return f"{model._meta.db_table}_of_{self.place}"[:63]

    def reference_name(self, model: type[models.Model], field: models.ForeignKey[Any, Any]) -> str:
        """Name of the composite constraint of one reference."""
        return f"{model._meta.db_table}_{field.column}_same_{self.place}"[-63:]


HOSPITAL = Ownership("hospital")
REGION = Ownership("region")
OWNERSHIPS = (HOSPITAL, REGION)


def is_history(model: type[models.Model]) -> bool:
    """Row images are copies without constraints: nothing references them and they reference nothing."""
    return any(field.name == "pgh_id" for field in model._meta.concrete_fields)


def is_of_one_place(model: type[models.Model]) -> bool:
    """Whether `of_one_place` holds for the table; read from the options, which migrations know as well."""
    return any(constraint.name.endswith(_ONE_PLACE) for constraint in model._meta.constraints)


class TieToHospital(Operation):
    """Add the missing composite keys of one app. Last operation of every migration that adds a table or a reference.

    It compares with the catalogue, so that it can stand in any number of migrations.
    """

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models' state does not change: the constraints live in the database only."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        models_of_app = list(to_state.apps.get_app_config(app_label).get_models())
        for place in OWNERSHIPS:
            for model in filter(place.is_led_to, models_of_app):
                _add(
                    schema_editor,
                    model,
                    place.unique_name(model),
                    f"UNIQUE (id, {place.column})",
                )
        for place in OWNERSHIPS:
            for model in models_of_app:
                for field in place.references(model):
                    _add_reference(schema_editor, place, model, field)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Dropping the tables drops their constraints; nothing is left to undo."""

    def describe(self) -> str:
        return "Tie references to the place (composite foreign keys)"


def _add_reference(
    schema_editor: BaseDatabaseSchemaEditor,
    place: Ownership,
    model: type[models.Model],
    field: models.ForeignKey[Any, Any],
) -> None:
    quote = schema_editor.quote_name
    target = quote(field.remote_field.model._meta.db_table)
    flag, barred, follow = "", "", ""
    if isinstance(field, CitedKey):
        flag, barred, follow = f", {quote(field.flag)}", ", penalty_barred", "ON UPDATE CASCADE "
    _add(
        schema_editor,
        model,
        place.reference_name(model, field),
        f"FOREIGN KEY ({quote(field.column)}, {place.column}{flag}) "
        f"REFERENCES {target} (id, {place.column}{barred}) {follow}DEFERRABLE INITIALLY DEFERRED",
    )


def _add(
    schema_editor: BaseDatabaseSchemaEditor, model: type[models.Model], name: str, constraint: str
) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = %s", [name])
        if cursor.fetchone() is not None:
            return
    quote = schema_editor.quote_name
    schema_editor.execute(
        f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(name)} {constraint}"
    )
