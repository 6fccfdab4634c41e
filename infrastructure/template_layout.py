"""A line break in a template is layout, never text.

HTML reads a line break between two words as a space. Chinese has none: a condition that stands on a line of its own
would tear a sentence apart. So templates are loaded without their line breaks and the indentation around them; a
space that is wanted stands inside a line, or is written ``{{ " " }}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.template import Origin, Template
from django.template.loaders import filesystem

LINE_BREAK = re.compile(r"[ \t]*\n\s*")
_DJANGO = r"{%.*?%}|{{.*?}}|{#.*?#}"
# What is kept as it stands comes first; then an HTML tag, whose attributes may hold anything of Django's.
_PARTS = re.compile(
    rf"(?P<kept><(?P<name>pre|textarea)\b.*?</(?P=name)>)|(?P<comment><!--.*?-->)|(?P<django>{_DJANGO})"
    rf"""|(?P<tag></?[A-Za-z!](?:{_DJANGO}|"(?:{_DJANGO}|[^"])*"|'(?:{_DJANGO}|[^'])*'|[^>"'])*>)""",
    re.DOTALL,
)


def parts(source: str) -> Iterator[tuple[str, str]]:
    """The source in pieces: ``text``, ``tag`` (HTML), ``django``, ``comment`` and ``kept``."""
    end = 0
    for found in _PARTS.finditer(source):
        if found.start() > end:
            yield "text", source[end : found.start()]
        yield str(found.lastgroup if found.lastgroup != "name" else "kept"), found.group()
        end = found.end()
    if end < len(source):
        yield "text", source[end:]


def without_layout(source: str) -> str:
    """What the template says: no line breaks between its pieces, one space for each inside an HTML tag."""
    replacement = {"text": "", "tag": " "}
    return "".join(
        LINE_BREAK.sub(replacement[kind], piece) if kind in replacement else piece
        for kind, piece in parts(source)
    )


class Loader(filesystem.Loader):
    """Templates of the project; those of other packages keep their own rules."""

    def get_contents(self, origin: Origin) -> str:
        source = super().get_contents(origin)
        if self.engine.debug:
            # An error names its line only in the source as it was written.
            Template(source, origin, str(origin.template_name), self.engine)
        return without_layout(source)
