"""What schemathesis asks of each operation: 3,000 cases in all, the same ones in every run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from io import StringIO
from itertools import cycle, islice
from typing import Any

import requests
import schemathesis
from django.core.management import call_command
from django.test import Client
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis.errors import Unsatisfiable
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.drivers import CoverageGenerator
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.generation.overrides import Override
from schemathesis.schemas import APIOperation

from tests.access.addresses import walk
from tests.access.asking import body_of

ALL = 3000
VALID, WRONG = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
# An operation with a body or a query has more to be tried than one with an address alone, of which few differ.
HEAVY, LIGHT = 6, 1
_SAME_EVERY_TIME = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    verbosity=Verbosity.quiet,
)


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document of this code."""
    out = StringIO()
    call_command("spectacular", format="openapi-json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


@cache
def operations() -> dict[str, APIOperation]:
    """`POST api-aliases` → the operation, named as the access matrix names it."""
    config = schemathesis.Config.from_dict(
        {
            "generation": {"with-security-parameters": False},
            # What a file holds no schema can say: 413 and 415 answer that, and only where files are sent (see
            # `test_...`). A valid body may meet a state of the hospital that forbids it (409), never a 400 or 422.
            "checks": {
                "positive_data_acceptance": {
                    "expected-statuses": ["2xx", "401", "403", "404", "409", "413", "415", "429"]
                },
                "negative_data_rejection": {
                    "expected-statuses": ["400", "401", "403", "404", "405", "413", "415", "429"]
                },
            },
        }
    )
    schema = schemathesis.openapi.from_dict(document(), config=config)
    names = {"/" + re.sub(r"<\w+:(\w+)>", r"{\1}", route): name for name, route, _ in walk()}
    found = (result.ok() for result in schema.get_all_operations())
    return {f"{each.method.upper()} {names[each.path]}": each for each in found}


@cache
def _shape(key: str, media_type: str) -> Draft202012Validator:
    operation = operations()[key].definition.raw
    shape = operation["requestBody"]["content"][media_type]["schema"]
    return Draft202012Validator(
        {"components": document()["components"], **shape}, format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def faults(key: str, media_type: str, body: dict[str, Any]) -> list[str]:
    """What the schema says against a body; a file is as good as any other."""
    plain = {name: value if is_json(value) else "" for name, value in body.items()}
    return [error.message for error in _shape(key, media_type).iter_errors(plain)]


def is_json(value: Any) -> bool:
    if isinstance(value, list):
        return all(map(is_json, value))
    return value is None or isinstance(value, (str, int, float, dict))


@cache
def shares() -> dict[str, int]:
    """How many cases each operation gets."""
    weights = {key: HEAVY if one.body or one.query else LIGHT for key, one in operations().items()}
    each, left = divmod(ALL, sum(weights.values()))
    for_all, over = divmod(left, len(weights))
    return {
        key: each * weight + for_all + (place < over) for place, (key, weight) in enumerate(weights.items())
    }


def cases_of(key: str) -> list[tuple[GenerationMode, Any]]:
    """Half of them each limit of the schema met and overstepped, half random; half valid, half wrong."""
    operation, number = operations()[key], shares()[key]
    quarter = number // 4
    found = [
        (mode, case)
        for mode in (VALID, WRONG)
        for case in (*_picked(_limits(operation, mode), quarter), *_random(operation, mode, quarter))
        if not (mode is WRONG and _is_right_after_all(key, case))
    ]
    missing = number - len(found)  # where few are valid (an address alone), more are wrong
    drawn = _random(operation, WRONG, missing) if missing else []
    more = [(WRONG, case) for case in drawn if not _is_right_after_all(key, case)]
    return [*found, *islice(cycle(more or found), missing)]


def _limits(operation: APIOperation, mode: GenerationMode) -> Iterator[Any]:
    """Each limit that the schema sets, met and overstepped by one."""
    try:
        yield from CoverageGenerator(
            operation=operation,
            generation_modes=[mode],
            generation_config=operation.schema.config.generation,
            auth_storage=None,
            override=Override(query={}, headers={}, cookies={}, path_parameters={}, body={}),
            feedback=FeedbackSources(),
        )
    except (
        ValueError
    ):  # it cannot hold a file against a condition between fields; random ones take their place
        return


def _is_right_after_all(key: str, case: Any) -> bool:
    """What breaks one branch of several in a schema may fit another; the validator knows, the mutation does not."""
    # Its address does not count: it is replaced by one that exists.
    beside = any(map(case.meta.is_negative_at, (ParameterLocation.QUERY, ParameterLocation.HEADER)))
    only_body = case.meta.is_negative_at(ParameterLocation.BODY) and not beside
    if only_body and isinstance(case.body, dict):
        return not faults(key, case.media_type, case.body)
    return _is_right_as_text(case)


def _is_right_as_text(case: Any) -> bool:
    """In an address all is text: where any words may stand, null in their place is the word “null”."""
    about = case.meta.phase.data
    if getattr(about, "parameter_location", None) is not ParameterLocation.QUERY or not about.parameter:
        return False
    parameter = next((one for one in case.operation.query if one.name == about.parameter), None)
    given = (case.query or {}).get(about.parameter)
    return (
        parameter is not None
        and isinstance(given, str)
        and Draft202012Validator(parameter.definition["schema"]).is_valid([given])
    )


def _picked(cases: Iterator[Any], number: int) -> list[Any]:
    """So many of them, evenly."""
    found = list(cases)
    return found[:: max(1, len(found) // number)][:number]


def _random(operation: APIOperation, mode: GenerationMode, number: int) -> list[Any]:
    cases: list[Any] = []

    @settings(_SAME_EVERY_TIME, max_examples=number)
    @given(case=operation.as_strategy(generation_mode=mode))
    def draw(case: Any) -> None:
        cases.append(case)

    try:
        draw()
    except Unsatisfiable:
        return []
    return cases[:number]


def wrong_beyond_its_address(case: Any) -> bool:
    """Whether it would still be wrong at an address that exists."""
    beside = (ParameterLocation.QUERY, ParameterLocation.HEADER, ParameterLocation.BODY)
    return case.meta is None or any(case.meta.is_negative_at(place) for place in beside)


def send(case: Any, client: Client, token: str) -> schemathesis.Response:
    """Through the whole application in this process, and back in the form in which schemathesis reads answers."""
    headers = {"Authorization": f"Token {token}"} if token else {}
    sent = case.as_transport_kwargs(base_url="http://testserver", headers=headers)
    request = requests.Request(
        **{name: value for name, value in sent.items() if name not in ("timeout", "verify")}
    ).prepare()
    body = request.body or b""
    answer = client.generic(
        request.method or "",
        request.path_url,
        body.encode() if isinstance(body, str) else body,
        content_type=request.headers.get("Content-Type", ""),
        headers={name: value for name, value in request.headers.items() if name != "Content-Type"},
    )
    told = {name: [value] for name, value in answer.headers.items()}
    return schemathesis.Response(
        answer.status_code, told, body_of(answer), request, elapsed=0.0, verify=False
    )
