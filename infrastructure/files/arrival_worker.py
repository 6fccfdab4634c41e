"""Reads a picture or a PDF to its end as it arrives: `python -m infrastructure.files.arrival_worker KIND`.

The file comes on standard input; the answer is one line of JSON: `{"refused": code}`, or what was found. Little memory,
little time, no files, no settings, no secrets. No Django in here.
"""

import io
import json
import sys
from typing import Any

import pillow_heif
from PIL import Image, ImageSequence

from infrastructure.files.limits import MIB, limit_process
from infrastructure.files.pdf_dangers import danger_of_pdf

_ORIENTATION = 0x0112
_SOURCE_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF")

# Only the picture itself is wanted: a thumbnail may show what was cut away.
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


def look_at_picture(content: bytes) -> dict[str, Any]:
    """Every pixel of every frame is decoded; a picture that breaks off is damaged."""
    with Image.open(io.BytesIO(content), formats=_SOURCE_FORMATS) as picture:
        picture.load()
        turned = picture.getexif().get(
            _ORIENTATION
        )  # of the first picture, and of what stands behind its pixels
        for frame in ImageSequence.Iterator(picture):
            frame.load()
    return {"orientation": turned if isinstance(turned, int) and 1 <= turned <= 8 else 1}


def main(arguments: list[str]) -> int:
    limit_process(memory_bytes=1024 * MIB, cpu_seconds=30, output_bytes=0)
    content = sys.stdin.buffer.read()
    if arguments == ["pdf"]:
        danger = danger_of_pdf(content)
        answer: dict[str, Any] = {"refused": danger} if danger else {}
    else:
        try:
            answer = look_at_picture(content)
        except MemoryError:
            raise
        except Exception:  # a decoder fed with hostile bytes raises whatever it likes
            answer = {"refused": "damaged"}
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
