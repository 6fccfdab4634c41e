"""Opening an account by a mailed link, and the pages of it."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client, override_settings

from infrastructure import audit
from infrastructure.errors import Refusal
from organizations.models import AccountReset, Hospital, ResetState, Role, User
from organizations.services import account_resets
from tests import factories
from tests.factories import PASSWORD
from tests.organizations.account.conftest import log_in
from tests.organizations.account.two_keys import NEW, NOW, agree, ask, came_in, fill_in

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("on_the_day")]


def confirm_email(browser: Client, user: User, address: str = "li@example.cn") -> None:
    log_in(browser, user.username)
    browser.post("/account/email/", {"email": address, "password": PASSWORD})
    link = mail.outbox[-1].body.split("http://testserver")[1].split()[0]
    browser.get(link)
    user.refresh_from_db()


def test_a_link_goes_to_the_person_after_a_second_administrator_has_agreed(
    browser: Client, liaison: User, system: User, security: User
) -> None:
    confirm_email(browser, liaison)
    mail.outbox.clear()
    asked = ask(liaison, system, by_mail=True)
    assert (asked.code, mail.outbox) == ("", [])
    assert agree(asked.reset, security, site="http://testserver").code == ""
    (sent,) = mail.outbox
    assert sent.to == ["li@example.cn"]
    link = sent.body.split("http://testserver")[1].split()[0]
    assert "李志强" in Client().get(link).content.decode()
    assert Client().post(link, {"new": NEW, "again": NEW}).url == "/login/"
    assert came_in("lizhiqiang", NEW)
    assert Client().get(link).status_code == 404


def test_no_administrator_can_say_whose_address_it_is(
    liaison: User, system: User, hospital: Hospital
) -> None:
    with audit.acting(by=None):
        User.objects.filter(pk=liaison.pk).update(email="attacker@example.cn")
    liaison.refresh_from_db()
    with pytest.raises(Refusal, match="本人确认过的邮箱"):
        ask(liaison, system, by_mail=True)
    with override_settings(EMAIL_GOES_OUT=False):
        liaison.email_confirmed_at = NOW
        assert not account_resets.may_mail(liaison)


def test_an_address_is_confirmed_by_reading_what_is_sent_there_and_with_the_password(
    browser: Client, liaison: User
) -> None:
    log_in(browser, "lizhiqiang")
    wrong = browser.post("/account/email/", {"email": "li@example.cn", "password": NEW})
    assert wrong.context["form"].errors["password"]
    assert mail.outbox == []
    browser.post("/account/email/", {"email": "li@example.cn", "password": PASSWORD})
    link = mail.outbox[-1].body.split("http://testserver")[1].split()[0]
    stranger = factories.make_user(liaison.hospital, username="stranger")
    thief = Client()
    thief.force_login(stranger)
    thief.get(link)
    liaison.refresh_from_db()
    stranger.refresh_from_db()
    assert (liaison.email_confirmed_at, stranger.email_confirmed_at) == (None, None)
    browser.get(link)
    liaison.refresh_from_db()
    assert liaison.email_confirmed_at is not None
    browser.post("/account/email/", {"email": "li2@example.cn", "password": PASSWORD})
    browser.get(link)  # of the former address
    liaison.refresh_from_db()
    assert (liaison.email, liaison.email_confirmed_at) == ("li2@example.cn", None)


@override_settings(
    EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=9
)
def test_mail_that_does_not_go_out_leaves_everything_as_it_was(
    liaison: User, system: User, security: User
) -> None:
    with audit.acting(by=None):
        User.objects.filter(pk=liaison.pk).update(email="li@example.cn", email_confirmed_at=NOW)
    liaison.refresh_from_db()
    asked = ask(liaison, system, by_mail=True)
    with pytest.raises(Refusal, match="邮件没有发出，申请还在"):
        agree(asked.reset, security)
    asked.reset.refresh_from_db()
    assert asked.reset.state == ResetState.ASKED


def test_the_whole_way_over_the_pages(browser: Client, liaison: User, system: User, security: User) -> None:
    settings = f"/h/{liaison.hospital.code}/settings/"
    clients = {}
    for user in (system, security):
        clients[user] = Client()
        clients[user].force_login(user)
    form = {"kind": "password", "delivery": "slip", "reason": "忘记密码"}
    missing = clients[system].post(f"{settings}accounts/{liaison.uid}/reset/", form | {"reason": ""})
    assert missing.status_code == 400
    assert missing.context["form"].errors["reason"]
    assert clients[security].get(f"{settings}accounts/{liaison.uid}/reset/").status_code == 403
    first = clients[system].post(f"{settings}accounts/{liaison.uid}/reset/", form)
    reset = AccountReset.objects.get()
    refused = clients[system].post(f"{settings}resets/agree/", {"uid": str(reset.uid)})
    assert refused.status_code == 403
    assert "申请人和本人不能同意" in refused.content.decode()
    second = clients[security].post(f"{settings}resets/agree/", {"uid": [str(reset.uid), "nonsense"]})
    for page in (first, second):
        assert page["Cache-Control"] == "no-store"
    codes = {"first": first.context["slips"][0].code, "second": second.context["slips"][0].code}
    assert codes["first"] not in second.content.decode()
    assert fill_in(browser, **codes).url == "/login/"
    assert came_in("lizhiqiang", NEW)


def test_the_page_leads_each_of_the_three_to_help_the_others(
    three: dict[Role, User], hospital: Hospital
) -> None:
    for role, user in three.items():
        client = Client()
        client.force_login(user)
        page = client.get(f"/h/{hospital.code}/settings/resets/")
        others = {other.pk for other_role, other in three.items() if other_role is not role}
        assert {one.pk for one in page.context["rows"].to_help} == others
        assert f'href="/h/{hospital.code}/settings/resets/"' in page.content.decode()  # a road in the frame


def test_a_way_of_delivery_that_there_is_not_is_refused_at_its_field(liaison: User, system: User) -> None:
    """Also when the address was confirmed as the page was opened, and is not any more."""
    client = Client()
    client.force_login(system)
    address = f"/h/{liaison.hospital.code}/settings/accounts/{liaison.uid}/reset/"
    form = {"kind": "password", "reason": "忘记密码"}
    assert 'name="delivery" value="slip"' in client.get(address).content.decode()
    refused = client.post(address, form | {"delivery": "mail"})
    assert refused.status_code == 400
    assert "请改用密封条" in refused.context["form"].errors["delivery"][0]
    assert "请改用密封条" in refused.content.decode()
    assert "选填" not in refused.content.decode()
    assert not AccountReset.objects.exists()
    assert client.post(address, form).status_code == 200
    assert AccountReset.objects.get().mail_to == ""


def test_a_reason_is_kept_whole_or_refused(liaison: User, system: User, security: User) -> None:
    asked = ask(liaison, system)
    client = Client()
    client.force_login(security)
    end = f"/h/{liaison.hospital.code}/settings/resets/{asked.reset.uid}/end/"
    long = "由" * 201
    refused = client.post(end, {"reason": long}, follow=True)
    assert "原因最多 200 个字，现在有 201 个字" in refused.content.decode()
    with pytest.raises(Refusal, match="不能保存的字符"):
        account_resets.end(reset=asked.reset, by=security, now=NOW, reason="正常\x00文字")
    asked.reset.refresh_from_db()
    assert asked.reset.state == ResetState.ASKED
    client.post(end, {"reason": long[:200]})
    asked.reset.refresh_from_db()
    assert (asked.reset.state, asked.reset.over_reason) == (ResetState.ENDED, long[:200])
