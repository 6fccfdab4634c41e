"""Text that lies sealed in the database: who was treated, who reported (DESIGN §8).

Fernet under keys of the environment: the first one writes, all of them read. A sealed row names its key, so that what a
key still holds can be counted; `rotate_sealing_keys` writes everything anew under the first key, after which the older
ones can go. Sealed tables are never tracked: a row image would keep what a rotation is to end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import models, transaction

from infrastructure.hospital_keys import is_history

ROWS_AT_ONCE = 500


class CannotUnseal(Exception):
    """No key at hand opens this text: the key was taken away too early, or the text was changed."""


@dataclass(frozen=True)
class Keys:
    """What seals and opens. `writing` names the key that seals."""

    writing: str
    fernet: MultiFernet

    @classmethod
    def read(cls, texts: Sequence[str]) -> Keys:
        if not texts:
            raise ValueError("no key")
        return cls(key_id(texts[0]), MultiFernet([Fernet(text) for text in texts]))


def key_id(text: str) -> str:
    """The name of a key beside what it has sealed. It tells nothing of 256 random bits."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@lru_cache(maxsize=8)
def _read(texts: tuple[str, ...]) -> Keys:
    return Keys.read(texts)


def keys() -> Keys:
    return _read(tuple(settings.SEALING_KEYS))


class SealedText(models.Model):
    """A table of sealed texts: the model adds what the text belongs to, nothing that says what is in it."""

    sealed = models.TextField()
    key_id = models.CharField(max_length=12, db_index=True)

    class Meta:
        abstract = True

    def seal(self, text: str) -> None:
        """Put the text in, under the key that writes. The row is not saved by this."""
        using = keys()
        self.sealed = using.fernet.encrypt(text.encode()).decode()
        self.key_id = using.writing

    def unseal(self) -> str:
        """The text. Whoever calls writes down that somebody looked."""
        try:
            return keys().fernet.decrypt(self.sealed.encode()).decode()
        except InvalidToken:
            raise CannotUnseal(f"{self._meta.label} {self.pk}: sealed under {self.key_id}") from None


@dataclass(frozen=True)
class Rotated:
    """What a rotation did with one table, and the rows that no key at hand opens."""

    label: str
    rewritten: int
    closed: tuple[Any, ...]


def sealed_models() -> list[type[SealedText]]:
    return [model for model in apps.get_models() if issubclass(model, SealedText)]


def rotate(model: type[SealedText]) -> Rotated:
    """Write every row anew that an older key has sealed, a batch a transaction: it can be broken off and run again."""
    rewritten, closed, after = 0, [], 0
    while batch := _rotate_batch(model, after):
        after, rows, unreadable = batch
        rewritten += rows
        closed += unreadable
    return Rotated(model._meta.label, rewritten, tuple(closed))


def _rotate_batch(model: type[SealedText], after: Any) -> tuple[Any, int, list[Any]] | None:
    using = keys()
    with transaction.atomic():
        old = model._default_manager.select_for_update().filter(pk__gt=after).exclude(key_id=using.writing)
        rows = list(old.order_by("pk")[:ROWS_AT_ONCE])
        if not rows:
            return None
        done, closed = [], []
        for row in rows:
            try:
                row.sealed = using.fernet.rotate(row.sealed.encode()).decode()
            except InvalidToken:
                closed.append(row.pk)
                continue
            row.key_id = using.writing
            done.append(row)
        model._default_manager.bulk_update(done, ["sealed", "key_id"])
    return rows[-1].pk, len(done), closed


@checks.register
def check_keys(**_: Any) -> list[checks.CheckMessage]:
    """Keys that cannot seal, and sealed tables that keep row images, are found at the start."""
    found: list[checks.CheckMessage] = []
    try:
        Keys.read(settings.SEALING_KEYS)
    except ValueError:
        found.append(
            checks.Error(
                "SEALING_KEYS must hold one key or more, separated by commas: 32 random bytes in URL-safe base64",
                hint="openssl rand -base64 32 | tr '+/' '-_'",
            )
        )
    if len(set(settings.SEALING_KEYS)) != len(settings.SEALING_KEYS):
        found.append(checks.Error("SEALING_KEYS names one key twice"))
    tracked = {getattr(model, "pgh_tracked_model", None) for model in apps.get_models() if is_history(model)}
    found += [
        checks.Error(f"{model._meta.label} is sealed and tracked: its row images would outlive every key")
        for model in sealed_models()
        if model in tracked
    ]
    return found
