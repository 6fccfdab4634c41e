"""gunicorn's log. Its access log is off unless a deployment asks for it, and silent on anonymous pages even then."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from gunicorn.glogging import Logger

from hospital_qs.open_prefix import is_open


def _names_an_open_page(text: Any) -> bool:
    """Of an address as the browser sent it, which is all there is of a request that could not be read."""
    return isinstance(text, str) and is_open(unquote(urlsplit(text.lstrip("/")).path))


class WebLog(Logger):
    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> None:
        if not _names_an_open_page(environ.get("RAW_URI", "")):
            super().access(resp, req, environ, request_time)

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        if any(map(_names_an_open_page, args)):
            self.error("a request of the open pages could not be handled")
        else:
            super().exception(msg, *args, **kwargs)

    def debug(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Each of its debug lines names an address: left out, whatever level is asked for."""
