"""Uploads that lie, that are too much, or that never end: nothing of them stays, on disk or in a table."""

from __future__ import annotations

import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from infrastructure.models import StoredFile
from rectification.models import Evidence
from tests.access.addresses import address
from tests.access.api_bodies import BODIES
from tests.access.asking import send
from tests.access.payloads import PAYLOADS
from tests.access.site import Site
from tests.infrastructure.files import samples
from tests.rectification.world import NOW, World

pytestmark = pytest.mark.slow

MEBIBYTE = 1024 * 1024
BOUNDARY = "----a-boundary-of-ours"
HOSTILE_NAMES = [
    "../../../etc/cron.d/hospital.png",
    "..\\..\\windows\\system32\\x.png",
    "C:\\Users\\王敏\\照片.png",
    "photo\x1b[31m\x07\x0b.png",
    "照片‮gpj.png",
    "x" * 300 + ".png",
    "nul.png",
    "a;b`id`$(id).png",
    "整改 后.png",
]
LIES: dict[str, Callable[[], bytes]] = {
    "html.png": lambda: b"<html><script>alert(1)</script></html>",
    "program.jpg": lambda: b"MZ" + b"\x00" * 400,
    "svg.png": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "picture.pdf": lambda: samples.picture("PNG"),
    "empty.png": lambda: b"",
    "cut.png": lambda: samples.picture("PNG")[:40],
    "bomb.png": lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 200,
    "archive.docx": lambda: b"PK\x03\x04" + b"\x00" * 300,
}


def on_disk() -> set[Path]:
    """Every file of the storage."""
    return {path for path in Path(default_storage.location).rglob("*") if path.is_file()}


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own for everything temporary: what is left in it was left by us."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def multipart(name: bytes, content: bytes, measure: str) -> bytes:
    """A form as a browser sends it, with the file's name byte by byte as given."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="measures"\r\n\r\n{measure}\r\n'.encode(),
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="'.encode(),
        name,
        b'"\r\nContent-Type: image/png\r\n\r\n',
        content,
    ]
    return b"".join([*parts, f"\r\n--{BOUNDARY}--\r\n".encode()])


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_name_is_only_a_name(site: Site, name: str) -> None:
    """Kept as a title without path and control characters; the bytes lie under a name of ours, in our folder."""
    before = on_disk()
    body = multipart(name.encode(), samples.picture("PNG"), str(site["measure"].uid))
    path = address(site, "evidence-add")
    answer = site.client("liaison").generic("POST", path, body, f"multipart/form-data; boundary={BOUNDARY}")
    assert answer.status_code == 302
    stored = StoredFile.objects.latest("pk")
    assert not set("/\\\x00\x07\x0b\x1b‮") & set(stored.original_name)
    assert len(stored.original_name.encode()) <= 255
    written = on_disk() - before
    assert [str(path.relative_to(default_storage.location)) for path in written] == [stored.storage_name]


@pytest.mark.parametrize("name", ["", "\x00", "a\x00b.png"])
def test_a_name_that_is_none(site: Site, name: str) -> None:
    before = on_disk()
    body = multipart(name.encode(), samples.picture("PNG"), str(site["measure"].uid))
    client = site.client("liaison")
    client.raise_request_exception = False
    path = address(site, "evidence-add")
    answer = client.generic("POST", path, body, f"multipart/form-data; boundary={BOUNDARY}")
    assert answer.status_code in (302, 400)
    assert len(on_disk() - before) == (1 if answer.status_code == 302 else 0)


@pytest.mark.parametrize("name", LIES)
@pytest.mark.parametrize("page", ["evidence-add", "finding-new", "evidence-replace", "api-evidence"])
def test_a_wrong_type_by_content(site: Site, temporary: Path, name: str, page: str) -> None:
    _refused(site, temporary, page, name, LIES[name](), 400)


@pytest.mark.parametrize("page", ["evidence-add", "evidence-replace", "api-evidence"])
def test_a_file_over_the_limit(site: Site, temporary: Path, page: str) -> None:
    """One byte more than 20 MB. The page keeps what was typed and says so at the field."""
    content = samples.picture("PNG") + b"\x00" * (20 * MEBIBYTE)
    _refused(site, temporary, page, "大图.png", content, 413)


def _refused(site: Site, temporary: Path, page: str, name: str, content: bytes, status: int) -> None:
    upload = SimpleUploadedFile(name, content, "image/png")
    before, rows = on_disk(), StoredFile.objects.count()
    typed = (PAYLOADS | BODIES)[f"POST {page}"](site, "liaison") | {"files": upload}
    answer = send(site.client("liaison"), "POST", address(site, page), typed)
    api = page.startswith("api-")
    assert answer.status_code in ({415, 413} if api else {400, status})
    if api:
        assert answer["Content-Type"] == "application/problem+json"
    else:
        assert answer.context["form"].errors["files"]
    assert on_disk() == before
    assert StoredFile.objects.count() == rows
    assert list(temporary.iterdir()) == []


@pytest.fixture
def today() -> Iterator[None]:
    with time_machine.travel(NOW):
        yield


def _cookies(world: World, client: Client) -> str:
    client.force_login(world.liaison)
    client.get("/account/alive/")
    client.cookies["csrftoken"] = "a" * 32
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


@pytest.mark.parametrize("sent", [0.0, 0.4, 0.999])
def test_an_upload_that_breaks_off(live_site: str, today: None, temporary: Path, sent: float) -> None:
    """The cable is pulled: at the headers, in the middle, just before the end. The next one goes through."""
    world = World()
    finding, _, measure = world.planned()
    path = f"/findings/{finding.uid}/evidence/add/"
    body = multipart(b"photo.png", samples.picture("PNG") + b"\x00" * (4 * MEBIBYTE), str(measure.uid))
    cookies, before = _cookies(world, Client()), on_disk()
    _send(live_site, path, cookies, body, part=body[: int(len(body) * sent)])
    time.sleep(0.3)
    assert on_disk() == before
    assert list(temporary.iterdir()) == []
    assert not StoredFile.objects.exists()
    assert not Evidence.objects.exists()
    whole = multipart(b"photo.png", samples.picture("PNG"), str(measure.uid))
    assert b" 302 " in _send(live_site, path, cookies, whole, part=whole)
    assert StoredFile.objects.get().state == "stored"


def _send(site: str, path: str, cookies: str, body: bytes, *, part: bytes) -> bytes:
    """Announce all of the body and send this part of it; the first line of the answer, if there is one."""
    where = urlsplit(site)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {where.netloc}\r\nCookie: {cookies}\r\nX-CSRFToken: {'a' * 32}\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {len(body)}\r\n"
        "Connection: close\r\n\r\n"
    )
    with socket.create_connection((where.hostname, where.port), timeout=20) as line:
        line.sendall(head.encode() + part)
        return line.recv(200) if part == body else b""
