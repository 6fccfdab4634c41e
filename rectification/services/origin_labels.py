"""问题来源 in a hospital's own words: fixed kinds, own labels. A finding keeps the words it was registered with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from django.utils.timezone import localdate

from infrastructure.audit import acting, record
from infrastructure.errors import EditConflict, Invalid, NotAllowed
from infrastructure.searching.folding import fold
from organizations.models import Hospital, User
from organizations.places import Place, may
from policy_texts.vocabulary import FindingOrigin
from rectification.actions import FindingAction
from rectification.models import OriginLabel
from rectification.rights import FindingRight

LONGEST = 40


def own_labels(hospital_id: int) -> dict[str, str]:
    """Kind → the hospital's word, where it has one."""
    return dict(OriginLabel.objects.filter(hospital=hospital_id).values_list("origin", "label"))


def version_of(labels: Mapping[str, str]) -> str:
    """By which a page says what it was opened with: other labels, another version."""
    return hashlib.sha256(json.dumps(labels, sort_keys=True).encode()).hexdigest()[:16]


def origin_choices(hospital_id: int) -> list[tuple[str, str]]:
    """Every kind with the word that this hospital knows it by."""
    own = own_labels(hospital_id)
    return [(origin.value, own.get(origin.value, origin.label)) for origin in FindingOrigin]


def set_origin_labels(
    *, hospital: Hospital, labels: Mapping[str, str], by: User, now: datetime, seen: str | None = None
) -> dict[str, str]:
    """Save the words of all kinds at once; an empty one, or the fixed word itself, means the fixed word.

    Returns the hospital's own labels. Raises NotAllowed, Invalid with an error at each kind, EditConflict when they
    are no longer those that were seen (`version_of`).
    """
    office = Place(hospital.pk, None)
    if not may(action=FindingRight.LABEL_ORIGINS, place=office, by=by, as_of=localdate(now)):
        raise NotAllowed("问题来源的叫法由质控办设置，您的角色没有这项权限。")
    wanted = _own(labels)
    _check(wanted)
    with acting(by=by):
        Hospital.objects.select_for_update(no_key=True).get(pk=hospital.pk)  # two savers queue here
        before = own_labels(hospital.pk)
        if before == wanted:
            return wanted
        if seen not in (None, version_of(before)):
            raise _conflict(before, wanted)
        OriginLabel.objects.filter(hospital=hospital).delete()
        OriginLabel.objects.bulk_create(
            OriginLabel(hospital=hospital, origin=origin, label=label) for origin, label in wanted.items()
        )
        record(
            action=FindingAction.ORIGINS_LABELLED,
            target=hospital,
            by=by,
            now=now,
            hospital_id=hospital.pk,
            detail=_changes(before, wanted),
        )
    return wanted


def _own(labels: Mapping[str, str]) -> dict[str, str]:
    typed = {origin: " ".join(labels.get(origin.value, "").split()) for origin in FindingOrigin}
    return {origin.value: label for origin, label in typed.items() if label not in ("", origin.label)}


def _check(wanted: Mapping[str, str]) -> None:
    errors: dict[str, str] = {}
    shown = {origin.value: wanted.get(origin.value, origin.label) for origin in FindingOrigin}
    for origin, label in wanted.items():
        others = {fold(other) for kind, other in shown.items() if kind != origin}
        if "\x00" in label:
            errors[origin] = "叫法里有不能保存的字符，请重新填写。"
        elif len(label) > LONGEST:
            errors[origin] = f"叫法不超过 {LONGEST} 字（现有 {len(label)} 字）。"
        elif fold(label) in others:
            errors[origin] = f"“{label}”已经是另一种来源的叫法，请换一个。"
    if errors:
        raise Invalid(errors)


def _conflict(before: Mapping[str, str], wanted: Mapping[str, str]) -> EditConflict:
    changes = _changes(before, wanted)
    now = "、".join(f"{kind}现在是“{current}”" for kind, (current, _) in changes.items())
    return EditConflict(
        f"您打开这页之后，别人修改过叫法：{now}。请核对后再保存，再次保存以您填写的为准。",
        current={kind: current for kind, (current, _) in changes.items()},
        submitted={kind: typed for kind, (_, typed) in changes.items()},
    )


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, list[str]]:
    return {
        origin.label: [before.get(origin.value, origin.label), after.get(origin.value, origin.label)]
        for origin in FindingOrigin
        if before.get(origin.value) != after.get(origin.value)
    }
