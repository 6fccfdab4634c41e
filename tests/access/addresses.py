"""One real address for every URL name: what each placeholder stands for in the full hospital."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from hospital_qs import open_urls
from hospital_qs.open_stack import URLCONF
from tests.access.site import Site

# Which row an address of this name points at; without an entry there is no row in the address.
ROW_OF = {
    "activate": "link_reset",
    "sheet": "ward_sheet",
    "sheet-print": "ward_sheet",
    "sheet-reopen": "paper_sheet",
    "sheet-paper": "ready_sheet",
    "sheet-scan": "paper_sheet",
    "sheet-line": "ward_sheet",
    "sheet-finding": "ward_sheet",
    "finding": "planned",
    "finding-edit": "draft",
    "finding-merge": "submitted",
    "finding-also-count": "submitted",
    "finding-notice": "planned",
    "finding-feedback": "accepted",
    "extension-ask": "planned",
    "extension-decide": "extended",
    "import-batch": "batch",
    "import-batch-enter": "batch",
    "ledger-final-withdraw": "final",
    "import-preview": "import",
    "import-enter": "import",
    "import-failed": "import",
    "blank": "blank",
    "blank-fill": "blank",
    "blank-read": "blank",
    "blank-end": "blank",
    "job": "job",
    "job-file": "job",
    "settings-department": "department",
    "settings-department-end": "department",
    "settings-department-reopen": "ended_department",
    "settings-alias-add": "department",
    "settings-alias-remove": "department",
    "settings-person": "person",
    "settings-person-edit": "person",
    "settings-posting": "person",
    "settings-posting-dates": "person",
    "settings-leave-back": "leaver",
    "settings-account-open": "without_account",
    "settings-account-reset": "account",
    "settings-reset-end": "waiting_reset",
    "my-reset-end": "clerk_reset",
    "settings-account-close": "account",
    "settings-account-reopen": "closed_account",
    "settings-leave": "person",
    "settings-role-end": "membership",
    "settings-stand-in-end": "stand_in",
    "check-entry": "check_entry",
    "check-entry-end": "check_entry",
    "api-department": "department",
    "api-department-end": "department",
    "api-department-reopen": "ended_department",
    "api-aliases": "department",
    "api-alias": "department",
    "api-person": "person",
    "api-postings": "person",
    "api-accounts": "person",
    "api-account-close": "account",
    "api-account-reopen": "closed_account",
    "api-account-second-factor-off": "account",
    "api-posting": "person",
    "api-leave": "person",
    "api-leave-take-back": "leaver",
    "api-membership-end": "membership",
    "api-stand-in-end": "stand_in",
    "api-sheet": "ward_sheet",
    "api-sheet-answers": "ward_sheet",
    "api-sheet-rest": "ward_sheet",
    "api-sheet-confirm": "ready_sheet",
    "api-sheet-reopen": "paper_sheet",
    "api-sheet-scan": "paper_sheet",
    "api-sheet-line-findings": "ward_sheet",
    "api-finding": "draft",
    "api-finding-ledgers": "submitted",
    "api-finding-rounds": "accepted",
    "api-extensions": "planned",
    "api-extension-decision": "extended",
    "api-job": "job",
    "api-job-file": "job",
}
OF_A_CAMPAIGN = ("checkpoints", "checkpoint", "check-entry-new", "region-entries", "region-entry-new")
OF_A_REGION = (
    "region-home",
    "region-runs",
    "region-run-new",
    "region-entries",
    "region-entry-new",
    "api-region-hospitals",
    "api-region-runs",
)
OF_THE_LEDGER = (
    "api-ledger",
    "api-launch",
    "api-items",
    "api-checkpoint-settings",
    "api-missing-sheets",
    "api-board",
    "api-sheets",
    "api-findings",
    "api-cells",
    "api-exports",
    "api-templates",
    "api-imports",
)
# `finding-move:accept` is the address of one transition, on a finding that stands before it.
READY_FOR = {
    "submit": "draft",
    "return": "submitted",
    "take_up": "submitted",
    "start": "analysing_planned",
    "request_acceptance": "proved",
    "fix_on_the_spot": "spot",
    "accept": "awaiting",
    "refuse": "awaiting",
    "close": "accepted",
    "reopen": "accepted",
    "void": "submitted",
    "merge": "submitted",
    "paper": "awaiting",
}
FINDING_PAGES = (
    "cause-",
    "measure-",
    "evidence",
    "note-",
    "api-finding-",
    "api-cause",
    "api-measure",
    "api-evidence",
    "api-note",
    "api-on-site",
)
OTHER_PLACEHOLDERS: dict[str, Callable[[Site], Any]] = {
    "line_uid": lambda site: site["line"].uid,
    "cause": lambda site: site["cause"].uid,
    "measure": lambda site: site["measure"].uid,
    "item": lambda site: site["evidence"].uid,
    "page": lambda site: 1,
    "member": lambda site: site["group_member"].uid,
    "meeting": lambda site: site["launch_meeting"].uid,
    "plan": lambda site: site["launch_plan"].uid,
    "file": lambda site: site["launch_plan"].file.uid,
    "extension": lambda site: site["extension"].uid,
    "posting_uid": lambda site: site["posting"].uid,
    "clause": lambda site: "TST.I1.a",
    "token": lambda site: site["link"].code,
    "signed": lambda site: site["clerk_email"],
    "key": lambda site: site["token"].token.token_key,
    "line": lambda site: site["line"].uid,
    "posting": lambda site: site["posting"].uid,
}


# Without a reason nobody reads a log over the API.
ASKED_IN_ADDRESS = dict.fromkeys(("api-audit-entries", "api-access-entries"), "?reason=audit")


def address(site: Site, key: str) -> str:
    """The address of a row of the matrix: a URL name, and after a colon which transition."""
    name = key.partition(":")[0]
    path = reverse(name, URLCONF if name.startswith("open-") else None, kwargs=parts(site, key))
    return path + ASKED_IN_ADDRESS.get(name, "")


def parts(site: Site, key: str) -> dict[str, Any]:
    """What stands for each placeholder of that address."""
    name, _, variant = key.partition(":")
    return {each: _value(site, name, variant, each) for each in PATTERNS[name]}


def _value(site: Site, name: str, variant: str, placeholder: str) -> Any:
    if placeholder == "code":
        return "360100" if name in OF_A_REGION else site.hospital.code
    if placeholder == "name":
        return "眼科门诊" if name == "api-alias" else variant.replace("paper", "accept")
    if placeholder == "uid":
        return _row(site, name, variant).uid
    return OTHER_PLACEHOLDERS[placeholder](site)


def _row(site: Site, name: str, variant: str) -> Any:
    if name in OF_A_CAMPAIGN:
        return site.world.campaign
    if name == "run-sheets":
        return site.world.run
    if name in OF_THE_LEDGER or name.startswith("launch"):
        return site.world.participation
    if variant:
        return site[READY_FOR[variant]]
    if name in ROW_OF:
        return site[ROW_OF[name]]
    if name.startswith("api-import"):
        return site["import"]
    assert name.startswith(FINDING_PAGES), name
    return site["planned"]


def walk(resolver: URLResolver | None = None, route: str = "") -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(name, route, placeholders) of every address that the site answers, on either stack."""
    patterns = resolver.url_patterns if resolver else [*get_resolver().url_patterns, *open_urls.urlpatterns]
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, route + str(pattern.pattern))
        else:
            assert isinstance(pattern, URLPattern)
            yield pattern.name or "", route + str(pattern.pattern), tuple(pattern.pattern.converters)


PATTERNS = {name: placeholders for name, _, placeholders in walk()}
