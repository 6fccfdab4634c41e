"""Files of a request on their way in: over the limit, or broken off, nothing stays on the disk of the server."""

import tempfile
from typing import Any

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
        self.file = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 -- the request closes it

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        kept = raw_data[: max(0, min(self._file_bytes - start, self._request_bytes))]
        self._request_bytes -= len(kept)
        self.file.write(kept)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        self.file.seek(0)
        self._arriving = False
        return UploadedFile(
            file=self.file,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,  # what was sent, so that a file cut short here never passes for a whole one
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_complete(self) -> None:
        """A last file whose end never came is nobody's: Django drops it without closing it."""
        if self._arriving:
            self.file.close()
