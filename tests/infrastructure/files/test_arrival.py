"""What is found by reading a file to its end as it arrives, and what of a photo is not kept (DESIGN §8)."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pillow_heif
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from infrastructure.files import arrival
from infrastructure.files.arrival import as_kept
from infrastructure.files.inspection import inspect_upload
from infrastructure.files.limits import UploadLimits
from infrastructure.files.refusals import RefusalCode, UploadRefused
from infrastructure.models.files import StoredFile
from tests.infrastructure.files import samples
from tests.infrastructure.files.boxed import PHOTO, photo

PLACE = b"28.6712"  # where the photo was taken, as telephones write it in more than one way


def kept(content: bytes, name: str) -> bytes:
    stream = io.BytesIO(content)
    return as_kept(stream, inspect_upload(stream, raw_name=name, limits=UploadLimits())).read()


def refused(content: bytes, name: str) -> RefusalCode:
    with pytest.raises(UploadRefused) as caught:
        kept(content, name)
    assert f"文件“{name}”" in caught.value.message
    assert "请" in caught.value.message
    return caught.value.code


def document(change: Callable[[pikepdf.Pdf], None], **saving: object) -> bytes:
    """A PDF of one page, and what somebody put into it."""
    pdf = pikepdf.open(io.BytesIO(samples.pdf()))
    change(pdf)
    buffer = io.BytesIO()
    pdf.save(buffer, **saving)
    return buffer.getvalue()


def action(kind: str, **more: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name(kind), **more)


def on_opening(kind: str, **more: object) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pdf.make_indirect(action(kind, **more))

    return change


def on_a_page(kind: str, **more: object) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].AA = pikepdf.Dictionary(O=action(kind, **more))

    return change


def at_a_click(kind: str, **more: object) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action(kind, **more)
        )
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([link]))

    return change


def by_name(pdf: pikepdf.Pdf) -> None:
    script = pdf.make_indirect(
        pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pdf.make_stream(b"app.alert(1)"))
    )
    pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=[pikepdf.String("a"), script]))


def afterwards(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = action("/GoTo", Next=pikepdf.Array([action("/URI", URI="http://192.0.2.1/")]))


@pytest.mark.parametrize(
    "change",
    [
        on_opening("/JavaScript", JS="app.alert(1)"),
        on_opening("/Launch", F="calc.exe"),
        on_opening("/URI", URI="http://192.0.2.1/"),
        on_a_page("/JavaScript", JS="app.alert(1)"),
        on_a_page("/GoToR", F="\\\\192.0.2.1\\a.pdf"),
        at_a_click("/Launch", F="calc.exe"),
        at_a_click("/JavaScript", JS="app.alert(1)"),
        at_a_click("/SubmitForm", F="http://192.0.2.1/"),
        by_name,
        afterwards,
    ],
)
@pytest.mark.parametrize("packed", [pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable])
def test_pdf_that_acts_by_itself_is_refused(
    change: Callable[[pikepdf.Pdf], None], packed: pikepdf.ObjectStreamMode
) -> None:
    assert refused(document(change, object_stream_mode=packed), "通知.pdf") is RefusalCode.SCRIPTS


def test_pdf_script_is_found_behind_escapes_and_encryption() -> None:
    assert refused(samples.scripted_pdf(), "a.pdf") is RefusalCode.SCRIPTS
    escaped = samples.scripted_pdf().replace(b"/S /JavaScript /JS", b"/S /J#61vaScript /#4a#53")
    assert refused(escaped, "a.pdf") is RefusalCode.SCRIPTS
    hidden = document(on_opening("/JavaScript", JS="x"), encryption=pikepdf.Encryption(owner="o", user=""))
    assert refused(hidden, "a.pdf") is RefusalCode.SCRIPTS


def test_pdf_with_other_files_in_it_is_refused() -> None:
    def attach(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["原始.exe"] = b"MZ"

    assert refused(document(attach), "a.pdf") is RefusalCode.NESTED


def test_pdf_with_a_password_cannot_be_looked_into() -> None:
    locked = document(lambda pdf: None, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert refused(locked, "a.pdf") is RefusalCode.PASSWORD


def outline(pdf: pikepdf.Pdf) -> None:
    """What ordinary documents have: a place to open at, links, a table of contents."""
    pdf.Root.OpenAction = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])
    with pdf.open_outline() as contents:
        contents.root.append(pikepdf.OutlineItem("一、概况", 0))


@pytest.mark.parametrize(
    "change",
    [
        outline,
        on_opening("/GoTo", D=pikepdf.Array([0, pikepdf.Name.Fit])),
        on_opening("/Named", N=pikepdf.Name.Print),
        at_a_click("/URI", URI="https://example.org/依据"),
        at_a_click("/GoTo", D=pikepdf.Array([0, pikepdf.Name.Fit])),
    ],
)
def test_ordinary_pdf_is_kept_as_it_came(change: Callable[[pikepdf.Pdf], None]) -> None:
    for packed in (pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable):
        content = document(change, object_stream_mode=packed)
        assert kept(content, "a.pdf") == content
    read_only = document(change, encryption=pikepdf.Encryption(owner="o", user=""))
    assert kept(read_only, "a.pdf") == read_only


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.4\n",
        b"%PDF-1.7 and nothing more\nstartxref\n0\n%%EOF\n",
        samples.pdf()[:-20],
        samples.pdf(pages=30)[: len(samples.pdf(pages=30)) // 2],
        document(lambda pdf: pdf.pages.__delitem__(0)),
    ],
)
def test_pdf_that_is_not_whole_is_refused(content: bytes) -> None:
    assert refused(content, "a.pdf") is RefusalCode.DAMAGED


def noise(form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((200, 150), 90).convert("P" if form == "GIF" else "RGB").save(buffer, form, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_picture_that_breaks_off_is_refused(form: str) -> None:
    content, name = noise(form), f"照片.{form.lower()}"
    assert kept(content, name)
    for share in (0.3, 0.6, 0.95):
        assert refused(content[: int(len(content) * share)], name) is RefusalCode.DAMAGED
    if form in {"JPEG", "PNG"}:
        assert refused(content[:-2], name) is RefusalCode.DAMAGED


def described(form: str, size: tuple[int, int] = (40, 20)) -> bytes:
    """A photo with its place, its maker, a comment and another program's notes; turned by a quarter."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, samples.MAKER
    exif.get_ifd(samples.GPS_IFD)[2] = (28.0, 40.0, 30.0)
    exif.get_ifd(samples.GPS_IFD)[29] = PLACE.decode()
    xmp = b"<x:xmpmeta>" + PLACE + b"</x:xmpmeta>"
    notes = PngInfo()
    notes.add_text("Comment", PLACE.decode())
    notes.add_itxt("XML:com.adobe.xmp", xmp.decode())
    options: dict[str, dict[str, object]] = {
        "JPEG": {
            "exif": exif,
            "comment": PLACE,
            "xmp": xmp,
            "icc_profile": samples.PROFILE,
            "progressive": True,
        },
        "PNG": {"exif": exif, "pnginfo": notes, "icc_profile": samples.PROFILE},
        "WEBP": {"exif": exif, "xmp": xmp, "icc_profile": samples.PROFILE, "lossless": True},
        "GIF": {"comment": PLACE},
    }
    return samples.picture(form, size=size, **options[form])


def pixels(content: bytes) -> tuple[tuple[int, int], bytes]:
    with Image.open(io.BytesIO(content)) as picture:
        return picture.size, picture.convert("RGB").tobytes()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_photo_loses_what_was_written_beside_it_and_no_pixel(form: str) -> None:
    content = described(form)
    assert PLACE in content or form == "PNG"
    bare = kept(content, f"a.{form.lower()}")
    assert pixels(bare) == pixels(content)
    with Image.open(io.BytesIO(bare)) as picture:
        picture.load()
        assert dict(picture.getexif()) == ({} if form == "GIF" else {0x0112: 6})
        assert not set(picture.info) & {"comment", "Comment", "xmp", "XML:com.adobe.xmp"}
        if form != "GIF":
            assert picture.info["icc_profile"] == samples.PROFILE
    assert PLACE not in bare
    assert samples.MAKER.encode() not in bare


def test_heic_photo_is_decoded_as_before_and_still_the_right_way_up() -> None:
    pillow_heif.register_heif_opener()
    bare = kept(PHOTO, "IMG_0001.HEIC")
    assert PLACE in PHOTO
    assert PLACE not in bare
    assert pixels(bare) == pixels(PHOTO)
    assert pixels(bare)[0] == (160, 256)
    with Image.open(io.BytesIO(bare)) as picture:
        assert not dict(picture.getexif())
        assert not picture.info["xmp"].strip(b"\0")


def test_heic_photo_that_breaks_off_or_cannot_be_decoded_is_refused() -> None:
    for share in (0.3, 0.6, 0.95):
        assert refused(PHOTO[: int(len(PHOTO) * share)], "照片.heic") is RefusalCode.DAMAGED
    assert refused(photo(), "照片.heic") is RefusalCode.DAMAGED  # tables without a picture


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_what_stands_behind_a_photo_goes_too(form: str) -> None:
    """A film, a second picture with its own place: telephones put them behind the end."""
    plain = noise(form)
    assert kept(plain + described("JPEG") + PLACE, f"a.{form.lower()}") == kept(plain, f"a.{form.lower()}")


def test_upright_photo_and_moving_picture_stay_as_they_are() -> None:
    assert kept(samples.picture("PNG"), "a.png") == samples.picture("PNG")
    frames = [Image.new("L", (9, 9), 60 * number) for number in range(4)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], loop=0, duration=50)
    with Image.open(io.BytesIO(kept(buffer.getvalue(), "a.gif"))) as moving:
        assert (moving.n_frames, moving.info["loop"]) == (4, 0)


def test_same_photo_twice_has_the_same_hash_of_what_is_kept(
    receive: Callable[..., StoredFile], store: Path
) -> None:
    first, second = (receive(described("JPEG"), "IMG_1.jpg") for _ in range(2))
    content = (store / first.storage_name).read_bytes()
    assert PLACE not in content
    assert first.sha256 == second.sha256 == hashlib.sha256(content).hexdigest()
    assert first.size == len(content)


def test_name_that_was_put_right_is_told(receive: Callable[..., StoredFile]) -> None:
    stored = receive(samples.picture("PNG"), "整改后.jpg")
    assert (stored.original_name, stored.content_type) == ("整改后.png", "image/png")
    assert stored.renamed_words == "“整改后.jpg”已按实际内容保存为“整改后.png”。"
    assert receive(samples.picture("PNG"), "整改前.png").renamed_words == ""


def test_picture_that_is_too_heavy_to_look_at_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrival, "WALL_SECONDS", 0.01)
    assert refused(samples.picture(), "a.jpg") is RefusalCode.TOO_HEAVY
