"""Whatever is sent, the answer is a problem detail in Chinese: never a 500, never an English word, nothing kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from infrastructure.models import StoredFile
from rectification.models import Finding
from rectification.selectors import board
from tests.api.caller import ROOT, Caller, done, problem
from tests.api.test_whole_loop import body_of, picture
from tests.rectification.world import World

pytestmark = pytest.mark.slow

MEGABYTE = "长" * (1024 * 1024 // 3)
DEEP = b'{"text":' + b"[" * 10_000 + b"]" * 10_000 + b"}"
FIELD = "field"

# The schema finds no fault with these: it is the calendar that says no.
AGAINST_THE_DAYS: list[tuple[str, Any]] = [
    ("due_on", "2026-11-20"),  # before the day found, which is today when nobody says otherwise
    ("found_on", "2026-11-22"),
]
# What is sent instead of a good value → the field at which it must be an error.
BAD_VALUES: list[tuple[str, Any]] = [
    ("text", ""),
    ("text", "   "),
    ("text", None),
    ("text", 5.5e300),
    ("text", []),
    ("text", {}),
    ("text", True),
    ("text", MEGABYTE),
    ("text", "长" * 2001),
    ("text", "有\x00空字符"),
    ("text", "半个\ud800字符"),
    ("item", MEGABYTE),
    ("item", None),
    ("item", "I1\x00"),
    ("item", {"code": "I1"}),
    ("lead_department", None),
    ("lead_department", ""),
    ("supporting", "不是列表"),
    ("supporting", {}),
    ("supporting", None),
    ("due_on", "2026-02-30"),
    ("due_on", "2026-13-01"),
    ("due_on", "2026-1-5"),
    ("due_on", "0000-00-00"),
    ("due_on", "9999-12-31"),
    ("due_on", "0001-01-01"),
    ("due_on", "20261121T000000Z"),
    ("due_on", "2026-11-21T08:00:00+08:00"),
    ("due_on", 20261121),
    ("due_on", 10**400),
    ("due_on", []),
    ("due_on", "明天"),
    ("due_on", MEGABYTE),
    ("deadline_kind", "someday"),
    ("deadline_kind", MEGABYTE),
    ("deadline_kind", ["dated"]),
    ("deadline_kind", {"dated": 1}),
    ("deadline_kind", True),
    ("origin", "rumour"),
    ("origin", None),
    ("remark", MEGABYTE),
    ("remark", "\x00"),
]
# The body as it goes over the wire → status.
BAD_BODIES: list[tuple[str, bytes, int]] = [
    ("empty", b"", 400),
    ("not JSON", b"{", 400),
    ("words", "不是 JSON".encode(), 400),
    ("not UTF-8", b'{"text": "\xff\xfe"}', 400),
    ("NaN", b'{"text": NaN}', 400),
    ("infinite", b'{"text": 1e999}', 400),
    ("a number too long", b'{"text": ' + b"9" * 5000 + b"}", 400),
    ("a list", b"[]", 400),
    ("a string", b'"text"', 400),
    ("null", b"null", 400),
    ("depth 10,000", DEEP, 400),
    ("depth 900", b'{"text":' + b"[" * 900 + b"]" * 900 + b"}", 400),
    ("NUL between", b"\x00" * 100, 400),
    ("six megabytes", b'{"text": "' + b"x" * 6 * 1024 * 1024 + b'"}', 413),
]


@pytest.fixture
def address(world: World) -> str:
    return f"ledgers/{world.participation.uid}/findings/"


def test_every_bad_value_is_an_error_at_its_field(world: World, address: str) -> None:
    caller = Caller(world.clerk)
    for name, value in BAD_VALUES:
        told = problem(caller.post(address, body_of(world, **{name: value})), 400)
        assert list(told["errors"]) == [name], (name, str(value)[:40], told)
        assert len(json.dumps(told)) < 2000  # what was sent is not sent back
    for name, value in AGAINST_THE_DAYS:
        assert list(problem(caller.post(address, body_of(world, **{name: value})), 409)["errors"]) == [name]
    assert not Finding.objects.exists()


def test_an_unknown_member_is_refused_by_its_name(world: World, address: str) -> None:
    """Whoever writes `leader` for `responsible_leader` would lose it without a word."""
    told = problem(
        Caller(world.clerk).post(address, body_of(world) | {"leader": "孙院长", "x" * 500: 1}), 400
    )
    assert list(told["errors"]) == ["leader", "x" * 40]
    assert "“leader”" in told["errors"]["leader"][0]
    finding = world.draft()
    told = problem(Caller(world.clerk).post(f"findings/{finding.uid}/transitions/submit/", {"to": "x"}), 400)
    assert list(told["errors"]) == ["to"]
    problem(Caller(world.head).post(f"ledgers/{world.participation.uid}/exports/", {"state": "draft"}), 400)
    assert not Finding.objects.exclude(pk=finding.pk).exists()


def test_every_missing_field_is_named_at_once(world: World, address: str) -> None:
    told = problem(Caller(world.clerk).post(address, {}), 400)
    assert set(told["errors"]) == {"text", "item", "lead_department"}


@pytest.mark.parametrize(
    ("body", "status"), [case[1:] for case in BAD_BODIES], ids=[case[0] for case in BAD_BODIES]
)
def test_bad_bodies(world: World, address: str, body: bytes, status: int) -> None:
    problem(Caller(world.clerk).post(address, body), status)
    assert not Finding.objects.exists()


def test_other_content_types_are_refused(world: World) -> None:
    caller, address = Caller(world.clerk), f"findings/{world.draft().uid}/causes/"
    headers = {"Authorization": f"Token {caller.token}", "Idempotency-Key": "k"}
    for content_type, status in (
        ("text/plain", 415),
        ("application/xml", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("application/json; charset=bz2_codec", 400),
        ("application/json; charset=nowhere", 400),
        ("nonsense", 415),
    ):
        answer = caller.client.generic(
            "POST", ROOT + address, b"{}", content_type=content_type, headers=headers
        )
        problem(answer, status)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"page": "0"}, "page"),
        ({"page": "-1"}, "page"),
        ({"page": "一"}, "page"),
        ({"page": "9" * 40}, "page"),
        ({"size": "101"}, "size"),
        ({"size": "0"}, "size"),
        ({"size": "²"}, "size"),
        ({"sort": "id; DROP TABLE"}, "sort"),
        ({"state": "gone"}, "state"),
        ({"due": "never"}, "due"),
        ({"lead": "不是编号"}, "lead"),
        ({"lead": "x,y"}, "lead"),
        ({"department": "不是编号"}, "department"),
        ({"person": "1"}, "person"),
        ({"found_from": "2026-02-30"}, "found_from"),
        ({"found_to": "明天"}, "found_to"),
        ({"q": "长" * 101}, "q"),
        ({"origin": "rumour"}, "origin"),
        ({"cause": "rumour"}, "cause"),
    ],
)
def test_bad_filters_are_an_error_at_their_parameter(
    world: World, address: str, query: dict[str, str], field: str
) -> None:
    told = problem(Caller(world.clerk).get(address, **query), 400)
    assert list(told["errors"]) == [field]


def test_odd_words_in_a_search_find_nothing(world: World, address: str) -> None:
    world.draft()
    caller = Caller(world.clerk)
    for words in ("%", "_", "\\", "'; --", "²", "٣", "9" * 30, "😀", "\ud7ff", " "):
        answer = done(caller.get(address, q=words))
        assert answer["count"] == (1 if words == " " else 0), words


def test_nul_in_an_address_is_a_problem_detail(world: World, address: str) -> None:
    caller = Caller(world.clerk)
    for path in (f"{ROOT}{address}?q=%00", f"{ROOT}hospitals/a%00b/", f"{ROOT}tokens/%00/"):
        problem(caller.call("GET", path), 400)


def test_unknown_addresses_and_methods(world: World, address: str) -> None:
    caller = Caller(world.clerk)
    problem(caller.get("nothing/"), 404)
    problem(caller.get("findings/not-a-uid/"), 404)
    problem(caller.get("hospitals/不存在/"), 404)
    refused = caller.delete(address)
    problem(refused, 405)
    assert "POST" in refused["Allow"]
    headers = {"Authorization": f"Token {caller.token}", "Accept": "application/xml"}
    problem(Client().get(ROOT + address, headers=headers), 406)


@pytest.mark.parametrize(
    "authorization",
    [
        "Token",
        "Token ",
        "Token x",
        "Token \x00",
        "Token a b",
        "Token \xff\xfe",
        "Token " + "x" * 100_000,
        "Bearer x",
        "Basic Og==",
    ],
)
def test_odd_authorization_headers(db: None, authorization: str) -> None:
    answer = Client(raise_request_exception=False).get(f"{ROOT}me/", headers={"Authorization": authorization})
    problem(answer, 401)
    assert answer["WWW-Authenticate"] == "Token"


class TestUploads:
    @pytest.fixture
    def path(self, world: World) -> str:
        finding, _, self.measure = world.planned()
        return f"findings/{finding.uid}/evidence/"

    def test_refusals_leave_nothing_behind(self, world: World, path: str) -> None:
        caller = Caller(world.liaison)
        exe = SimpleUploadedFile("报告.pdf", b"MZ\x90\x00" + b"\x00" * 100, "application/pdf")
        for files, status in (
            ([exe], 415),
            ([SimpleUploadedFile("空.png", b"")], 415),
            ([picture() for _ in range(11)], 413),
            (["不是文件"], 400),
            ([], 400),
        ):
            problem(caller.upload(path, {"files": files}), status)
        problem(caller.post(path, {"files": ["data:image/png;base64,AAAA"]}), 415)
        assert StoredFile.objects.exclude(original_name="上线截图.png").count() == 0

    def test_over_the_limit_is_413(self, world: World, path: str) -> None:
        big = SimpleUploadedFile("大.png", picture().read() + b"\x00" * 3000)
        with override_settings(UPLOAD_MAX_FILE_BYTES=2000):
            told = problem(Caller(world.liaison).upload(path, {"files": [big]}), 413)
        assert told["type"].endswith("upload-refused")
        assert told["reason"] == "too_large"

    def test_odd_names_are_cleaned(self, world: World, path: str) -> None:
        odd = picture("..\\..\\etc/pass\x01wd\u202e现场.png")
        (kept,) = done(Caller(world.liaison).upload(path, {"files": [odd]}), 201)
        assert not set("/\\\x01\u202e") & set(kept["file"]["name"])

    def test_a_broken_off_form_is_a_problem(self, world: World, path: str) -> None:
        caller = Caller(world.liaison)
        cut = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\nPNG'
        headers = {"Authorization": f"Token {caller.token}", "Idempotency-Key": "cut"}
        for body, content_type in (
            (cut, "multipart/form-data"),
            (cut, "multipart/form-data; boundary="),
            (b"", "multipart/form-data; boundary=x"),
            (cut, "multipart/form-data; boundary=x"),
        ):
            answer = caller.client.generic(
                "POST", ROOT + path, body, content_type=content_type, headers=headers
            )
            problem(answer, 400)
        assert not StoredFile.objects.exists()

    def test_too_many_form_fields_are_413(self, world: World, path: str) -> None:
        problem(Caller(world.liaison).upload(path, {f"f{n}": "x" for n in range(5001)}), 413)


def test_revisions_and_numbers(world: World) -> None:
    finding = world.draft()
    caller = Caller(world.liaison)
    for revision in (None, "eins", -1, 2**31, 10**30, 1.5, [], {}, True, "9" * 2000):
        told = problem(caller.patch(f"findings/{finding.uid}/", {"text": "新", "revision": revision}), 400)
        assert list(told["errors"]) == ["revision"], revision
    assert list(problem(caller.patch(f"findings/{finding.uid}/", {"text": "新"}), 400)["errors"]) == [
        "revision"
    ]


def test_a_fault_of_ours_is_a_calm_problem_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("secret of the server")

    monkeypatch.setattr(board, "figures", broken)
    answer = Caller(world.clerk).get(f"ledgers/{world.participation.uid}/board/")
    told = problem(answer, 500)
    assert "secret" not in json.dumps(told)


def test_an_address_does_not_describe_itself_in_english(world: World, address: str) -> None:
    caller = Caller(world.clerk)
    problem(caller.call("OPTIONS", address), 405)
