"""How much a file may be, before anybody looks at what it is."""

import resource
from dataclasses import dataclass

MIB = 1024 * 1024

PREVIEW_PAGES = 10
PREVIEW_EDGE = 1600
THUMBNAIL_EDGE = 240

OPEN_FILES = 64


@dataclass(frozen=True)
class UploadLimits:
    """Limits of one upload. Each can be changed by the setting named beside it."""

    file_bytes: int = 20 * MIB  # UPLOAD_MAX_FILE_BYTES
    files_per_request: int = 10  # UPLOAD_MAX_FILES
    picture_pixels: int = 64_000_000  # UPLOAD_MAX_PICTURE_PIXELS: the largest telephone pictures in use
    inflated_bytes: int = 200 * MIB  # UPLOAD_MAX_INFLATED_BYTES
    inflation_ratio: int = 100  # UPLOAD_MAX_INFLATION_RATIO
    archive_entries: int = 5_000  # UPLOAD_MAX_ARCHIVE_ENTRIES

    def inflation_budget(self, packed_bytes: int) -> int:
        """How many bytes a package of this size may inflate to; a small one may always reach one megabyte."""
        return min(self.inflated_bytes, max(MIB, packed_bytes * self.inflation_ratio))


def limit_process(*, memory_bytes: int, cpu_seconds: int, output_bytes: int) -> None:
    """Hard limits of the process that calls this, before it looks at a byte of anybody's file."""
    for kind, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, output_bytes),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
