"""Pictures from strangers: only their headers are read here; pixels are decoded in a limited child process."""

from typing import BinaryIO

from PIL import Image

from infrastructure.files import heic
from infrastructure.files.boxes import DamagedBoxes
from infrastructure.files.kinds import HEIC, FileKind
from infrastructure.files.limits import UploadLimits
from infrastructure.files.refusals import RefusalCode, refuse

_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}


def check_picture(stream: BinaryIO, *, kind: FileKind, file_name: str, limits: UploadLimits) -> None:
    """Refuse a picture that cannot be opened or has too many pixels."""
    pixels = _pixels(stream, kind)
    if pixels is None:
        raise refuse(RefusalCode.DAMAGED, file_name, "已损坏，打不开。请重新拍摄、截图或另存后上传")
    if pixels > limits.picture_pixels:
        allowed = f"{limits.picture_pixels // 10_000} 万像素"
        raise refuse(
            RefusalCode.TOO_MANY_PIXELS, file_name, f"的像素过多（上限 {allowed}）。请缩小图片尺寸后重新上传"
        )


def _pixels(stream: BinaryIO, kind: FileKind) -> int | None:
    stream.seek(0)
    if kind is HEIC:
        return _pixels_of_heic(stream.read())
    try:
        with Image.open(stream, formats=[_FORMATS[kind.content_type]]) as picture:
            return picture.width * picture.height
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return 1 << 62
    except Exception:  # a decoder fed with hostile bytes raises whatever it likes
        return None


def _pixels_of_heic(content: bytes) -> int | None:
    """From its tables alone: no decoder of it runs in this process."""
    try:
        return heic.pixels_of(content)
    except DamagedBoxes:
        return None
