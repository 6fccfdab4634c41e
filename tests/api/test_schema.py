"""The OpenAPI document is valid without a warning, tells the refusals, and is shown without leaving the house."""

from __future__ import annotations

import json
import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from tests.api.caller import Caller, done
from tests.api.routes import routes
from tests.rectification.world import World


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    out = StringIO()
    call_command("spectacular", format="openapi-json", validate=True, fail_on_warn=True, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_every_route_is_in_the_document(schema: dict[str, Any]) -> None:
    described = {method for path in schema["paths"].values() for method in path}
    assert described <= {"get", "post", "put", "patch", "delete"}
    assert sum(len(path) for path in schema["paths"].values()) == len(routes())


def test_operations_have_chinese_words_and_stable_names(schema: dict[str, Any]) -> None:
    operations = [one for path in schema["paths"].values() for one in path.values()]
    assert len({one["operationId"] for one in operations}) == len(operations)
    for one in operations:
        assert re.search(r"[\u4e00-\u9fff]", one["summary"]), one["operationId"]
        assert re.fullmatch(r"[a-z_]+", one["operationId"])


def test_comments_of_the_code_are_not_told(schema: dict[str, Any]) -> None:
    operations = [one for path in schema["paths"].values() for one in path.values()]
    shapes = list(schema["components"]["schemas"].values())
    for words in filter(None, (one.get("description") for one in [*operations, *shapes])):
        assert re.search(r"[\u4e00-\u9fff]", words), words
    assert {tag for one in operations for tag in one["tags"]} == {tag["name"] for tag in schema["tags"]}


def test_refusals_are_problem_details(schema: dict[str, Any]) -> None:
    for path in schema["paths"].values():
        for one in path.values():
            refusals = {code: r for code, r in one["responses"].items() if int(code) >= 400}
            assert {"401", "403"} <= set(refusals), one["operationId"]
            for code, refusal in refusals.items():
                assert list(refusal["content"]) == ["application/problem+json"], (one["operationId"], code)
    edit = schema["paths"]["/api/v1/findings/{uid}/"]["patch"]["responses"]["409"]
    shape = edit["content"]["application/problem+json"]["schema"]["$ref"].rsplit("/", 1)[1]
    assert {"current", "submitted"} <= set(schema["components"]["schemas"][shape]["properties"])


def test_every_post_tells_of_the_key(schema: dict[str, Any]) -> None:
    for address, path in schema["paths"].items():
        if "post" in path and address != "/api/v1/tokens/":
            names = {one["name"] for one in path["post"].get("parameters", [])}
            assert "Idempotency-Key" in names, address


def test_rows_are_named_by_uid(schema: dict[str, Any]) -> None:
    body = schema["components"]["schemas"]["NewFindingBodyJsonRequest"]
    assert body["properties"]["lead_department"]["format"] == "uuid"
    assert set(body["required"]) == {"text", "lead_department"}  # `item`: that, or its checkpoint
    for name, shape in schema["components"]["schemas"].items():
        assert "id" not in shape.get("properties", {}), name
        assert not [key for key in shape.get("properties", {}) if key.endswith("_id")], name


def test_a_form_can_send_no_null(schema: dict[str, Any]) -> None:
    """What is left out stands for it; `null` in a form would be the word."""
    bodies = [
        one["requestBody"]
        for path in schema["paths"].values()
        for one in path.values()
        if "requestBody" in one
    ]
    forms = [
        body["content"]["multipart/form-data"] for body in bodies if "multipart/form-data" in body["content"]
    ]
    assert forms
    for form in forms:
        shape = schema["components"]["schemas"][form["schema"]["$ref"].rsplit("/", 1)[1]]
        assert [name for name, member in shape["properties"].items() if "null" in str(member)] == []


def test_the_document_is_served_to_whoever_is_logged_in(world: World) -> None:
    served = Caller(world.liaison).get("/api/schema/")
    assert done(served)["openapi"].startswith("3.")


def test_the_page_asks_nobody_else(world: World) -> None:
    browser = Client()
    assert browser.get("/api/docs/").status_code == 302
    browser.force_login(world.liaison)
    page = browser.get("/api/docs/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "http://" not in text
    assert "https://" not in text
    assert "<script>" not in text
    assert "unsafe" not in page["Content-Security-Policy"]
