"""The settings of one hospital: its administrators' pages."""

from django.urls import path

from organizations.views import (
    account_resets,
    audit,
    departments,
    imports,
    people,
    person_accounts,
    roles,
    settings,
    slips,
)

ROOT = "h/<slug:code>/settings/"
DEPARTMENT = f"{ROOT}departments/<uuid:uid>/"
PERSON = f"{ROOT}people/<uuid:uid>/"
ACCOUNT = f"{ROOT}accounts/<uuid:uid>/"

urlpatterns = [
    path(ROOT, settings.overview, name="settings-overview"),
    path(f"{ROOT}names/", settings.names, name="settings-names"),
    path(f"{ROOT}standing/", settings.standing, name="settings-standing"),
    path(f"{ROOT}policy/", settings.policy, name="settings-policy"),
    path(f"{ROOT}departments/", departments.department_list, name="settings-departments"),
    path(f"{ROOT}departments/new/", departments.department_new, name="settings-department-new"),
    path(f"{ROOT}departments/import/", imports.departments_upload, name="settings-departments-import"),
    path(f"{ROOT}departments/import/run/", imports.departments_run, name="settings-departments-import-run"),
    path(
        f"{ROOT}departments/import/template.xlsx",
        imports.departments_template,
        name="settings-departments-template",
    ),
    path(DEPARTMENT, departments.department_edit, name="settings-department"),
    path(f"{DEPARTMENT}end/", departments.department_end, name="settings-department-end"),
    path(f"{DEPARTMENT}reopen/", departments.department_reopen, name="settings-department-reopen"),
    path(f"{DEPARTMENT}aliases/", departments.alias_add, name="settings-alias-add"),
    path(f"{DEPARTMENT}aliases/remove/", departments.alias_remove, name="settings-alias-remove"),
    path(f"{ROOT}people/", people.people_list, name="settings-people"),
    path(f"{ROOT}people/new/", people.person_new, name="settings-person-new"),
    path(f"{ROOT}people/lookup/", people.people_lookup, name="settings-people-lookup"),
    path(f"{ROOT}people/import/", imports.people_upload, name="settings-people-import"),
    path(f"{ROOT}people/import/run/", imports.people_run, name="settings-people-import-run"),
    path(f"{ROOT}people/import/template.xlsx", imports.people_template, name="settings-people-template"),
    path(PERSON, people.person_detail, name="settings-person"),
    path(f"{PERSON}edit/", people.person_edit, name="settings-person-edit"),
    path(f"{PERSON}posting/", people.posting_change, name="settings-posting"),
    path(f"{PERSON}postings/<uuid:posting_uid>/", people.posting_dates, name="settings-posting-dates"),
    path(f"{PERSON}back/", people.leave_back, name="settings-leave-back"),
    path(f"{PERSON}account/", person_accounts.account_open, name="settings-account-open"),
    path(f"{ACCOUNT}reset/", account_resets.reset_ask, name="settings-account-reset"),
    path(f"{ACCOUNT}close/", person_accounts.account_close, name="settings-account-close"),
    path(f"{ACCOUNT}reopen/", person_accounts.account_reopen, name="settings-account-reopen"),
    path(f"{ROOT}resets/", account_resets.reset_list, name="settings-resets"),
    path(f"{ROOT}resets/agree/", account_resets.reset_agree, name="settings-resets-agree"),
    path(f"{ROOT}resets/slips.csv", slips.slips_file, name="settings-slips-file"),
    path(f"{ROOT}resets/<uuid:uid>/end/", account_resets.reset_end, name="settings-reset-end"),
    path(f"{ROOT}handover/", people.handover_start, name="settings-handover"),
    path(f"{ROOT}handover/<uuid:uid>/", people.handover, name="settings-leave"),
    path(f"{ROOT}roles/", roles.role_list, name="settings-roles"),
    path(f"{ROOT}roles/grant/", roles.role_grant, name="settings-role-grant"),
    path(f"{ROOT}roles/<uuid:uid>/end/", roles.role_end, name="settings-role-end"),
    path(f"{ROOT}stand-ins/", roles.stand_in_list, name="settings-stand-ins"),
    path(f"{ROOT}stand-ins/new/", roles.stand_in_new, name="settings-stand-in-new"),
    path(f"{ROOT}stand-ins/<uuid:uid>/end/", roles.stand_in_end, name="settings-stand-in-end"),
    path(f"{ROOT}audit/", audit.audit_log, name="settings-audit"),
    path(f"{ROOT}audit/export/", audit.audit_export, name="settings-audit-export"),
    path(f"{ROOT}access/", audit.access_page, name="settings-access"),
    path(f"{ROOT}retention/", audit.retention_page, name="settings-retention"),
    path(f"{ROOT}access/export/", audit.access_export, name="settings-access-export"),
]
