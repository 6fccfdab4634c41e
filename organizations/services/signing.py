"""The three things of every act: who signed, who recorded it, and the scan of a paper (DESIGN §5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from infrastructure.audit import Signature
from infrastructure.errors import NotAllowed, Refusal
from infrastructure.files.services import receive_upload
from infrastructure.models import StoredFile
from organizations.models import Posting, StaffMember, StandIn, User
from organizations.places import Place, allowed, may_record
from organizations.rights import Right
from organizations.scope import Grants, grants_for


@dataclass(frozen=True)
class Paper:
    """A signed and stamped paper that an authorised clerk records (代录)."""

    signatory: StaffMember
    scan: StoredFile


@dataclass(frozen=True)
class SentPaper:
    """A paper as it comes with a request: its scan is not yet kept."""

    signatory: StaffMember
    upload: UploadedFile[Any]


def received(paper: Paper | SentPaper | None, *, hospital_id: int, by: User, now: datetime) -> Paper | None:
    """The paper with its scan kept. Called in the transaction of the act that it signs, before anything is locked."""
    if not isinstance(paper, SentPaper):
        return paper
    scan = receive_upload(upload=paper.upload, hospital_id=hospital_id, by=by, now=now)
    return Paper(signatory=paper.signatory, scan=scan)


@dataclass(frozen=True)
class Signed:
    """A checked signature, ready to be stored with an act."""

    signatory: StaffMember
    recorded_by: User
    scan: StoredFile | None = None
    stand_in: StandIn | None = None

    def columns(self) -> dict[str, object]:
        """Values of the columns of `models.Act`."""
        return {
            "signatory": self.signatory,
            "recorded_by": self.recorded_by,
            "scan": self.scan,
            "stand_in": self.stand_in,
        }

    @property
    def principal_id(self) -> int | None:
        return self.stand_in.principal_id if self.stand_in else None

    def for_audit(self) -> Signature:
        principal = self.stand_in.principal if self.stand_in else None
        return Signature(
            signatory_id=self.signatory.pk,
            signatory_name=self.signatory.name,
            on_behalf_of_id=principal.pk if principal else None,
            on_behalf_of_name=principal.name if principal else "",
            scan_uid=self.scan.uid if self.scan else None,
        )


def sign(*, action: Right, place: Place, by: User, as_of: date, paper: Paper | None = None) -> Signed:
    """Check that this user may sign here, for himself, as a dated stand-in, or as the clerk of a paper."""
    if paper is not None:
        return _sign_paper(paper=paper, place=place, by=by, as_of=as_of)
    if by.staff_id is None or by.hospital_id != place.hospital_id:
        raise NotAllowed("您的账号没有关联本院职工，不能签署。")
    grants = grants_for(by, as_of=as_of)
    if allowed(grants, action, place, own_only=True):
        return Signed(signatory=by.staff, recorded_by=by)
    if not allowed(grants, action, place, own_only=False):
        raise NotAllowed("您的角色没有这项权限。")
    return Signed(signatory=by.staff, recorded_by=by, stand_in=_stand_in(grants, action, place, by))


def _stand_in(grants: Grants, action: Right, place: Place, by: User) -> StandIn:
    for grant in grants.grants:
        if grant.for_staff is None:
            continue
        if allowed(Grants(grants.as_of, (grant,)), action, place, own_only=False):
            in_force = StandIn.objects.in_force(grants.as_of).select_related("principal")
            found: StandIn = in_force.get(substitute_id=by.staff_id, principal_id=grant.for_staff)
            return found
    raise NotAllowed("您的角色没有这项权限。")


def _sign_paper(*, paper: Paper, place: Place, by: User, as_of: date) -> Signed:
    if not may_record(hospital_id=place.hospital_id, by=by, as_of=as_of):
        raise NotAllowed("您没有代录签字盖章件的权限。")
    signatory = paper.signatory
    if signatory.hospital_id != place.hospital_id or paper.scan.hospital_id != place.hospital_id:
        raise Refusal("签字人或扫描件不属于本院。", field="signatory")
    if signatory.pk == by.staff_id:
        raise Refusal("自己签署请直接在系统中办理，不必代录。", field="signatory")
    if not _belongs(signatory, place, as_of):
        raise Refusal(f"{signatory.name}当前不在应签署的部门。", field="signatory")
    return Signed(signatory=signatory, recorded_by=by, scan=paper.scan)


def _belongs(signatory: StaffMember, place: Place, as_of: date) -> bool:
    if place.department_id is None:
        return signatory.is_leader
    postings = Posting.objects.in_force(as_of).filter(staff=signatory)
    return postings.filter(department=place.department_id).exists() or (
        postings.filter(department__parent=place.department_id).exists()
    )
