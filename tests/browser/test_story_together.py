"""批量处理, 认领 and 常用意见 in a real browser at both widths (D5, T4, X1)."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.unlock import apply_for_unlock
from tests.browser.visitor import PASSWORD, Visitor
from tests.live_server import LiveServer

# Who applies at which width, and who decides: two colleges that no other story uses.
PEOPLE = {1280: ("mech_deputy", "万俟澜", "mech_head"), 375: ("foreign_deputy", "温若曦", "foreign_head")}
PHRASE = "情况属实，同意解锁。"


def together(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile("批量处理"))


@pytest.mark.parametrize("width", [1280, 375])
def test_story(meet: Callable[[int], Visitor], width: int) -> None:
    login, name, head_login = PEOPLE[width]
    applicant, head, clerk, deputy = (meet(width) for _ in range(4))
    applicant.sign_in(login)
    for n in range(3):
        apply_for_unlock(applicant, f"第{n + 1}个邮箱打不开了。")
    head.sign_in(head_login)
    keep_a_phrase(head)
    decide_two_together(head, name)
    use_the_phrase(head, name)
    clerk.sign_in("it_clerk")
    deputy.sign_in("it_deputy")
    claim_and_release(clerk, deputy, name)


def keep_a_phrase(head: Visitor) -> None:
    head.open("/me")
    head.press("常用意见")
    head.field("新的一条").fill(PHRASE)
    head.press("保存常用意见")
    head.says("常用意见已保存。")
    for _ in range(3):
        head.press(f"上移：{PHRASE}")
    expect(head.field("第 1 条")).to_have_value(PHRASE)
    head.press("删除：同意，请按规定办理。")
    expect(head.page.get_by_role("textbox", name=re.compile(r"第 \d 条"))).to_have_count(3)


def decide_two_together(head: Visitor, name: str) -> None:
    head.box("todo")
    expect(together(head.page)).to_be_disabled()
    boxes = head.page.get_by_role("checkbox", name=re.compile(f"选择：.*{name}"))
    expect(boxes).to_have_count(3)
    head.page.get_by_label("全选可批量处理的").check()
    expect(together(head.page)).to_have_text(re.compile("3"))
    boxes.nth(2).uncheck()
    together(head.page).click()
    dialog = head.page.get_by_role("dialog", name="批量处理")
    expect(dialog.get_by_role("heading", name="批量处理 2 件")).to_be_visible()
    head.look(head.page)
    head.press("不通过", within=dialog)
    head.says(re.compile("请填写处理意见|请写"))
    expect(head.page.get_by_role("listitem").filter(has_text=name)).to_have_count(2)
    head.page.get_by_role("button", name=PHRASE).click()
    head.press("通过")
    head.says("已处理 2 件，未处理 0 件")


def use_the_phrase(head: Visitor, name: str) -> None:
    head.take(name)
    head.page.get_by_role("button", name=PHRASE).click()
    expect(head.opinion).to_have_value(PHRASE)
    head.press("通过")
    assert head.row(name).count() == 0


def claim_and_release(clerk: Visitor, deputy: Visitor, name: str) -> None:
    clerk.take(name)
    address = clerk.page.url
    deputy.open(address)
    clerk.press("认领")
    clerk.says("已认领，现在只由您办理。")
    deputy.press("认领")
    deputy.says("区子衡已认领这个环节，正在办理。")
    deputy.open(address)
    deputy.says("区子衡已认领这个环节，正在办理。")
    expect(deputy.page.get_by_role("button", name="办结")).to_have_count(0)
    clerk.press("释放")
    clerk.says("已释放，所有候选人又能看到它。")
    for words in ("已认领", "已释放"):
        expect(clerk.record()).to_contain_text(words)
    deputy.open(address)
    deputy.press("认领")
    deputy.says("已认领，现在只由您办理。")


def test_several_are_decided_together_without_javascript(
    meet: Callable[[int], Visitor], browser: Browser, live: LiveServer
) -> None:
    applicant = meet(1280)
    applicant.sign_in("hr_deputy")
    for n in range(2):
        apply_for_unlock(applicant, f"第{n + 1}个邮箱。")
    context = browser.new_context(base_url=live.url, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto("/signin")
    page.get_by_label("登录账号").fill("hr_head")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(re.compile("^(?!.*/signin)"))
    page.goto("/todo")
    # The newest stand first: other stories may have left him something to do.
    for box in page.get_by_role("checkbox", name=re.compile("选择：.*曾可嘉")).all()[:2]:
        box.check()
    together(page).click()
    expect(page.get_by_role("heading", name="批量处理 2 件")).to_be_visible()
    page.get_by_label("处理意见（各件相同）").fill("同意。")
    page.get_by_role("button", name="通过", exact=True).click()
    expect(page.get_by_role("heading", name="已处理 2 件，未处理 0 件")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="已处理")).to_have_count(2)
    context.close()
