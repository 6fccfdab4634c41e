"""What the frame reads. Everything is lazy: a fragment that shows no frame asks the database nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from hospital_qs import navigation
from organizations import frame_registry
from organizations.access_selectors import WorkPlace, places_of
from organizations.middleware import idle_seconds
from organizations.requests import request_grants, signed_in
from organizations.watermarks import signed_words


@dataclass(frozen=True)
class PlaceOption:
    label: str
    url: str
    here: bool


@dataclass(frozen=True)
class CurrentPlace:
    name: str
    role: str


class Frame:
    """The frame of one request, read once: the user's places, then only plain words."""

    def __init__(self, request: HttpRequest) -> None:
        self.path = request.path
        self.user = signed_in(request)
        self.all_places = places_of(self.user, request_grants(request))
        self.current = self._current(getattr(request, "hospital", None))

    def _current(self, hospital: Any) -> WorkPlace | None:
        """The place of the page: of the record shown, of the address, else the first one held."""
        if hospital is not None:
            return next((p for p in self.all_places if p.hospital_id == hospital.pk), None)
        held = next((p for p in self.all_places if self.path.startswith(p.url.split("settings/")[0])), None)
        return held or (self.all_places[0] if self.all_places else None)

    @property
    def nav(self) -> list[navigation.Entry]:
        return navigation.side_entries(self.current, path=self.path) if self.current else []

    @property
    def tabs(self) -> list[navigation.Entry]:
        return navigation.phone_entries(self.current, path=self.path) if self.current else []

    @property
    def place(self) -> CurrentPlace | None:
        return CurrentPlace(self.current.name, self.current.role_words) if self.current else None

    @property
    def places(self) -> list[PlaceOption]:
        return [PlaceOption(p.name, p.url, p is self.current) for p in self.all_places]

    @property
    def home_url(self) -> str:
        return self.current.url if self.current else "/"

    @property
    def search_url(self) -> str:
        if self.current is None or self.current.hospital_id is None:
            return ""
        return f"/h/{self.current.code}/search/"

    @property
    def phase_banner(self) -> Any:
        """The first line that an app has for this place."""
        if self.current is None:
            return None
        able, today = navigation.actions_at(self.current), timezone.localdate()
        found = (banner(self.current, able, today) for banner in frame_registry.banners())
        return next((banner for banner in found if banner is not None), None)

    @property
    def watermark(self) -> str:
        """Over the pages of a hospital whose setting asks for it."""
        if self.current is None or not self.current.watermark:
            return ""
        return signed_words(user=self.user, as_of=timezone.localdate())

    @property
    def account_menu(self) -> list[navigation.Entry]:
        return navigation.account_entries(several_places=len(self.all_places) > 1)


LAZY = (
    "nav",
    "tabs",
    "place",
    "places",
    "home_url",
    "search_url",
    "account_menu",
    "phase_banner",
    "watermark",
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of `base.html`; a page for somebody who is not logged in has no frame."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    whole: Any = SimpleLazyObject(lambda: Frame(request))
    context: dict[str, Any] = {
        "account_name": user.display_name,
        "idle_timeout": idle_seconds(user),
        "keep_alive_url": "/account/alive/",
        "draft_owner": str(user.uid),
    }
    return context | {name: SimpleLazyObject(partial(getattr, whole, name)) for name in LAZY}
