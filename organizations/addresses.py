"""From which machine a request comes. A header is believed only from a proxy that the settings name."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """REMOTE_ADDR, or behind trusted proxies the nearest address that is none of them."""
    address = _valid(request.META.get("REMOTE_ADDR", ""))
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    for hop in reversed(hops):
        if address is None or not _is_trusted(address):
            break
        address = _valid(hop) or address
    return address


def _valid(text: str) -> str | None:
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return None


def _is_trusted(address: str) -> bool:
    return any(ip_address(address) in ip_network(one, strict=False) for one in settings.TRUSTED_PROXIES)
