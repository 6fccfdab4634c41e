"""The documentation page in a real Chromium, under the real policy, without a request to anybody else."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, expect

from tests.rectification.world import World

pytestmark = pytest.mark.browser


def test_it_draws_and_can_be_tried_out(chromium: Browser, live_site: str) -> None:
    world = World()
    client = Client()
    client.force_login(world.liaison)
    context = chromium.new_context(locale="zh-CN", viewport={"width": 1366, "height": 900})
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_site}])
    page = context.new_page()
    heard: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    try:
        page.goto(f"{live_site}/api/docs/")
        expect(page.locator(".info .title")).to_contain_text("医疗质量安全整改平台接口", timeout=30_000)
        own = page.locator(".opblock-summary", has_text="/api/v1/me/")
        if not own.count():
            page.locator(".opblock-tag", has_text="账号与令牌").click()
        own.click()
        page.get_by_role("button", name="Try it out").click()
        page.get_by_role("button", name="Execute").click()
        expect(
            page.locator(".live-responses-table td.response-col_status:not(.col_header)").first
        ).to_contain_text("200")
    finally:
        context.close()
    assert heard == []
    assert [url for url in asked if not url.startswith((live_site, "data:", "blob:"))] == []
