from organizations.models.access import (
    DepartmentRole,
    HospitalRole,
    Membership,
    RegionRole,
    Role,
    StandIn,
)
from organizations.models.account_resets import AccountReset, ResetKind, ResetState
from organizations.models.log_ins import LogInTry
from organizations.models.people import AppraisalUnit, Posting, StaffKind, StaffMember
from organizations.models.places import (
    GRADES,
    AdministrativeLine,
    Affiliation,
    Department,
    DepartmentAlias,
    DepartmentKind,
    Hospital,
    HospitalKind,
    HospitalLevel,
    Region,
    RegionLevel,
    Standing,
)
from organizations.models.standings import HospitalStanding
from organizations.models.users import User

__all__ = [
    "GRADES",
    "AccountReset",
    "AdministrativeLine",
    "Affiliation",
    "AppraisalUnit",
    "Department",
    "DepartmentAlias",
    "DepartmentKind",
    "DepartmentRole",
    "Hospital",
    "HospitalKind",
    "HospitalLevel",
    "HospitalRole",
    "HospitalStanding",
    "LogInTry",
    "Membership",
    "Posting",
    "Region",
    "RegionLevel",
    "RegionRole",
    "ResetKind",
    "ResetState",
    "Role",
    "StaffKind",
    "StaffMember",
    "StandIn",
    "Standing",
    "User",
]
