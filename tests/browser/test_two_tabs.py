"""One task in two tabs: the second to press a button is told who was faster, and loses nothing."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.unlock import apply_for_unlock
from tests.browser.visitor import Visitor


@pytest.mark.parametrize(
    ("width", "login", "head_login", "head_name"),
    [(1280, "office_deputy", "office_head", "顾维桢"), (375, "hosp_deputy", "hosp_head", "华清源")],
)
def test_the_second_tab_is_told_who_was_faster_and_gets_its_words_back(
    meet: Callable[[int], Visitor], width: int, login: str, head_login: str, head_name: str
) -> None:
    applicant, first = meet(width), meet(width)
    applicant.sign_in(login)
    apply_for_unlock(applicant, "两个标签页")
    first.sign_in(head_login)
    first.take("邮箱解锁申请")
    second = Visitor(first.page.context.new_page(), first.look)
    second.open(first.page.url)
    second.opinion.fill("在第二个标签页里写的一段话")
    first.decide("通过", "情况属实。")
    first.says(re.compile("已办理："))
    with second.page.expect_response(re.compile("/complete$")) as answer:
        second.press("通过")
    assert answer.value.status == 409
    page = second.page.get_by_role("main")
    expect(page.get_by_role("heading", level=1)).to_have_text("没有提交：有人先办理了")
    expect(page).to_contain_text(re.compile(rf"{head_name}已于今天 \d\d:\d\d 办理"))
    expect(page).to_contain_text("在第二个标签页里写的一段话")
    second.press("打开现在的样子")
    expect(second.record()).to_contain_text("情况属实。")
    expect(second.record()).not_to_contain_text("在第二个标签页里写的一段话")
    expect(second.page.get_by_role("button", name="通过")).to_have_count(0)
