"""One hospital's rows can never point at another's: composite foreign keys held by the database.

A hospital-owned table has a column `hospital_id`. A reference from one such table to another is the pair
(x_id, hospital_id), so that no bug in a query, form or import can join two hospitals (DESIGN §5).
"""

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class HospitalKey(models.ForeignKey):  # type: ignore[type-arg]  # no generic at run time
    """A reference to a row of the same hospital. The constraint is the composite one made by `TieToHospital`."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs


def is_history(model: type[models.Model]) -> bool:
    """Row images are copies without constraints: nothing references them and they reference nothing."""
    return any(field.name == "pgh_id" for field in model._meta.concrete_fields)


def has_hospital(model: type[models.Model]) -> bool:
    """Whether the table carries `hospital_id`, as a foreign key or (in `infrastructure`) as a plain number."""
    return any(field.column == "hospital_id" for field in model._meta.concrete_fields) and not is_history(
        model
    )


def is_hospital_owned(model: type[models.Model]) -> bool:
    """Whether every row belongs to one hospital. A log-in or a role above the hospitals has none."""
    return has_hospital(model) and not any(
        field.column == "hospital_id" and field.null for field in model._meta.concrete_fields
    )


def hospital_references(model: type[models.Model]) -> list["models.ForeignKey[Any, Any]"]:
    """The foreign keys of a model that must lead to a row of the same hospital."""
    if not has_hospital(model):
        return []
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and is_hospital_owned(field.remote_field.model)
    ]


def unique_name(model: type[models.Model]) -> str:
    """Name of the (id, hospital_id) key that composite references lead to."""
    return f"{model._meta.db_table}_of_hospital"[:63]


def reference_name(model: type[models.Model], field: "models.ForeignKey[Any, Any]") -> str:
    """Name of the composite constraint of one reference."""
    return f"{model._meta.db_table}_{field.column}_same_hospital"[-63:]


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
        for model in filter(is_hospital_owned, models_of_app):
            self._add_unique(schema_editor, model)
        for model in models_of_app:
            for field in hospital_references(model):
                self._add_reference(schema_editor, model, field)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Dropping the tables drops their constraints; nothing is left to undo."""

    def describe(self) -> str:
        return "Tie references to the hospital (composite foreign keys)"

    def _exists(self, schema_editor: BaseDatabaseSchemaEditor, name: str) -> bool:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = %s", [name])
            return cursor.fetchone() is not None

    def _add_unique(self, schema_editor: BaseDatabaseSchemaEditor, model: type[models.Model]) -> None:
        name = unique_name(model)
        if self._exists(schema_editor, name):
            return
        quote = schema_editor.quote_name
        schema_editor.execute(
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(name)} UNIQUE (id, hospital_id)"
        )

    def _add_reference(
        self,
        schema_editor: BaseDatabaseSchemaEditor,
        model: type[models.Model],
        field: "models.ForeignKey[Any, Any]",
    ) -> None:
        name = reference_name(model, field)
        if self._exists(schema_editor, name):
            return
        quote = schema_editor.quote_name
        schema_editor.execute(
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(name)} "
            f"FOREIGN KEY ({quote(field.column)}, hospital_id) "
            f"REFERENCES {quote(field.remote_field.model._meta.db_table)} (id, hospital_id) "
            "DEFERRABLE INITIALLY DEFERRED"
        )
