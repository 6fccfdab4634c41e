"""REST addresses of people and places, below /api/v1/. A name never changes: the API grows by addition only."""

from django.urls import path

from organizations.api import accounts, lists, logs, people, person_accounts, places, roles

HOSPITAL = "hospitals/<slug:code>/"
DEPARTMENT = "departments/<uuid:uid>/"
PERSON = "staff/<uuid:uid>/"

urlpatterns = [
    path("tokens/", accounts.Tokens.as_view(), name="api-tokens"),
    path("tokens/<slug:key>/", accounts.Token.as_view(), name="api-token"),
    path("me/", accounts.Me.as_view(), name="api-me"),
    path("hospitals/", places.Hospitals.as_view(), name="api-hospitals"),
    path(HOSPITAL, places.HospitalResource.as_view(), name="api-hospital"),
    path("regions/<slug:code>/hospitals/", places.RegionHospitals.as_view(), name="api-region-hospitals"),
    path(f"{HOSPITAL}names/", places.HospitalNamesResource.as_view(), name="api-hospital-names"),
    path(f"{HOSPITAL}standings/", places.Standings.as_view(), name="api-standings"),
    path(f"{HOSPITAL}login-policy/", places.LoginPolicyResource.as_view(), name="api-login-policy"),
    path(f"{HOSPITAL}departments/import/", lists.DepartmentList.as_view(), name="api-departments-import"),
    path(f"{HOSPITAL}staff/import/", lists.PeopleList.as_view(), name="api-staff-import"),
    path(f"{PERSON}accounts/", person_accounts.Accounts.as_view(), name="api-accounts"),
    path("accounts/<uuid:uid>/close/", person_accounts.AccountClosing.as_view(), name="api-account-close"),
    path(
        "accounts/<uuid:uid>/reopen/", person_accounts.AccountReopening.as_view(), name="api-account-reopen"
    ),
    path(
        "accounts/<uuid:uid>/second-factor/off/",
        person_accounts.SecondFactorOff.as_view(),
        name="api-account-second-factor-off",
    ),
    path(f"{HOSPITAL}departments/", places.Departments.as_view(), name="api-departments"),
    path(DEPARTMENT, places.DepartmentResource.as_view(), name="api-department"),
    path(f"{DEPARTMENT}end/", places.DepartmentEnding.as_view(), name="api-department-end"),
    path(f"{DEPARTMENT}reopen/", places.DepartmentReopening.as_view(), name="api-department-reopen"),
    path(f"{DEPARTMENT}aliases/", places.Aliases.as_view(), name="api-aliases"),
    path(f"{DEPARTMENT}aliases/<str:name>/", places.Alias.as_view(), name="api-alias"),
    path(f"{HOSPITAL}staff/", people.Staff.as_view(), name="api-staff"),
    path(PERSON, people.Person.as_view(), name="api-person"),
    path(f"{PERSON}postings/", people.Postings.as_view(), name="api-postings"),
    path(f"{PERSON}postings/<uuid:posting>/", people.PostingResource.as_view(), name="api-posting"),
    path(f"{PERSON}leave/", people.Leave.as_view(), name="api-leave"),
    path(f"{PERSON}leave/take-back/", people.LeaveTakenBack.as_view(), name="api-leave-take-back"),
    path(f"{HOSPITAL}memberships/", roles.Memberships.as_view(), name="api-memberships"),
    path("memberships/<uuid:uid>/end/", roles.MembershipEnding.as_view(), name="api-membership-end"),
    path(f"{HOSPITAL}stand-ins/", roles.StandIns.as_view(), name="api-stand-ins"),
    path("stand-ins/<uuid:uid>/end/", roles.StandInEnding.as_view(), name="api-stand-in-end"),
    path(f"{HOSPITAL}audit-entries/", logs.AuditEntries.as_view(), name="api-audit-entries"),
    path(f"{HOSPITAL}access-entries/", logs.AccessEntries.as_view(), name="api-access-entries"),
]
