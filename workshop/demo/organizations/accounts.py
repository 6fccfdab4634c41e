"""The log-ins of the demo: the named ones, one a role, and those that the acts of the ledger need."""

from collections.abc import Iterator, Sequence

from workshop.demo.content import AccountText, Content
from workshop.demo.organizations.institutions import Institution
from workshop.demo.organizations.people import Person
from workshop.demo.plan import AccountPlan, GrantPlan


def build_accounts(institutions: Sequence[Institution], content: Content) -> tuple[AccountPlan, ...]:
    named = {a.employee_no: a for a in content.accounts.accounts if a.employee_no}
    regional = (_regional(text) for text in content.accounts.accounts if not text.employee_no)
    inside = (
        _account(person, institution, named if institution.in_full else {})
        for institution in institutions
        for person in institution.people
        if _has_account(person, institution, named)
    )
    return (*regional, *inside)


def _has_account(person: Person, institution: Institution, named: dict[str, AccountText]) -> bool:
    if person.function == "head" or person.staff.is_leader:
        return True
    number = person.staff.employee_no
    if number in institution.roster.quality_officers:
        return True
    return person.function == "liaison" or (institution.in_full and number in named)


def _account(person: Person, institution: Institution, named: dict[str, AccountText]) -> AccountPlan:
    number, code = person.staff.employee_no, institution.plan.code
    text = named.get(number)
    grants = list(_grants(person, institution))
    if text is not None:
        grants.append(_named_grant(text, code))
    return AccountPlan(
        username=text.username if text else f"{code}-{number}".lower(),
        display_name=person.staff.name,
        hospital=code,
        employee_no=number,
        grants=tuple(dict.fromkeys(grants)),
        purpose=text.purpose if text else "",
    )


def _grants(person: Person, institution: Institution) -> Iterator[GrantPlan]:
    """What the post brings with it."""
    code = institution.plan.code
    if person.staff.is_leader:
        yield GrantPlan("hospital_leader", hospital=code)
    elif person.function == "head":
        yield GrantPlan("department_head", hospital=code, department=person.department)
    elif person.function == "liaison":
        yield GrantPlan("liaison", hospital=code, department=person.department)
    if person.staff.employee_no in institution.roster.quality_officers:
        yield GrantPlan("quality_office", hospital=code)


def _named_grant(text: AccountText, hospital: str) -> GrantPlan:
    return GrantPlan(text.role, hospital=hospital, department=text.department)


def _regional(text: AccountText) -> AccountPlan:
    grant = GrantPlan(text.role, region=text.region)
    return AccountPlan(text.username, text.display_name, "", "", (grant,), text.purpose)
