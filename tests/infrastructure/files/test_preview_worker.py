"""Previews are drawn by a real child process under real limits."""

import io
import os
import zlib
from pathlib import Path

import pytest
from PIL import Image

from infrastructure.files import preview_worker, previews
from infrastructure.files.previews import DrawnPreview, PreviewFailed, draw_preview
from tests.infrastructure.files import samples
from tests.infrastructure.files.boxed import PHOTO, PLACE

pytestmark = pytest.mark.slow


def drawn(tmp_path: Path, content: bytes, content_type: str = "image/jpeg", **options: float) -> DrawnPreview:
    source = tmp_path / "source"
    source.write_bytes(content)
    return draw_preview(source, content_type=content_type, **options)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=["WEBP"])


def test_photo_is_upright_small_and_tells_nothing(tmp_path: Path) -> None:
    photo = samples.located_photo()
    assert samples.MAKER.encode() in photo
    preview = drawn(tmp_path, photo)
    picture = opened(preview.pages[0])
    assert picture.size == (200, 400)  # turned as the telephone was held
    assert not picture.getexif()
    assert not set(picture.info) & {"exif", "icc_profile", "comment", "xmp"}
    assert samples.MAKER.encode() not in preview.pages[0]
    assert samples.PROFILE in photo
    assert b"room 7" in photo
    assert b"room 7" not in preview.pages[0]
    assert preview.page_count == 1


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_edges_of_page_and_thumbnail(tmp_path: Path, form: str) -> None:
    preview = drawn(tmp_path, samples.picture(form, size=(3200, 800)), f"image/{form.lower()}")
    assert opened(preview.pages[0]).size == (1600, 400)
    assert opened(preview.thumbnail).size == (240, 60)


def test_heic_photo_is_shown_upright_and_tells_nothing(tmp_path: Path) -> None:
    preview = drawn(tmp_path, PHOTO, "image/heic")
    page = opened(preview.pages[0])
    assert page.size == (160, 256)
    red, green, blue = page.getpixel((80, 60))  # a red field, above a green disc
    assert red > 120 > green + blue - 40
    assert PLACE not in preview.pages[0]
    assert opened(preview.thumbnail).size == (150, 240)


def test_small_picture_is_not_blown_up(tmp_path: Path) -> None:
    assert opened(drawn(tmp_path, samples.picture(size=(64, 48))).pages[0]).size == (64, 48)


def test_transparent_picture_stands_on_white(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(buffer, "PNG")
    pixel = opened(drawn(tmp_path, buffer.getvalue(), "image/png").pages[0]).getpixel((5, 5))
    assert min(pixel) > 250


def test_pdf_shows_its_first_ten_pages(tmp_path: Path) -> None:
    preview = drawn(tmp_path, samples.pdf(pages=12, size=(300, 400)), "application/pdf")
    assert preview.page_count == 12
    assert len(preview.pages) == 10
    assert opened(preview.pages[9]).size == (1200, 1600)
    assert opened(preview.thumbnail).size == (180, 240)


def test_pdf_with_scripts_is_drawn_and_runs_nothing(tmp_path: Path) -> None:
    assert drawn(tmp_path, samples.scripted_pdf(), "application/pdf").page_count == 1


def test_pdf_page_of_absurd_shape(tmp_path: Path) -> None:
    preview = drawn(tmp_path, samples.pdf(size=(14_400, 1)), "application/pdf")
    assert max(opened(preview.pages[0]).size) <= 1600


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b"%PDF-1.7 and nothing more", "application/pdf"),
        (samples.pdf()[:200], "application/pdf"),
        (samples.picture(size=(500, 500))[:400], "image/jpeg"),
        (b"", "image/png"),
        (b"<svg/>", "image/png"),
    ],
)
def test_broken_file_fails_quietly(tmp_path: Path, content: bytes, content_type: str) -> None:
    with pytest.raises(PreviewFailed):
        drawn(tmp_path, content, content_type)


def bomb(edge: int) -> bytes:
    """A black square PNG with one bit a pixel: some kilobytes that decode to hundreds of megabytes."""
    packer = zlib.compressobj(9)
    row = bytes(1 + edge // 8)
    body = b"".join(packer.compress(row) for _ in range(edge)) + packer.flush()
    header = edge.to_bytes(4, "big") * 2 + b"\x01\0\0\0\0"
    chunks = ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
        for kind, data in chunks
    )


def test_decompression_bomb_ends_as_failure(tmp_path: Path) -> None:
    content = bomb(24_000)
    assert len(content) < 200_000
    with pytest.raises(PreviewFailed, match="DecompressionBomb"):
        drawn(tmp_path, content, "image/png")


@pytest.mark.slow
def test_largest_permitted_picture_fits_into_the_limits(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (8_000, 8_000), (0, 120, 0, 128)).save(buffer, "PNG", compress_level=1)
    assert opened(drawn(tmp_path, buffer.getvalue(), "image/png").pages[0]).size == (1600, 1600)


@pytest.mark.slow
def test_worker_sets_its_limits_before_it_opens_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real worker with less memory: 170 million pixels, below what Pillow itself refuses, do not fit."""
    content = bomb(13_000)
    assert drawn(tmp_path, content, "image/png").page_count == 1
    _put_in_place(monkeypatch, tmp_path, _worker_text().replace("= 1024 * MIB", "= 400 * MIB"))
    with pytest.raises(PreviewFailed, match="MemoryError"):
        drawn(tmp_path, content, "image/png")


@pytest.mark.parametrize(
    "content", [b"RIFF\0\0\0\0AVI ", b"JUNK\0\0\0\0WEBP", b"RIFF\0\0\0\0WEBP" + bytes(9 << 20)]
)
def test_parent_looks_at_each_picture(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "page-1.webp"
    path.write_bytes(content)
    with pytest.raises(PreviewFailed):
        previews.written_picture(path)


def test_pages_beyond_the_tenth_cost_nothing(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(samples.pdf(pages=12))
    assert preview_worker.draw("pdf", source, tmp_path) == 12
    assert len(list(tmp_path.glob("page-*.webp"))) == 10


def test_picture_outside_the_childs_folder_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = tmp_path / "outside.webp"
    code = f"""
draw("picture", Path(sys.argv[2]), Path(sys.argv[3]))
page = Path(sys.argv[3]) / "page-1.webp"
page.rename({str(outside)!r})
page.symlink_to({str(outside)!r})
print('{{"pages": 1}}')
"""
    _run_with_worker_code(monkeypatch, tmp_path, code)
    with pytest.raises(PreviewFailed, match="no picture of ours"):
        drawn(tmp_path, samples.picture())


def test_memory_limit_is_the_kernels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _run_with_worker_code(monkeypatch, tmp_path, "x = bytearray(3 * 1024 ** 3)")
    with pytest.raises(PreviewFailed, match="MemoryError"):
        drawn(tmp_path, samples.picture())


@pytest.mark.parametrize(
    ("mode", "form"), [("CMYK", "JPEG"), ("L", "PNG"), ("I;16", "PNG"), ("1", "PNG"), ("LA", "PNG")]
)
def test_modes_of_scanners_and_printers(tmp_path: Path, mode: str, form: str) -> None:
    buffer = io.BytesIO()
    Image.new(mode, (50, 40)).save(buffer, form)
    assert opened(drawn(tmp_path, buffer.getvalue(), f"image/{form.lower()}").pages[0]).mode == "RGB"


def test_wall_time_ends_the_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pid_file = tmp_path / "pid"
    _run_with_worker_code(
        monkeypatch,
        tmp_path,
        f"import os, time; open({str(pid_file)!r}, 'w').write(str(os.getpid())); time.sleep(60)",
    )
    with pytest.raises(PreviewFailed, match="not done after 2"):
        drawn(tmp_path, samples.picture(), wall_seconds=2)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid_file.read_text()), 0)


@pytest.mark.parametrize(
    "code",
    [
        "print('no json')",
        "print('[]')",
        "print('{\"pages\": -1}')",
        'print(\'{"pages": "1"}\')',
        "print('{\"pages\": 1}')",  # and no file
        "import sys; open(sys.argv[3] + '/page-1.webp', 'wb').write(b'<html>'); print('{\"pages\": 1}')",
        "import os, sys; os.symlink('/etc/hostname', sys.argv[3] + '/page-1.webp'); print('{\"pages\": 1}')",
        "import sys; open(sys.argv[3] + '/page-1.webp', 'wb').write(bytes(9 << 20)); print('{\"pages\": 1}')",
    ],
)
def test_captured_child_can_hand_over_nothing_but_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    _run_with_worker_code(monkeypatch, tmp_path, code)
    with pytest.raises(PreviewFailed):
        drawn(tmp_path, samples.picture())


def test_child_sees_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "very-secret")
    code = "import os, sys; sys.exit('seen' if 'SECRET_KEY' in os.environ else 'not seen')"
    _run_with_worker_code(monkeypatch, tmp_path, code)
    with pytest.raises(PreviewFailed, match="exit 1: not seen"):
        drawn(tmp_path, samples.picture())


def _worker_text() -> str:
    return Path(previews.__file__).with_name("preview_worker.py").read_text()


def _run_with_worker_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str) -> None:
    """Other code in place of the drawing, as if a decoder had been taken over after the limits were set."""
    ours = _worker_text()
    _put_in_place(monkeypatch, tmp_path, f"{ours[: ours.index('def main(')]}\nlimit_this_process()\n{code}\n")


def _put_in_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> None:
    """Another root for the child, in which only the worker is another one."""
    folder = tmp_path / "root" / "infrastructure" / "files"
    folder.mkdir(parents=True)
    (folder / "preview_worker.py").write_text(text)
    (folder / "limits.py").write_text(Path(previews.__file__).with_name("limits.py").read_text())
    monkeypatch.setattr(previews, "_ROOT", tmp_path / "root")
