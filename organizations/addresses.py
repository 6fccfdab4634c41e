"""From which machine a request comes. A header is believed only from a proxy that the settings name."""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# As proxies write them: 1.2.3.4, 1.2.3.4:5678, 2001:db8::1, [2001:db8::1], [2001:db8::1]:443.
_BRACKETED = re.compile(r"\[([^\]]*)\](?::\d{1,5})?")
_WITH_PORT = re.compile(r"([^:]*):\d{1,5}")


def client_address(request: HttpRequest) -> str | None:
    """REMOTE_ADDR, or behind trusted proxies the nearest address that is none of them.

    A hop that is no address ends the search: what stands before it may have been written by anybody.
    """
    address = _valid(request.META.get("REMOTE_ADDR", ""))
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    for hop in reversed(hops):
        if address is None or not _is_trusted(address):
            break
        nearer = _valid(hop)
        if nearer is None:
            break
        address = nearer
    return address


def _valid(text: str) -> str | None:
    text = text.strip()
    written = _BRACKETED.fullmatch(text) or _WITH_PORT.fullmatch(text)
    try:
        known = ip_address((written[1] if written else text).partition("%")[0])
    except ValueError:
        return None
    mapped = known.ipv4_mapped if isinstance(known, IPv6Address) else None
    return str(mapped or known)


def _is_trusted(address: str) -> bool:
    return any(ip_address(address) in ip_network(one, strict=False) for one in settings.TRUSTED_PROXIES)
