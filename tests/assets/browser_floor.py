"""What Chromium 86 cannot read, found by parsing the CSS that is shipped (ui.md: floor)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import tinycss2

AT_RULES = {"container", "layer", "scope", "starting-style", "view-transition", "position-try"}
FUNCTIONS = {
    "color-mix", "oklch", "oklab", "lch", "lab", "hwb", "color", "light-dark", "round", "mod", "rem",
    "sin", "cos", "tan", "pow", "sqrt", "hypot", "anchor",
}  # fmt: skip
SELECTOR_FUNCTIONS = {"has", "is", "where", "-moz-any", "state"}
# Only what moves or hides something: an underline a pixel lower (text-underline-offset) is no loss.
PROPERTIES = {
    "inset", "inset-block", "inset-inline", "aspect-ratio", "accent-color", "container", "container-type",
    "container-name", "translate", "rotate", "scale", "text-wrap", "margin-inline",
    "margin-block", "padding-inline", "padding-block", "border-inline", "border-block", "scrollbar-gutter",
    "overflow-clip-margin", "offset-path", "field-sizing", "interpolate-size", "text-box", "hyphenate-character",
    "forced-color-adjust", "color-scheme-adjust", "contain-intrinsic-size",
}  # fmt: skip
UNITS = {
    "dvh",
    "svh",
    "lvh",
    "dvw",
    "svw",
    "lvw",
    "cqw",
    "cqh",
    "cqi",
    "cqb",
    "cqmin",
    "cqmax",
    "rlh",
    "lh",
    "ric",
}
# Values that came later than their property.
VALUES = {("overflow", "clip"), ("overflow-x", "clip"), ("overflow-y", "clip")}
# An unknown pseudo-element loses the whole rule, so it may stand only in rules of its own.
LONELY = {"file-selector-button"}


def nested(tokens: Iterable[Any]) -> Iterator[Any]:
    for token in tokens:
        yield token
        for inner in (getattr(token, "arguments", None), getattr(token, "content", None)):
            if isinstance(inner, list):
                yield from nested(inner)


def selector_problems(prelude: list[Any]) -> Iterator[str]:
    parts = list(nested(prelude))
    for token in parts:
        if token.type == "function" and token.lower_name in SELECTOR_FUNCTIONS:
            yield f":{token.lower_name}()"
        if token.type == "function" and token.lower_name == "not" and "," in token.arguments:
            yield ":not() with a list"
        if token == "&":
            yield "nesting"
    names = {token.lower_value for token in parts if token.type == "ident"}
    groups = tinycss2.serialize(prelude).split(",")
    for name in names & LONELY:
        if any(name not in group for group in groups):
            yield f"::{name} beside other selectors"


def value_problems(tokens: list[Any]) -> Iterator[str]:
    for token in nested(tokens):
        if token.type == "function" and token.lower_name in FUNCTIONS:
            yield f"{token.lower_name}()"
        if token.type == "dimension" and token.lower_unit in UNITS:
            yield token.lower_unit
        if token.type == "function" and token.lower_name in {"rgb", "rgba", "hsl", "hsla"}:
            first = next((one for one in token.arguments if one.type == "ident"), None)
            if first is not None and first.lower_value == "from":
                yield "relative colour"


def declaration_problems(declaration: Any) -> Iterator[str]:
    name = declaration.lower_name
    if name in PROPERTIES:
        yield name
    words = [token.lower_value for token in declaration.value if token.type == "ident"]
    yield from (f"{name}: {word}" for word in words if (name, word) in VALUES)
    yield from value_problems(declaration.value)


def block_problems(content: list[Any]) -> Iterator[str]:
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration":
            yield from declaration_problems(node)
        elif node.type in {"qualified-rule", "at-rule"}:
            yield "nesting"


def at_rule_problems(rule: Any) -> Iterator[str]:
    if rule.lower_at_keyword in AT_RULES:
        yield f"@{rule.lower_at_keyword}"
    if rule.lower_at_keyword == "media" and re.search(r"[<>]", tinycss2.serialize(rule.prelude)):
        yield "media query with a range"
    if rule.content is None:
        return
    if rule.lower_at_keyword in {"media", "supports"} or rule.lower_at_keyword.endswith("keyframes"):
        yield from rule_problems(tinycss2.parse_rule_list(rule.content, True, True))
    elif rule.lower_at_keyword == "font-face":
        yield from block_problems(rule.content)


def rule_problems(rules: Iterable[Any]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "error":
            yield f"cannot be read: {rule.message}"
        elif rule.type == "at-rule":
            yield from at_rule_problems(rule)
        else:
            yield from selector_problems(rule.prelude)
            yield from block_problems(rule.content)


def css_problems(text: str) -> list[str]:
    return list(rule_problems(tinycss2.parse_stylesheet(text, True, True)))
