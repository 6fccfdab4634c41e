"""Row images: what a row was after each change, written by the database itself, never without an actor."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

M = TypeVar("M", bound=models.Model)


def tracked(model: type[M]) -> type[M]:
    """Keep an image of every inserted, changed or deleted row of this model.

    The context is stored beside the image and names an actor: a write outside `audit.acting`, or with a context that
    says nobody, is refused by the database. History refers to nothing and nothing refers to history.
    """
    return _track(model, pghistory.UpdateEvent())


def tracked_without(*hidden: str, unwatched: Sequence[str] = ()) -> Callable[[type[M]], type[M]]:
    """`tracked`, but the `hidden` columns are never copied: of them the fact of a change is kept, not the value.

    What is `unwatched` changes without an image and without an actor.
    """

    def decorate(model: type[M]) -> type[M]:
        watched = [field.name for field in model._meta.fields if field.name not in unwatched]
        event = pghistory.UpdateEvent(condition=pgtrigger.AnyChange(*watched))
        return _track(model, event, exclude=[*hidden, *unwatched])

    return decorate


def _track(model: type[M], update: pghistory.UpdateEvent, exclude: list[str] | None = None) -> type[M]:
    decorate = pghistory.track(
        pghistory.InsertEvent(),
        update,
        pghistory.DeleteEvent(),
        exclude=exclude,
        context_field=pghistory.ContextJSONField(null=False),
        context_id_field=pghistory.ContextUUIDField(null=False),
        obj_field=pghistory.ObjForeignKey(db_index=True, related_name="images"),
        # 0 is the system itself (`audit.acting`). A key that is missing or null compares as unknown: asked for first.
        meta={
            "constraints": [
                models.CheckConstraint(
                    condition=Q(pgh_context__has_key="actor") & Q(pgh_context__actor__gte=0),
                    name=f"{model._meta.db_table}_actor"[-63:],
                )
            ]
        },
    )
    tracked_model: type[M] = decorate(model)
    return tracked_model
