"""暂缓办理, 挂起, 跳转 and 重启 in a real browser at both widths (T3, A1, X1)."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.unlock import apply_for_unlock
from tests.browser.visitor import Visitor


@pytest.mark.parametrize("width", [1280, 375])
def test_story(meet: Callable[[int], Visitor], width: int) -> None:
    login, name, head_login = {
        1280: ("chem_deputy", "朴正勋", "chem_head"),
        375: ("mech_deputy", "万俟澜", "mech_head"),
    }[width]
    applicant, head, admin = (meet(width) for _ in range(3))
    applicant.sign_in(login)
    apply_for_unlock(applicant, "长期出差，邮箱被锁。")
    address = applicant.page.url
    head.sign_in(head_login)
    hold_and_take_up(head, name)
    admin.sign_in("admin")
    suspend_and_resume(admin, head, applicant, address)
    jump_and_restart(admin, head, address, name)
    applicant.open(address)
    for words in ("已暂缓", "恢复办理", "已挂起", "已恢复", "管理员调整了环节", "管理员重新启动"):
        expect(applicant.record()).to_contain_text(words)
    expect(applicant.page.get_by_role("region", name="管理")).to_have_count(0)


def operate(visitor: Visitor, operation: str) -> None:
    """Open the menu of a task and choose an operation."""
    visitor.page.locator("summary").filter(has_text="更多", visible=True).first.click()
    visitor.page.locator(".tb-menu a").filter(has_text=operation, visible=True).first.click()
    visitor.look(visitor.page)


def hold_and_take_up(head: Visitor, name: str) -> None:
    head.take(name)
    operate(head, "暂缓办理")
    head.press("暂缓办理")
    head.says("请填写处理意见。")
    head.page.get_by_label("暂缓原因").fill("等申请人补交证件。")
    head.press("暂缓办理")
    head.says("已暂缓办理，事项仍在您的待办中。")
    head.box("todo")
    expect(head.page.get_by_role("row").filter(has_text=name)).to_contain_text("已暂缓")
    head.take(name)
    operate(head, "恢复办理")
    head.press("恢复办理")
    head.says("已恢复办理。")


def mend(admin: Visitor, address: str, action: str) -> Locator:
    """Open the dialog of an action on the matter's page."""
    admin.open(address)
    section = admin.page.get_by_role("region", name="管理")
    section.get_by_role("link", name=action, exact=True).click()
    dialog = admin.page.get_by_role("dialog", name=action)
    expect(dialog).to_be_visible()
    admin.look(admin.page)
    return dialog


def confirm(admin: Visitor, dialog: Locator, action: str) -> None:
    """See what it would do, and do it."""
    admin.press("查看影响", within=dialog)
    admin.says("尚未执行任何操作")
    admin.look(admin.page)
    admin.press(action, within=admin.page.locator("main"))


def suspend_and_resume(admin: Visitor, head: Visitor, applicant: Visitor, address: str) -> None:
    dialog = mend(admin, address, "挂起")
    dialog.get_by_label("原因").fill("学生处核查材料，暂停办理。")
    confirm(admin, dialog, "挂起")
    admin.says("办件已挂起。")
    head.page.reload()
    head.says("该办件已挂起。")
    expect(head.page.get_by_role("button", name="通过")).to_have_count(0)
    applicant.open(address)
    applicant.says(re.compile("该办件自.*起挂起"))
    expect(applicant.record()).to_contain_text("学生处核查材料")
    dialog = mend(admin, address, "恢复")
    confirm(admin, dialog, "恢复")
    admin.says("办件已恢复办理。")


def jump_and_restart(admin: Visitor, head: Visitor, address: str, name: str) -> None:
    dialog = mend(admin, address, "跳转")
    dialog.get_by_label("跳转到").select_option(label="信息化中心解锁")
    dialog.get_by_label("原因").fill("负责人出差。")
    confirm(admin, dialog, "跳转")
    admin.says("办件已跳转。")
    expect(admin.path()).to_contain_text("信息化中心解锁")
    head.box("todo")
    expect(head.row(name)).to_have_count(0)
    dialog = mend(admin, address, "重启")
    step = dialog.get_by_label("从此环节继续").locator("option").filter(has_text="填写申请")
    dialog.get_by_label("从此环节继续").select_option(value=step.first.get_attribute("value"))
    dialog.get_by_label("原因").fill("材料有误，请重新填写。")
    confirm(admin, dialog, "重启")
    admin.says("办件已从该环节重新开始。")
    expect(admin.path()).to_contain_text("填写申请")
