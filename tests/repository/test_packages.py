"""A package stands in every list of packages: where it is missing it would pass unchecked."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.repository.sources import CONTRACTS, LAYERS, ROOT, TOOLS, WORKSHOP, tracked

OURS = {
    path.parent.name for path in tracked("__init__.py") if path.parent.parent == ROOT and path.parent.name != "tests"
}  # fmt: skip
APPS = OURS - {WORKSHOP, "hospital_qs", "policy_texts"}
RULES = {
    ".".join(path.relative_to(ROOT).parts[:2])
    for path in tracked(".py")
    if path.relative_to(ROOT).parts[1:-1] == ("rules",)
}
# Each list with what has to stand in it.
LISTS = {
    "INSTALLED_APPS": (settings.INSTALLED_APPS, OURS - {"policy_texts"}),
    "[tool.importlinter] root_packages": (TOOLS["importlinter"]["root_packages"], OURS),
    'the layers of contract "apps", without brackets': (LAYERS, OURS),
    'the containers of contract "rooms"': (CONTRACTS["rooms"]["containers"], APPS),
    'the source_modules of contract "pure"': (CONTRACTS["pure"]["source_modules"], RULES),
    "[tool.mypy] files": (TOOLS["mypy"]["files"], OURS),
    "[tool.mutmut] source_paths": (TOOLS["mutmut"]["source_paths"], APPS | {"policy_texts"}),
}


@pytest.mark.parametrize("where", LISTS)
def test_every_package_stands_in(where: str) -> None:
    listed, ours = LISTS[where]
    assert sorted(ours - set(listed)) == [], f"add these to {where}"
