"""`ct`, `CT` and `ＣＴ` are one word: the stored text and what is typed are folded alike before they are compared.

`name__folded__contains=fold(words)`. In PostgreSQL the same two steps are immutable, so that an index on
`lower(normalize(text, NFKC))` serves them: see `trigrams`.
"""

from __future__ import annotations

import unicodedata

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models import Case, CharField, F, TextField, Transform, Value, When


@CharField.register_lookup
@TextField.register_lookup
class Folded(Transform):
    """The text without what people type differently: width, compatibility forms, case."""

    lookup_name = "folded"
    template = "lower(normalize(%(expressions)s, NFKC))"


def fold(words: str) -> str:
    """What is typed, folded as the stored text is. NUL cannot be asked for."""
    return unicodedata.normalize("NFKC", words.replace("\x00", "")).lower()


def trigrams(field: str, *, name: str) -> GinIndex:
    """An index for words within a folded text (`icontains` never uses one: it upper-cases)."""
    return GinIndex(OpClass(Folded(F(field)), name="gin_trgm_ops"), name=name)


def nearness(field: str, words: str) -> Case:
    """To order by: the name that is the word itself, then names that begin with it, then the rest."""
    folded = fold(words)
    return Case(
        When(**{f"{field}__folded": folded}, then=Value(0)),
        When(**{f"{field}__folded__startswith": folded}, then=Value(1)),
        default=Value(2),
    )
