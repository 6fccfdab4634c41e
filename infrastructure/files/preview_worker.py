"""Draws previews in a process of its own: `python -m infrastructure.files.preview_worker KIND SOURCE FOLDER`.

Decoders of pictures and PDFs are where hostile files strike. This process has little memory, little time, no settings,
no database and no secrets; whatever becomes of it, its parent only sees that no preview came out. No Django in here.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pillow_heif
import pypdfium2
from PIL import Image, ImageOps

from infrastructure.files.limits import MIB, PREVIEW_EDGE, PREVIEW_PAGES, THUMBNAIL_EDGE, limit_process

MEMORY_BYTES = 1024 * MIB
CPU_SECONDS = 30
OUTPUT_BYTES = 8 * MIB

_QUALITY = 80
_SOURCE_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF")

# Only the picture itself is wanted: a thumbnail may show what was cut away.
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


def limit_this_process() -> None:
    """Hard limits first, before a byte of the file is looked at."""
    limit_process(memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS, output_bytes=OUTPUT_BYTES)


def draw(kind: str, source: Path, folder: Path) -> int:
    """Write page-1.webp …, thumbnail.webp; how many pages the document has in all."""
    if kind == "pdf":
        with pypdfium2.PdfDocument(source) as document:
            _write_pages(_pdf_pages(document), folder)
            return len(document)
    with Image.open(source, formats=_SOURCE_FORMATS) as picture:
        _write_pages(iter([_flat(picture)]), folder)
    return 1


def _pdf_pages(document: pypdfium2.PdfDocument) -> Iterator[Image.Image]:
    for index in range(min(len(document), PREVIEW_PAGES)):
        page = document[index]
        scale = PREVIEW_EDGE / max(*page.get_size(), 1)
        yield page.render(scale=scale).to_pil().convert("RGB")
        page.close()


def _flat(picture: Image.Image) -> Image.Image:
    """The first frame, upright, on white: only pixels go on, nothing that was written beside them.

    It is made small first: a copy of 64 million pixels more would not fit into the memory allowed.
    """
    picture.draft("RGB", (PREVIEW_EDGE, PREVIEW_EDGE))  # JPEG decodes at a fraction of the size
    transparent = picture.has_transparency_data
    small = (
        picture if picture.mode in {"RGB", "RGBA", "L"} else picture.convert("RGBA" if transparent else "RGB")
    )
    small.thumbnail((PREVIEW_EDGE, PREVIEW_EDGE), Image.Resampling.LANCZOS)
    upright = ImageOps.exif_transpose(small)
    if transparent:
        layer = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    return upright.convert("RGB")


def _write_pages(pages: Iterator[Image.Image], folder: Path) -> None:
    for number, page in enumerate(pages, start=1):
        page.thumbnail((PREVIEW_EDGE, PREVIEW_EDGE), Image.Resampling.LANCZOS)
        _save(page, folder / f"page-{number}.webp")
        if number == 1:
            page.thumbnail((THUMBNAIL_EDGE, THUMBNAIL_EDGE), Image.Resampling.LANCZOS)
            _save(page, folder / "thumbnail.webp")


def _save(picture: Image.Image, path: Path) -> None:
    bare = Image.new("RGB", picture.size)  # a fresh picture has no EXIF, no profile, no comments
    bare.paste(picture)
    bare.save(path, "WEBP", quality=_QUALITY)


def main(arguments: list[str]) -> int:
    kind, source, folder = arguments
    limit_this_process()
    print(json.dumps({"pages": draw(kind, Path(source), Path(folder))}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
