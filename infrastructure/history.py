"""Row images: what a row was after each change, written by the database itself, never without an actor."""

from typing import TypeVar

import pghistory
from django.db import models

M = TypeVar("M", bound=models.Model)


def tracked(model: type[M]) -> type[M]:
    """Keep an image of every inserted, changed or deleted row of this model.

    The context is stored beside the image and may not be null: a write outside `audit.acting` is refused by the
    database. History refers to nothing and nothing refers to history.
    """
    decorate = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        context_field=pghistory.ContextJSONField(null=False),
        context_id_field=pghistory.ContextUUIDField(null=False),
        obj_field=pghistory.ObjForeignKey(db_index=True, related_name="images"),
    )
    tracked_model: type[M] = decorate(model)
    return tracked_model
