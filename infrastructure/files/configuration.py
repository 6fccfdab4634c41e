"""What the settings say about files. Every setting has a default; see `limits.py` for what each means."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import Storage, storages

from infrastructure.files.limits import UploadLimits

_DEFAULT = UploadLimits()


def upload_limits() -> UploadLimits:
    return UploadLimits(
        file_bytes=getattr(settings, "UPLOAD_MAX_FILE_BYTES", _DEFAULT.file_bytes),
        files_per_request=getattr(settings, "UPLOAD_MAX_FILES", _DEFAULT.files_per_request),
        picture_pixels=getattr(settings, "UPLOAD_MAX_PICTURE_PIXELS", _DEFAULT.picture_pixels),
        inflated_bytes=getattr(settings, "UPLOAD_MAX_INFLATED_BYTES", _DEFAULT.inflated_bytes),
        inflation_ratio=getattr(settings, "UPLOAD_MAX_INFLATION_RATIO", _DEFAULT.inflation_ratio),
        archive_entries=getattr(settings, "UPLOAD_MAX_ARCHIVE_ENTRIES", _DEFAULT.archive_entries),
    )


def upload_storage() -> Storage:
    """Where the bytes are kept: never below the web root (DESIGN §8). The setting names an entry of STORAGES."""
    return storages[getattr(settings, "UPLOAD_STORAGE", "default")]


def scanner_address() -> tuple[str, int] | None:
    """UPLOAD_SCANNER = "host:port" of a clamd; empty: no scan."""
    configured = getattr(settings, "UPLOAD_SCANNER", "")
    if not configured:
        return None
    host, _, port = configured.rpartition(":")
    if not host or not port.isdigit():
        raise ImproperlyConfigured(f"UPLOAD_SCANNER must be host:port, not {configured!r}")
    return host, int(port)
