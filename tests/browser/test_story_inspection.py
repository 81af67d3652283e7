"""检查: an administrator looks inside a matter and replays it, at both widths, and without a script (A1)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.unlock import apply_for_unlock
from tests.browser.visitor import PASSWORD, Visitor
from tests.live_server import LiveServer


@pytest.mark.parametrize(("width", "login"), [(1280, "finance_deputy"), (375, "civil_deputy")])
def test_story(
    meet: Callable[[int], Visitor], browser: Browser, live: LiveServer, width: int, login: str
) -> None:
    applicant, admin = (meet(width) for _ in range(2))
    applicant.sign_in(login)
    apply_for_unlock(applicant, "要看看里面。")
    address = applicant.page.url
    expect(applicant.page.get_by_role("link", name="检查", exact=True)).to_have_count(0)
    admin.sign_in("admin")
    admin.open(address)
    admin.press("检查")
    admin.says("在等谁")
    admin.says("各元素经过次数")
    for tab, words in (
        ("等待什么", "尚未打开"),
        ("变量", "变更记录，最近的在前"),
        ("表单与记录", "校验无误"),
        ("快照", "所存状态"),
        ("回放", "逐步经过"),
    ):
        admin.press(tab)
        admin.says(words)
    replay(admin)
    admin.open("/inspect/looks")
    admin.says("查看留痕")
    without_script(browser, live, f"{address}/inspect/history")


def replay(admin: Visitor) -> None:
    """By keys and by its buttons: the list, the slider and the diagram say the same."""
    page = admin.page
    slider = page.get_by_role("slider", name="历史步骤")
    steps = page.locator(".tb-story > li")
    last = steps.count()
    expect(slider).to_have_value(str(last))
    expect(page.locator("tb-diagram[data-state=drawn]")).to_be_visible()
    expect(page.locator(".djs-element.tb-m-current")).to_have_count(1)
    slider.focus()
    page.keyboard.press("Home")
    expect(slider).to_have_value("0")
    expect(page.locator(".djs-element.tb-m-current")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    expect(steps.first).to_have_attribute("aria-current", "step")
    expect(slider).to_have_attribute("aria-valuetext", steps.first.inner_text().replace("\n", " "))
    page.get_by_role("button", name="到结尾").click()
    expect(slider).to_have_value(str(last))
    page.get_by_role("button", name="播放").click()
    expect(page.get_by_role("button", name="暂停")).to_be_visible()
    expect(slider).to_have_value(str(last), timeout=15_000)
    expect(page.get_by_role("button", name="播放")).to_be_visible()


def without_script(browser: Browser, live: LiveServer, address: str) -> None:
    """The list says all of it; nothing on the page asks for a script that is not there."""
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{live.url}/signin")
    page.get_by_label("登录账号").fill("admin")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.goto(address)
    expect(page.get_by_text("步骤 1：进入")).to_be_visible()
    expect(page.get_by_role("slider")).to_have_count(0)
    context.close()
