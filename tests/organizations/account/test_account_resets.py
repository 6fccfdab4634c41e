"""三员分立 at the accounts: no single person comes into another's, and nobody does it unseen."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client, override_settings
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from knox.models import AuthToken

from infrastructure import audit
from infrastructure.errors import Invalid, NotAllowed, Refusal, WrongState
from infrastructure.models.audit import AuditEntry
from organizations import tasks
from organizations.activation_codes import is_code, new_code
from organizations.models import AccountReset, Hospital, ResetKind, ResetState, Role, User
from organizations.roles import SEPARATED_ROLES
from organizations.rules.two_keys import ADMINISTRATORS, may_agree, may_ask
from organizations.services import account_resets, accounts, api_tokens, memberships
from tests import factories
from tests.factories import PASSWORD
from tests.organizations.account.conftest import log_in
from tests.organizations.account.two_keys import NEW, NOW, TODAY, agree, ask, came_in, fill_in

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("on_the_day")]


def test_a_slip_needs_both_halves(browser: Client, liaison: User, system: User, security: User) -> None:
    asked = ask(liaison, system)
    halves = {"first": asked.printed, "second": new_code()}
    assert "还没有两位管理员同意" in fill_in(browser, **halves).content.decode()
    second = agree(asked.reset, security)
    for wrong in (halves, {"first": new_code(), "second": second.printed}, {"first": second.printed}):
        page = fill_in(Client(REMOTE_ADDR=f"10.0.0.{len(wrong)}"), **wrong)
        assert page.status_code == 200
    assert not came_in("lizhiqiang", NEW)
    assert came_in("lizhiqiang", PASSWORD)  # nobody is shut out by a request
    assert fill_in(browser, first=asked.printed.lower(), second=second.code).url == "/login/"
    assert came_in("lizhiqiang", NEW)
    assert not came_in("lizhiqiang", PASSWORD)
    assert fill_in(browser, first=asked.printed, second=second.printed).status_code == 200  # used


def test_no_two_halves_come_from_one_person(
    liaison: User, hospital: Hospital, system: User, security: User
) -> None:
    """Not with one log-in, not with a second one, and not for oneself."""
    asked = ask(liaison, system)
    with pytest.raises(NotAllowed, match="申请人和本人"):
        agree(asked.reset, system)
    again = factories.make_user(staff=system.staff)
    with pytest.raises(NotAllowed):
        agree(asked.reset, again)
    factories.grant(again, Role.SYSTEM_ADMINISTRATOR, hospital)
    with pytest.raises(NotAllowed, match="自己的账号"):
        ask(system, again)
    of_security = ask(security, system)
    with pytest.raises(NotAllowed, match="申请人和本人"):
        agree(of_security.reset, User.objects.get(pk=again.pk))
    with (
        pytest.raises(IntegrityError, match="account_reset_three_people"),
        audit.acting(by=None),
        transaction.atomic(),
    ):
        AccountReset.objects.filter(pk=asked.reset.pk).update(
            agreed_by=system, agreed_at=NOW, state=ResetState.AGREED
        )


def test_nothing_is_done_that_nobody_agreed_to_in_the_database_too(liaison: User, system: User) -> None:
    ask(liaison, system)
    with (
        pytest.raises(IntegrityError, match="account_reset_done_when_agreed"),
        audit.acting(by=None),
        transaction.atomic(),
    ):
        AccountReset.objects.update(state=ResetState.AGREED)


@pytest.mark.parametrize("target", [*SEPARATED_ROLES, Role.QUALITY_OFFICE, None])
def test_who_may_ask_and_who_may_agree(
    three: dict[Role, User], hospital: Hospital, target: Role | None
) -> None:
    """Two of the three, never the person; the security administrator is one of them, but for the own account."""
    user = three[target] if target in three else factories.make_user(hospital)
    if target is Role.QUALITY_OFFICE:
        factories.grant(user, target, hospital)
    worked = set()
    for one, other in permutations([*SEPARATED_ROLES, "nobody"], 2):
        people = {**three, "nobody": factories.make_user(hospital)}
        try:
            with transaction.atomic():
                agree(ask(user, people[one]).reset, people[other])
                worked.add((one, other))
                raise Refusal("undone")
        except Refusal:
            pass
    system, security, auditor = SEPARATED_ROLES
    expected = {
        system: {(security, auditor), (auditor, security)},
        security: {(system, auditor), (auditor, system)},
        auditor: {(system, security), (security, system)},
    }
    assert worked == expected.get(target, {(system, security)})


def test_a_hospital_of_three_can_help_each_of_them(three: dict[Role, User]) -> None:
    """Whichever of three is locked out: the other two are enough, whoever of them begins, and no two dead ends."""
    for locked_out in ADMINISTRATORS:
        others = ADMINISTRATORS - {locked_out}
        for one in others:
            (other,) = others - {one}
            assert may_ask({one}, target={locked_out})
            assert may_agree({other}, asked_as={one}, target={locked_out})


def test_a_stand_in_opens_no_account(liaison: User, hospital: Hospital, system: User, security: User) -> None:
    substitute = factories.make_user(staff=factories.make_staff(hospital))
    memberships.grant_stand_in(
        principal=security.staff,
        substitute=substitute.staff,
        from_on=TODAY,
        to_on=TODAY,
        reason="休假",
        by=factories.make_member(Role.SECURITY_ADMINISTRATOR, hospital),
        now=NOW,
    )
    with pytest.raises(NotAllowed):
        agree(ask(liaison, system).reset, substitute)


def test_what_a_closed_log_in_asked_for_nobody_agrees_to(liaison: User, system: User, security: User) -> None:
    reset = ask(liaison, system).reset
    with audit.acting(by=None):
        User.objects.filter(pk=system.pk).update(is_active=False)
    with pytest.raises(NotAllowed):
        agree(AccountReset.objects.get(pk=reset.pk), security)


def test_administrators_of_another_hospital_are_strangers(
    liaison: User, system: User, other_hospital: Hospital
) -> None:
    foreign = factories.make_member(Role.SECURITY_ADMINISTRATOR, other_hospital)
    with pytest.raises(NotAllowed):
        agree(ask(liaison, system).reset, foreign)
    client = Client()
    client.force_login(foreign)
    reset = AccountReset.objects.get()
    page = client.post(
        f"/h/{other_hospital.code}/settings/resets/agree/", {"uid": str(reset.uid)}, follow=True
    )
    assert "没有办理任何申请" in page.content.decode()
    assert client.post(f"/h/{other_hospital.code}/settings/resets/{reset.uid}/end/").status_code == 404


def test_a_lost_phone_needs_two_as_well_and_is_told(
    browser: Client, liaison: User, system: User, security: User, on_the_day
) -> None:
    log_in(browser, "lizhiqiang")
    TOTPDevice.objects.create(user=liaison, name="手机", confirmed=True)
    on_the_day.shift(timedelta(minutes=1))
    asked = ask(liaison, system, ResetKind.SECOND_FACTOR)
    assert asked.code == ""
    assert TOTPDevice.objects.filter(user=liaison).exists()
    on_the_day.shift(timedelta(minutes=1))
    agree(asked.reset, security)
    assert not TOTPDevice.objects.filter(user=liaison).exists()
    assert AccountReset.objects.get().state == ResetState.DONE
    again = Client()
    log_in(again, "lizhiqiang")
    page = again.get("/account/").content.decode()
    assert "您上次登录以来" in page
    assert f"{system.display_name} 申请重置账号" in page
    assert f"{security.display_name} 停用动态口令" in page
    # Told once at the log-in; it stays on the page.
    on_the_day.shift(timedelta(minutes=1))
    later = Client()
    log_in(later, "lizhiqiang")
    page = later.get("/account/").content.decode()
    assert "您上次登录以来" not in page
    assert "停用动态口令" in page


def test_a_person_sees_the_request_and_ends_it(
    browser: Client, liaison: User, system: User, security: User
) -> None:
    asked = ask(liaison, system)
    second = agree(asked.reset, security)
    log_in(browser, "lizhiqiang")
    page = browser.get("/account/").content.decode()
    assert "有人为您的账号申请“设置密码”" in page
    assert system.display_name in page
    colleague = Client()
    colleague.force_login(security)
    assert colleague.post(f"/account/resets/{asked.reset.uid}/end/").status_code == 404
    browser.post(f"/account/resets/{asked.reset.uid}/end/")
    assert fill_in(Client(), first=asked.printed, second=second.printed).status_code == 200
    assert came_in("lizhiqiang", PASSWORD)
    assert AuditEntry.objects.get(action="account.reset_ended").reason == "本人没有要求"


def test_every_step_is_in_the_audit_and_on_the_page_of_all_three(
    liaison: User, three: dict[Role, User], system: User, security: User
) -> None:
    asked = ask(liaison, system)
    for user in three.values():
        client = Client()
        client.force_login(user)
        page = client.get(f"/h/{liaison.hospital.code}/settings/resets/").content.decode()
        assert "李志强" in page
        assert ("同意所选" in page) is (user == security)
    second = agree(asked.reset, security)
    account_resets.activate(reset=asked.reset, first=asked.code, second=second.code, password=NEW, now=NOW)
    steps = AuditEntry.objects.filter(target_uid=liaison.uid).order_by("id")
    assert list(steps.values_list("action", "actor_id"))[-3:] == [
        ("account.reset_asked", system.pk),
        ("account.reset_agreed", security.pk),
        ("account.password_set", liaison.pk),
    ]


def test_sessions_and_tokens_end_when_the_new_password_is_set(
    browser: Client, liaison: User, system: User, security: User
) -> None:
    log_in(browser, "lizhiqiang")
    api_tokens.create(user=liaison, days=30, now=NOW)
    asked = ask(liaison, system)
    second = agree(asked.reset, security)
    assert browser.get("/account/").status_code == 200
    fill_in(Client(), first=asked.printed, second=second.printed)
    assert browser.get("/account/").status_code == 302
    assert not AuthToken.objects.filter(user=liaison).exists()


def test_halves_end_with_time_with_the_account_and_are_one_at_a_time(
    liaison: User, system: User, security: User, on_the_day
) -> None:
    asked = ask(liaison, system)
    with pytest.raises(Refusal, match="已有待办的申请"):
        ask(liaison, system)
    second = agree(asked.reset, security)
    with pytest.raises(WrongState):
        agree(asked.reset, security)
    on_the_day.shift(account_resets.TO_USE + timedelta(seconds=1))
    assert fill_in(Client(), first=asked.printed, second=second.printed).status_code == 200
    tasks.clear_what_is_over()
    assert AccountReset.objects.get().over_reason == "逾期未办"
    late = ask(liaison, system)
    with pytest.raises(WrongState, match="过期"):
        account_resets.agree(reset=late.reset, by=security, now=timezone.now() + account_resets.TO_AGREE)
    accounts.deactivate(user=liaison, by=system, now=NOW)
    late.reset.refresh_from_db()
    assert (late.reset.state, late.reset.over_reason) == (ResetState.ENDED, "账号已停用")
    with pytest.raises(Refusal, match="已停用"):
        ask(liaison, system)


def test_a_weak_password_uses_up_no_slip(liaison: User, system: User, security: User) -> None:
    asked = ask(liaison, system)
    second = agree(asked.reset, security)
    halves = {"first": asked.code, "second": second.code}
    with pytest.raises(Invalid):
        account_resets.activate(reset=asked.reset, **halves, password="10002-10002", now=NOW)
    page = fill_in(Client(), **halves, new="10002-10002", again="10002-10002")
    assert page.context["form"].errors["new"]
    assert fill_in(Client(), **halves).status_code == 302


def test_codes_are_guessed_no_more_often_and_shut_nobody_out(
    liaison: User, system: User, security: User
) -> None:
    agree(ask(liaison, system).reset, security)
    statuses = [fill_in(Client(), first=new_code(), second=new_code()).status_code for _ in range(6)]
    assert statuses == [200, 200, 200, 200, 200, 429]
    assert came_in("lizhiqiang", PASSWORD)


def test_who_has_no_slip_learns_nothing(liaison: User, system: User, security: User) -> None:
    agree(ask(liaison, system).reset, security)
    colleague = factories.make_user(liaison.hospital, username="colleague")
    pages = {
        str(fill_in(Client(), username=name, first="a", second="b").context["form"].errors)
        for name in ("lizhiqiang", colleague.username, "nobody")
    }
    assert len(pages) == 1


def test_codes_are_kept_as_hashes_that_only_this_server_can_make(
    liaison: User, system: User, security: User
) -> None:
    asked = ask(liaison, system)
    second = agree(asked.reset, security)
    row = AccountReset.objects.values().get()
    images = str(list(AccountReset.images.rel.related_model.objects.values()))  # type: ignore[attr-defined]
    for code in (asked.code, second.code):
        assert code not in str(row)
        assert code not in images
    assert row["second_code"] not in images
    with override_settings(SECRET_KEY="another"):
        assert not is_code(second.code, row["second_code"], reset=row["uid"])
