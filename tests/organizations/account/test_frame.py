"""Navigation by role, the way to one's place, the page of a region, and pages for when something is wrong."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from hospital_qs import urls
from hospital_qs.context_processors import Frame
from hospital_qs.problem_pages import PROBLEMS
from infrastructure.errors import EditConflict, NotAllowed, Refusal, WrongState
from organizations.models import Hospital, RegionLevel, Role, User
from organizations.rights import description_of
from organizations.roles import ROLES, Place
from tests import factories
from tests.rectification.world import World

BUSINESS = ["工作台", "自查", "问题台账"]


def frame_of(user: User, address: str = "/account/") -> Frame:
    request = RequestFactory().get(address)
    request.user = User.objects.get(pk=user.pk)
    return Frame(request)


def labels(user: User) -> list[str]:
    return [entry.label for entry in frame_of(user).nav]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.STAFF, ["工作台", "问题台账", "启动部署"]),
        (Role.LIAISON, [*BUSINESS, "启动部署"]),
        (Role.DEPARTMENT_HEAD, [*BUSINESS, "启动部署"]),
        (Role.QUALITY_OFFICE, [*BUSINESS, "整改看板", "启动部署", "专项整治", "设置"]),
        (Role.HOSPITAL_LEADER, [*BUSINESS, "整改看板", "启动部署"]),
        (Role.ETHICS_OFFICE, ["工作台", "整改看板", "启动部署"]),
        (Role.CONFIDENTIAL_HANDLER, ["工作台"]),
        (Role.SYSTEM_ADMINISTRATOR, ["设置", "账号重置"]),
        (Role.SECURITY_ADMINISTRATOR, ["设置", "账号重置"]),
        (Role.AUDIT_ADMINISTRATOR, ["操作记录", "账号重置"]),
    ],
)
def test_only_what_the_role_may_use(role: Role, expected: list[str], hospital: Hospital) -> None:
    on_department = Place.DEPARTMENT in ROLES[role].places
    place = factories.make_department(hospital) if on_department else hospital
    user = factories.make_member(role, place)
    assert labels(user) == expected
    frame = frame_of(user)
    assert frame.place
    assert frame.place.name == hospital.name
    assert len(frame.tabs) <= 4
    assert frame.tabs[-1].label == "我的"
    assert frame.search_url == f"/h/{hospital.code}/search/"


@pytest.mark.parametrize("has_ledger", [True, False])
@pytest.mark.parametrize("role", list(Role))
def test_whoever_logs_in_lands_on_a_page_and_every_entry_of_the_frame_opens(
    role: Role, has_ledger: bool, world: World
) -> None:
    """No role is sent to a refusal, and nobody's only road leads into one; before the first run neither."""
    region = world.hospital.located_in if has_ledger else factories.make_region("360900", name="宜春市")
    hospital = world.hospital if has_ledger else factories.make_hospital(region=region)
    ward = world.ward if has_ledger else factories.make_department(hospital)
    if Place.DEPARTMENT in ROLES[role].places:
        user = factories.make_member(role, ward)
    elif Place.HOSPITAL in ROLES[role].places:
        user = factories.make_member(role, hospital)
    else:
        user = factories.make_user()
        factories.grant(user, role, region)
    browser = Client()
    browser.force_login(user)
    landed = browser.get("/", follow=True)
    assert landed.status_code == 200
    frame = frame_of(user)
    assert frame.nav
    roads = {entry.url for entry in [*frame.nav, *frame.tabs] if not entry.post}
    assert {url: browser.get(url, follow=True).status_code for url in roads} == dict.fromkeys(roads, 200)


def test_who_is_only_staff_has_a_road_to_register_and_to_what_waits(hospital: Hospital) -> None:
    user = factories.make_member(Role.STAFF, factories.make_department(hospital))
    browser = Client()
    browser.force_login(user)
    page = browser.get("/", follow=True).content.decode()
    for road in ("findings/new/", "todo/", "ledger/"):
        assert f'href="/h/{hospital.code}/{road}' in page, road


def test_a_confidential_handler_reads_what_the_role_is_for(hospital: Hospital) -> None:
    browser = Client()
    browser.force_login(factories.make_member(Role.CONFIDENTIAL_HANDLER, hospital))
    page = browser.get("/", follow=True).content.decode()
    assert description_of(Role.CONFIDENTIAL_HANDLER) in page


def test_the_present_entry_is_marked(hospital: Hospital) -> None:
    user = factories.make_member(Role.QUALITY_OFFICE, hospital)
    base = f"/h/{hospital.code}/"
    for address, label in (
        (base, "工作台"),
        (f"{base}ledger/", "问题台账"),
        (f"{base}ledger/import/", "问题台账"),
        (f"{base}findings/new/", "问题台账"),
        ("/findings/0198-x/", "问题台账"),
        ("/imports/0198-x/", "问题台账"),
        (f"{base}inspection/", "自查"),
        ("/inspection/0198-x/", "自查"),
        (f"{base}campaigns/0198-x/1/", "专项整治"),
        (f"{base}board/", "整改看板"),
        ("/account/", None),
    ):
        here = [entry.label for entry in frame_of(user, address).nav if entry.here]
        assert here == ([label] if label else []), address


def test_the_bar_of_four_on_a_phone(liaison: User) -> None:
    assert [entry.label for entry in frame_of(liaison).tabs] == ["工作台", "登记", "待办", "我的"]


def test_several_places_are_chosen_and_switched(browser: Client, hospital: Hospital) -> None:
    region = factories.make_region("360100")
    user = factories.make_user(username="dudao")
    factories.grant(user, Role.SUPERVISOR, region)
    factories.grant(user, Role.QUALITY_OFFICE, hospital)
    browser.force_login(user)
    page = browser.get("/").content.decode()
    assert f'href="/h/{hospital.code}/"' in page
    assert 'href="/r/360100/"' in page
    options = frame_of(user, "/r/360100/").places
    assert [(option.label, option.here) for option in options] == [(hospital.name, False), ("南昌市", True)]


@pytest.mark.parametrize(
    ("role", "landing"),
    [
        (Role.QUALITY_OFFICE, ""),
        (Role.SYSTEM_ADMINISTRATOR, "settings/"),
        (Role.SECURITY_ADMINISTRATOR, "settings/"),
        (Role.AUDIT_ADMINISTRATOR, "settings/audit/"),
    ],
)
def test_home_leads_to_the_one_place(browser: Client, hospital: Hospital, role: Role, landing: str) -> None:
    browser.force_login(factories.make_member(role, hospital))
    assert browser.get("/").url == f"/h/{hospital.code}/{landing}"


def test_home_without_any_role_says_whom_to_ask(browser: Client, hospital: Hospital) -> None:
    browser.force_login(factories.make_user(hospital))
    page = browser.get("/")
    assert page.status_code == 200
    assert "请联系本单位的安全管理员" in page.content.decode()


def test_a_regions_page_lists_what_it_supervises(browser: Client, hospital: Hospital) -> None:
    province = factories.make_region("360000", name="江西省", level=RegionLevel.PROVINCE)
    city = factories.make_region("360200", name="景德镇市", parent=province)
    # 省属: stands in the city, answered for by the province.
    own = factories.make_hospital(name="江西省儿童医院", located_in=city, supervised_by=province)
    below = factories.make_hospital(name="景德镇市第一人民医院", region=city)
    user = factories.make_user(username="dudao")
    factories.grant(user, Role.SUPERVISOR, city)
    browser.force_login(user)
    page = browser.get("/r/360200/").content.decode()
    assert below.name in page
    assert "尚未报送" in page
    assert own.name not in page
    assert browser.get("/r/360000/").status_code == 404
    factories.grant(user, Role.SUPERVISOR, province)
    page = browser.get("/r/360000/").content.decode()
    assert own.name in page
    assert below.name in page
    assert hospital.name not in page
    assert own.name in browser.get("/r/360000/?q=etyy").content.decode()
    assert "没有找到" in browser.get("/r/360000/?q=没有").content.decode()
    assert browser.get(f"/h/{below.code}/").status_code == 404


def test_a_region_is_nothing_to_a_hospitals_user(browser: Client, liaison: User) -> None:
    browser.force_login(liaison)
    assert browser.get("/r/360100/").status_code == 404
    assert browser.get("/r/999999/").status_code == 404


def test_the_frame_costs_the_same_for_one_place_and_for_ten(
    browser: Client, hospital: Hospital, django_assert_num_queries
) -> None:
    def queries(number: int) -> int:
        user = factories.make_user(username=f"many{number}")
        for _ in range(number):
            factories.grant(user, Role.QUALITY_OFFICE, factories.make_hospital())
        browser.force_login(user)
        browser.get("/account/")
        with django_assert_num_queries(12, exact=False) as counted:
            assert browser.get("/account/").status_code == 200
        return len(counted)

    assert queries(1) == queries(10)


def raising(problem: Exception):
    def view(request):
        raise problem

    return view


CONFLICT = EditConflict("王丽华刚刚改过这条问题。", current={}, submitted={})
# The site with a few views that fail: the addresses of this module, in front of all others.
urlpatterns = [
    path("x/refusal/", raising(Refusal("请补充原因分析后再提交。"))),
    path("x/not-allowed/", raising(NotAllowed("请由验收部门办理。"))),
    path("x/state/", raising(WrongState("这条问题已经提交。"))),
    path("x/conflict/", raising(CONFLICT)),
    path("x/bug/", raising(ZeroDivisionError())),
    path("api/v1/state/", raising(WrongState("这条问题已经提交。"))),
    path("api/v1/bug/", raising(ZeroDivisionError())),
    path("", include("hospital_qs.urls")),
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
def lenient(liaison: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(liaison)
    return client


def test_a_refusal_that_no_form_could_show(lenient: Client) -> None:
    full = lenient.get("/no-such-page/").content.decode()
    assert PROBLEMS[404].title in full
    assert "hq-side" in full
    with override_settings(ROOT_URLCONF=__name__):
        for address, status, words in (
            ("/x/refusal/", 400, "请补充原因分析后再提交。"),
            ("/x/not-allowed/", 403, "请由验收部门办理。"),
            ("/x/state/", 409, "这条问题已经提交。"),
            ("/x/conflict/", 409, "王丽华刚刚改过这条问题。"),
        ):
            page = lenient.get(address)
            assert (page.status_code, words in page.content.decode()) == (status, True)
            fragment = lenient.get(address, headers={"HX-Request": "true"}).content.decode()
            assert ("<html" in fragment) == (status == 403)


def test_a_bug_is_a_calm_page_without_a_trace(lenient: Client) -> None:
    with override_settings(ROOT_URLCONF=__name__):
        page = lenient.get("/x/bug/")
        assert page.status_code == 500
        assert PROBLEMS[500].title in page.content.decode()
        assert "ZeroDivision" not in page.content.decode()


def test_the_api_answers_with_a_problem_detail(lenient: Client) -> None:
    with override_settings(ROOT_URLCONF=__name__):
        for address, status in (("/api/v1/state/", 409), ("/api/v1/bug/", 500), ("/api/v1/nothing/", 404)):
            answer = lenient.get(address)
            assert answer.status_code == status
            assert answer["Content-Type"] == "application/problem+json"
            assert answer.json()["status"] == status
            assert answer.json()["title"]


def test_too_much_is_413_and_nul_is_400(lenient: Client) -> None:
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000):
        page = lenient.post("/account/password/", {"old": "x" * 2000})
        assert page.status_code == 413
        assert PROBLEMS[413].title in page.content.decode()
    many = {f"field{number}": "x" for number in range(20)}
    with override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=10):
        assert lenient.post("/account/password/", many).status_code == 413
    assert lenient.get("/account/?q=%00").status_code == 400
    assert lenient.get("/acc%00ount/").status_code == 400


@pytest.mark.parametrize("status", sorted(PROBLEMS))
def test_a_problem_says_what_is_safe_and_what_to_do(status: int) -> None:
    problem = PROBLEMS[status]
    for sentence in (problem.title, problem.sentence, problem.advice):
        assert sentence
        assert "未知错误" not in sentence
        assert str(status) not in sentence
