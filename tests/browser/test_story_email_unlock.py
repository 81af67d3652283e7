"""邮箱解锁申请 in a real browser: draft, faults, return, resubmission, the secret password, the end."""

import re
from collections.abc import Callable
from time import monotonic

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

TITLE = "邮箱解锁申请"
SECRET = "Qx7-unlocked-27"

# Who applies at which width, and who is the head of that department.
PEOPLE = {
    1280: ("library_deputy", "金英淑", "library_head"),
    375: ("finance_deputy", "单文漪", "finance_head"),
}


@pytest.mark.parametrize("width", [1280, 375])
def test_story(meet: Callable[[int], Visitor], width: int) -> None:
    login, name, head_login = PEOPLE[width]
    applicant, head, clerk = meet(width), meet(width), meet(width)
    applicant.sign_in(login)
    leave_a_draft(applicant)
    submit_from_the_draft(applicant)
    head.sign_in(head_login)
    return_it(head, name)
    resubmit(applicant, name)
    agree(head, name)
    clerk.sign_in("it_clerk")
    unlock(clerk, name)
    look_back(applicant, name)


def leave_a_draft(applicant: Visitor) -> None:
    applicant.open("/services")
    applicant.page.get_by_role("searchbox", name="搜索服务").fill("邮箱")
    applicant.page.get_by_role("searchbox", name="搜索服务").press("Enter")
    expect(applicant.page.get_by_role("region", name="搜索结果").get_by_role("article")).to_have_count(1)
    applicant.press(TITLE)
    applicant.press("立即办理")
    applicant.field("邮箱地址").fill("not an address")
    applicant.choose("锁定原因", "长期未登录")
    applicant.says(re.compile("草稿已自动保存"))
    applicant.box("draft")
    assert applicant.count("draft") == 1


def submit_from_the_draft(applicant: Visitor) -> None:
    applicant.press(f"继续填写：{TITLE}")
    expect(applicant.field("邮箱地址")).to_have_value("not an address")
    applicant.press("提交")
    expect(applicant.fault("邮箱地址")).to_be_visible()
    expect(applicant.field("邮箱地址")).to_be_focused()
    expect(applicant.field("邮箱地址")).to_have_value("not an address")
    expect(applicant.field("邮箱地址")).to_have_attribute("aria-invalid", "true")
    expect(applicant.page.get_by_label("长期未登录")).to_be_checked()
    expect(applicant.opinion).to_have_value(re.compile("系本校在职员工"))
    applicant.field("邮箱地址").fill("jin@mail.songxi.example")
    applicant.press("提交")
    applicant.says(re.compile(r"已提交，业务编号 YX\d{4}-\d{6}"))
    expect(applicant.path()).to_contain_text("部门负责人意见")
    applicant.box("draft")
    assert applicant.count("draft") == 0
    assert applicant.count("sent") == 1


def return_it(head: Visitor, name: str) -> None:
    head.box("todo")
    assert head.count("todo") == 1
    head.take(name)
    expect(head.page.get_by_role("textbox", name="新密码")).to_have_count(0)
    marked = head.diagram()
    assert {"start", "apply"} <= marked["done"]
    assert marked["current"] == {"unit_head"}
    head.send_back("请写明最后一次登录的时间")
    head.box("todo")
    assert head.count("todo") == 0


def resubmit(applicant: Visitor, name: str) -> None:
    applicant.take(name)
    expect(applicant.record()).to_contain_text("请写明最后一次登录的时间")
    expect(applicant.record()).to_contain_text("已退回")
    expect(applicant.field("邮箱地址")).to_have_value("jin@mail.songxi.example")
    applicant.field("情况说明").fill("九月以后没有登录过")
    applicant.press("提交")
    applicant.box("todo")
    assert applicant.count("todo") == 0


def agree(head: Visitor, name: str) -> None:
    head.take(name)
    head.says("九月以后没有登录过")
    head.opinion.fill("")
    head.press("通过")
    expect(head.page.get_by_role("alert")).to_be_visible()
    head.decide("通过", "情况属实。")
    head.box("done")
    expect(head.row(name).first).to_be_visible()


def unlock(clerk: Visitor, name: str) -> None:
    clerk.take(name)
    clerk.field("新密码").fill("short")
    clerk.press("完成")
    expect(clerk.fault("新密码")).to_be_visible()
    clerk.field("新密码").fill(SECRET)
    clerk.press("完成")
    clerk.says(re.compile("已办理："))


def look_back(applicant: Visitor, name: str) -> None:
    applicant.box("sent")
    applicant.row(name).first.click()
    # The worker asks the mail system meanwhile: its console back end, which answers at once.
    until = monotonic() + 20
    while applicant.page.get_by_text("邮箱已解锁，密码已重置，已邮件告知申请人。").count() == 0:
        assert monotonic() < until
        applicant.page.wait_for_timeout(300)
        applicant.page.reload()
    applicant.look(applicant.page)
    for words in ("已浏览", "用时", "已退回", "情况属实。", "信息化中心解锁"):
        expect(applicant.page.get_by_role("complementary")).to_contain_text(words)
    marked = applicant.diagram()
    assert {"apply", "unit_head", "it_mail", "unlock", "reset", "tell", "end_unlocked"} <= marked["done"]
    assert marked["current"] == set()
    assert SECRET not in applicant.page.content()
