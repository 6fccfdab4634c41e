"""Files of a request on their way in: over the limit, or broken off, nothing stays on the disk of the server."""

import io
import tempfile
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from infrastructure.files.configuration import upload_limits


class CappedFileUploadHandler(FileUploadHandler):
    """Keeps one byte more than allowed; `receive_upload` sees that less is there than was sent.

    Refusing here would take the whole form with it; this way every other field keeps what was typed. The temporary
    file has no name: a connection that breaks off, even a process that is killed, leaves nothing to clean up.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        limits = upload_limits()
        self._arriving = False
        self._file_bytes = limits.file_bytes + 1
        self._request_bytes = limits.files_per_request * (limits.file_bytes + 1)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._arriving = True
        self._unwritable = False
        try:
            self.file: BinaryIO = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 -- the request closes it
        except OSError:
            self._give_up()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._unwritable:
            return
        kept = raw_data[: max(0, min(self._file_bytes - start, self._request_bytes))]
        self._request_bytes -= len(kept)
        try:
            self.file.write(kept)
        except OSError:
            self.file.close()
            self._give_up()

    def _give_up(self) -> None:
        """The disk is full or not ours: the rest of the form is read, and `receive_upload` says what happened."""
        self._unwritable, self.file = True, io.BytesIO()

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        self._arriving = False
        try:
            self.file.seek(0)  # what the operating system still held back is written now
        except OSError:
            self._give_up()
        upload = UploadedFile(
            file=self.file,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,  # what was sent, so that a file cut short here never passes for a whole one
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
        upload.unwritable = self._unwritable  # type: ignore[attr-defined]
        return upload

    def upload_complete(self) -> None:
        """A last file whose end never came is nobody's: Django drops it without closing it."""
        if self._arriving:
            self.file.close()
