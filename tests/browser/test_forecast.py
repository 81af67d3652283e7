"""下一步（流程）: an applicant looks ahead before he sends, with a script and without one, and afterwards."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visitor import PASSWORD, Visitor
from tests.live_server import LiveServer

APPLY = "/services/fitness-exemption/apply"
BUTTON = {1280: "流程", 375: "下一步（流程）"}


def looked_at(visitor: Visitor, width: int) -> Page:
    """The dialog, once the answer for what stands in the form has come."""
    page = visitor.page
    with page.expect_response(re.compile("/services/fitness-exemption/forecast")) as answer:
        page.get_by_role("button", name=BUTTON[width], exact=True).filter(visible=True).click()
    assert answer.value.status == 200
    expect(page.locator("#path [data-ahead]")).not_to_have_attribute("aria-busy", "true")
    return page


@pytest.mark.parametrize(("width", "login"), [(1280, "stu05"), (375, "stu12")])
def test_an_applicant_sees_who_will_handle_it_before_he_sends(
    meet: Callable[[int], Visitor], width: int, login: str
) -> None:
    student = meet(width)
    student.sign_in(login)
    student.open(APPLY)
    student.field("班级").fill("2403 班")
    page = looked_at(student, width)
    way = page.get_by_role("dialog", name="流程").locator("[data-ahead]")
    expect(way.get_by_role("heading")).to_contain_text(["填写申请", "学院意见", "校医院意见", "体育部审批"])
    expect(way).to_contain_text("不通过： 结束：学院未同意")
    expect(way).to_contain_text("其中一人办理")
    student.look(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name=BUTTON[width], exact=True).filter(visible=True)).to_be_focused()
    expect(student.field("班级")).to_have_value("2403 班")


def test_without_a_script_the_path_opens_in_a_window_of_its_own(browser: Browser, live: LiveServer) -> None:
    context = browser.new_context(base_url=live.url, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto("/signin")
    page.get_by_label("登录账号").fill("stu05")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()
    page.goto(APPLY)
    page.get_by_role("textbox", name="班级", exact=True).fill("2403 班")
    with context.expect_page() as opened:
        page.get_by_role("button", name="流程", exact=True).click()
    expect(opened.value.get_by_role("heading", name=re.compile("下一步（流程）"))).to_be_visible()
    expect(opened.value.get_by_role("main")).to_contain_text("校医院意见")
    expect(page.get_by_role("textbox", name="班级", exact=True)).to_have_value("2403 班")
    context.close()
