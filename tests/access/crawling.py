"""A visitor who follows everything: links, buttons, filters, look-ups, exports, and what the API points at."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter, deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

from hospital_qs.open_prefix import is_open
from tests.access.asking import body_of

# Addresses that are followed: of one name and the same filters, and of one name whatever the filters.
FOR_EACH_KIND, FOR_EACH_NAME = 2, 5
LINKS = re.compile(r"^(href|src|action|hx-[a-z]+|data-[a-z-]+)$")
IN_JSON = re.compile(r'"(/(?:api/)?[a-z][^"\\ ]*)"')


class _Page(HTMLParser):
    """Addresses and filter forms of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self._form: str | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.links += [value for name, value in given.items() if LINKS.match(name) and value[:1] in "/?"]
        if tag == "form":
            self._form = given.get("action", "") if given.get("method", "get").lower() == "get" else None
        elif tag == "select":
            self._select = given.get("name", "")
        elif self._form is not None and given.get("value"):
            self._filter(tag, given)

    def _filter(self, tag: str, given: dict[str, str]) -> None:
        name = self._select if tag == "option" else given.get("name", "")
        if name and (tag == "option" or given.get("type") in ("checkbox", "radio", "hidden")):
            self.links.append(f"{self._form}?{urlencode({name: given['value']})}")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""


@dataclass
class Crawl:
    """What one person gets to see. `hits` are the addresses whose answer holds the word that is looked for."""

    client: Client
    word: str
    seen: set[str] = field(default_factory=set)
    hits: list[str] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    _kinds: Counter[tuple[Any, ...]] = field(default_factory=Counter)

    def run(self, *seeds: str) -> Crawl:
        waiting = deque(seeds)
        wanted = set(seeds)
        while waiting:
            address = waiting.popleft()
            if address in self.seen or not (address in wanted or self._is_new_kind(address)):
                continue
            self.seen.add(address)
            waiting.extend(self._visit(address))
        return self

    def _is_new_kind(self, address: str) -> bool:
        parts = urlsplit(address)
        try:
            name = resolve(parts.path).url_name
        except Resolver404:
            return False
        kind = (name, *sorted({key for key, _ in parse_qsl(parts.query)}))
        if self._kinds[kind] >= FOR_EACH_KIND or self._kinds[(name,)] >= FOR_EACH_NAME:
            return False
        self._kinds.update({kind, (name,)})
        return True

    def _visit(self, address: str) -> list[str]:
        answer = self.client.get(address)
        content = _words(body_of(answer), answer.get("Content-Type", ""))
        if answer.status_code >= 500:
            self.broken.append(address)
        if self.word in content or self.word in str(answer.headers):
            self.hits.append(address)
        if answer.status_code == 200 and not is_open(urlsplit(address).path):
            self.names[answer.resolver_match.url_name] += 1
        return [urljoin(address, link) for link in _links(content, answer)]

    def hit_names(self) -> set[str]:
        return {resolve(urlsplit(address).path).url_name for address in self.hits}


def _links(content: str, answer: Any) -> list[str]:
    kind = answer.get("Content-Type", "")
    if answer.has_header("Location"):
        return [answer["Location"]]
    if kind.startswith("text/html"):
        page = _Page()
        page.feed(content)
        return [link for link in page.links if not link.startswith(("//", "/static/"))]
    return IN_JSON.findall(content) if "json" in kind else []


def _words(body: bytes, kind: str) -> str:
    """All text of an answer: a workbook's parts as well, JSON without its escapes."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    text = body.decode("utf-8", "replace")
    return json.dumps(json.loads(text), ensure_ascii=False) if "json" in kind and text else text
