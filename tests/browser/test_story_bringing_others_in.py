"""加签, 委派, 转办, 撤回, 中止 and a return straight back, in a browser at both widths (T3, X1)."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.unlock import apply_for_unlock
from tests.browser.visitor import Visitor


@pytest.mark.parametrize("width", [1280, 375])
def test_story(meet: Callable[[int], Visitor], width: int) -> None:
    # Who applies at which width: two departments, each with a head and a deputy.
    login, name, head_login, deputy_login, deputy = {
        1280: ("office_author", "苏绘宁", "office_head", "office_deputy", "庞雅宁"),
        375: ("cs_counsellor", "卢照微", "cs_head", "cs_deputy", "诸葛瑾瑜"),
    }[width]
    applicant, head, helper, clerk = (meet(width) for _ in range(4))
    applicant.sign_in(login)
    apply_for_unlock(applicant, "出差回来后忘记密码。")
    head.sign_in(head_login)
    helper.sign_in(deputy_login)
    ask_to_sign_and_leave_out(head, name, deputy)
    delegate(head, helper, name, deputy)
    send_straight_back(head, applicant, name)
    hand_over_and_withdraw(head, helper, name, deputy)
    clerk.sign_in("it_clerk")
    end_it(clerk, name)
    applicant.box("sent")
    applicant.row("邮箱解锁申请").first.click()
    applicant.look(applicant.page)
    for words in ("已加签", "已减签", "已委派", "退回补正（办完直接返回）", "已转办", "已撤回", "已中止"):
        expect(applicant.record()).to_contain_text(words)


def operate(visitor: Visitor, operation: str) -> None:
    """Open the menu of a task and choose an operation."""
    visitor.page.locator("summary").filter(has_text="更多", visible=True).first.click()
    visitor.page.locator(".tb-menu a").filter(has_text=operation, visible=True).first.click()
    visitor.look(visitor.page)


def find(visitor: Visitor, typed: str, name: str) -> None:
    """Type until somebody is found, and choose him."""
    visitor.page.get_by_role("searchbox", name="查找人员").fill(typed)
    visitor.page.get_by_label(re.compile(name)).check()


def ask_to_sign_and_leave_out(head: Visitor, name: str, deputy: str) -> None:
    head.take(name)
    operate(head, "加签")
    head.press("加签")
    head.says("请至少选择一人。")
    head.page.get_by_role("radio", name=re.compile("与我并行")).check()
    find(head, deputy[:1], deputy)
    head.page.get_by_label("给对方的留言").fill("请一并把关。")
    head.press("加签")
    head.says("已加签。")
    head.press(f"减签：{deputy}")
    head.says("已减签。")


def delegate(head: Visitor, helper: Visitor, name: str, deputy: str) -> None:
    head.take(name)
    operate(head, "委派")
    find(head, deputy, deputy)
    head.press("委派")
    head.says("已委派，对方办完后回到您这里。")
    helper.take(name)
    helper.decide("通过", "已电话核实。")
    head.take(name)
    expect(head.record()).to_contain_text("已电话核实。")


def send_straight_back(head: Visitor, applicant: Visitor, name: str) -> None:
    head.press("退回")
    dialog = head.page.get_by_role("dialog", name="退回办件")
    dialog.get_by_role("radio", name=re.compile("办完直接返回给我")).check()
    dialog.get_by_label("退回原因").fill("请写明工号。")
    head.press("退回", within=dialog)
    applicant.take(name)
    applicant.field("情况说明").fill("工号 20220034，出差回来后忘记密码。")
    applicant.press("提交")
    head.take(name)
    head.says("工号 20220034，出差回来后忘记密码。")


def hand_over_and_withdraw(head: Visitor, helper: Visitor, name: str, deputy: str) -> None:
    operate(head, "转办")
    find(head, deputy, deputy)
    head.press("转办")
    head.says("已转办。")
    helper.take(name)
    helper.decide("通过", "同意。")
    helper.box("done")
    helper.row(name).first.click()
    helper.press("撤回")
    helper.page.get_by_label("撤回原因").fill("还要再看看。")
    helper.press("撤回")
    helper.says(re.compile("已撤回"))
    helper.take(name)
    helper.decide("通过", "同意。")


def end_it(clerk: Visitor, name: str) -> None:
    clerk.take(name)
    operate(clerk, "中止")
    dialog = clerk.page.get_by_role("dialog", name="中止办件")
    dialog.get_by_label("中止原因").fill("申请人已调离。")
    clerk.press("中止", within=dialog)
    clerk.says(re.compile("已中止"))
