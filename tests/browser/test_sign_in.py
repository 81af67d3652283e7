"""Coming in: the first sign-in with a password that must be replaced, and the lock after wrong ones."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import PASSWORD, Visitor

OWN = "Pine-creek-2027"


def test_a_first_password_is_replaced_before_anything_else_opens(meet: Callable[[int], Visitor]) -> None:
    desk, phone = meet(1280), meet(375)
    for newcomer in (desk, phone):
        newcomer.sign_in("newcomer")
        expect(newcomer.page.get_by_role("heading", level=1)).to_have_text("设置您自己的密码")
        newcomer.open("/todo")
        expect(newcomer.page).to_have_url(re.compile("/password$"))
        expect(newcomer.page.get_by_role("navigation")).to_have_count(0)
    refuse(phone, PASSWORD, "Ab1", "Ab1", "新密码", "至少 10")
    refuse(phone, PASSWORD, "aaaaaaaaaaaa", "aaaaaaaaaaaa", "新密码", "两类")
    refuse(phone, PASSWORD, "newcomer-2027", "newcomer-2027", "新密码", "账号")
    refuse(phone, PASSWORD, PASSWORD, PASSWORD, "新密码", "原密码")
    refuse(phone, PASSWORD, OWN, OWN + "x", "再输一次新密码", "不一样")
    refuse(phone, "not-it-2026", OWN, OWN, "现在的密码", "不正确")
    fill(desk, PASSWORD, OWN, OWN)
    desk.says(re.compile("新密码已保存"))
    desk.open("/todo")
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("待办中心")
    phone.open("/todo")
    expect(phone.page).to_have_url(re.compile("/signin"))
    phone.sign_in("newcomer")
    expect(phone.page.get_by_role("alert")).to_contain_text("账号或密码不正确")
    phone.sign_in("newcomer", OWN)
    expect(phone.page.get_by_role("navigation", name="底部导航")).to_be_visible()


def fill(visitor: Visitor, old: str, new: str, again: str) -> None:
    for label, words in (("现在的密码", old), ("新密码", new), ("再输一次新密码", again)):
        visitor.page.get_by_label(label, exact=True).fill(words)
    visitor.press("保存新密码")


def refuse(visitor: Visitor, old: str, new: str, again: str, label: str, words: str) -> None:
    """See a sentence at the field, which alone is marked, while the first password stays in force."""
    fill(visitor, old, new, again)
    field = visitor.page.get_by_label(label, exact=True)
    expect(field).to_have_accessible_description(re.compile(words))
    expect(field).to_be_focused()
    expect(visitor.page.locator("[aria-invalid=true]")).to_have_count(1)
    expect(visitor.page).to_have_url(re.compile("/password$"))


# Whom this locks out can come in nowhere else: nobody of another story.
@pytest.mark.parametrize(("width", "login"), [(1280, "stu13"), (375, "stu14")])
def test_five_wrong_passwords_lock_and_the_page_says_for_how_long(
    meet: Callable[[int], Visitor], width: int, login: str
) -> None:
    visitor = meet(width)
    alert = visitor.page.get_by_role("alert")
    for left in (4, 3, 2, 1):
        visitor.sign_in(login, "wrong-2026")
        expect(alert).to_contain_text(f"再输错 {left} 次")
        expect(visitor.page.get_by_label("登录账号")).to_have_value(login)
        expect(visitor.page.get_by_label("密码", exact=True)).to_be_focused()
    visitor.sign_in(login, "wrong-2026")
    expect(alert).to_contain_text(re.compile(r"已锁定，\d\d:\d\d 解锁（还有 1[45] 分钟）"))
    visitor.sign_in(login)
    expect(alert).to_contain_text("已锁定")
    visitor.open("/todo")
    expect(visitor.page).to_have_url(re.compile("/signin"))
