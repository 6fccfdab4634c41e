"""From a stream into the storage: measured, hashed, and gone again when the transaction is."""

import contextlib
import hashlib
import io
import logging
import weakref
from collections.abc import Callable, Iterator
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import Storage
from django.db import connection, transaction

from infrastructure.files.inspection import check_size
from infrastructure.files.limits import UploadLimits
from infrastructure.files.refusals import storage_down
from infrastructure.models.files import StoredFile

logger = logging.getLogger(__name__)


class MeasuredFile(File):  # type: ignore[type-arg]  # Django's class takes none at run time
    """Counts and hashes what is really read, and stops at the limit whatever size was announced.

    It deliberately has no `temporary_file_path`: the storage must read it, not move a file past us.
    """

    def __init__(self, stream: BinaryIO, *, name: str, limits: UploadLimits | None) -> None:
        super().__init__(stream, name)
        self._stream = stream
        self.shown_name = name
        self._limits = limits
        self._start_again()

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        self.seek(0)
        while piece := self.read(chunk_size or self.DEFAULT_CHUNK_SIZE):
            yield piece

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if (offset, whence) == (0, io.SEEK_SET):
            self._start_again()
        return self._stream.seek(offset, whence)

    def read(self, size: int = -1) -> bytes:
        try:
            piece = self._stream.read(size)
        except OSError as problem:
            raise UploadCutShort(str(problem)) from problem
        self.bytes_read += len(piece)
        self._hash.update(piece)
        if self._limits and self.bytes_read > self._limits.file_bytes:
            check_size(self.bytes_read, name=self.shown_name, limits=self._limits)
        return piece

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def _start_again(self) -> None:
        self._hash = hashlib.sha256()
        self.bytes_read = 0


class UploadCutShort(OSError):
    """Not every byte of the upload arrived in the storage."""


def save_measured(storage: Storage, storage_name: str, content: MeasuredFile, *, size: int) -> None:
    """Write to the storage; whatever goes wrong half-way, nothing stays there.

    A storage that cannot be written is said in words that keep the form: it is nobody's fault who fills it in.
    """
    kept_as = storage_name
    try:
        kept_as = storage.save(storage_name, content)
        if kept_as != storage_name:
            raise UploadCutShort(f"the storage renamed {storage_name}")
        if content.bytes_read != size or storage.size(storage_name) != size:
            raise UploadCutShort(f"{storage_name}: {content.bytes_read} bytes of {size}")
    except BaseException as problem:
        with contextlib.suppress(OSError):
            storage.delete(kept_as)
        if isinstance(problem, OSError) and not isinstance(problem, UploadCutShort):
            logger.exception("The storage of uploads cannot be written")
            raise storage_down(content.shown_name) from problem
        raise


class _Commitment:
    """The callback of one file. Django drops callbacks of a transaction that is rolled back, and then it is freed."""

    def __init__(self, action: Callable[[], object]) -> None:
        self._action = action
        self.kept: Callable[[], object] | None = None

    def __call__(self) -> None:
        if self.kept:
            self.kept()
        self._action()


def keep_when_committed(storage: Storage, storage_name: str, *, on_commit: Callable[[], object]) -> None:
    """Run `on_commit` after the transaction; without one, take the file out of the storage again.

    Django has no hook for a rollback. It forgets the callback (also for a savepoint, and for a commit that fails on a
    deferred constraint), so that the end of a callback that never ran is the sign. A process that is killed leaves
    the file to `discard_orphans`.
    """
    commitment = _Commitment(on_commit)
    undo = weakref.finalize(commitment, _delete_unless_committed, storage, storage_name)
    undo.atexit = False
    commitment.kept = undo.detach
    transaction.on_commit(commitment, robust=True)


def _delete_unless_committed(storage: Storage, storage_name: str) -> None:
    """The callback is also lost when another one fails after the commit: only the database knows which it was."""
    try:
        if not _is_committed(storage_name):
            storage.delete(storage_name)
    except Exception:  # a finalizer has nobody to raise to; what stays is found by the next clean-up
        logger.exception("An upload that was rolled back stays in the storage until the next clean-up")


def _is_committed(storage_name: str) -> bool:
    """Asked on a connection of its own: the one at hand is in the middle of a rollback."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            table = own.ops.quote_name(StoredFile._meta.db_table)
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table} WHERE storage_name = %s)", [storage_name])  # noqa: S608
            return bool(cursor.fetchone()[0])
    finally:
        own.close()
