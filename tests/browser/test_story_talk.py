"""催办, 抄送, 回复 in a real browser: a matter is asked after, shown to a third, and talked about."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.unlock import apply_for_unlock
from tests.browser.visitor import Visitor

# Who applies at which width, the head, and who is shown the matter: login and name.
PEOPLE = {
    1280: (("tea01", "解云舒"), ("cs_head", "欧阳牧"), ("tea02", "程望舒")),
    375: (("chem_deputy", "朴正勋"), ("chem_head", "闻人㛃"), ("foreign_deputy", "温若曦")),
}
PICTURES = os.environ.get("TONGBAN_PICTURES")


def picture(visitor: Visitor, name: str) -> None:
    """Keep a picture of the page for whoever wants to judge it."""
    if PICTURES:
        width = visitor.page.viewport_size["width"] if visitor.page.viewport_size else 0
        visitor.page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("width", [1280, 375])
def test_story(meet: Callable[[int], Visitor], width: int) -> None:
    initiator, handler, shown = PEOPLE[width]
    applicant, head, reader = meet(width), meet(width), meet(width)
    applicant.sign_in(initiator[0])
    apply_for_unlock(applicant, "出差在外，急需查收邮件")
    remind(applicant)
    head.sign_in(handler[0])
    answer(head, initiator[1])
    copy_to(head, shown[1])
    reader.sign_in(shown[0])
    read_and_ask(reader, initiator[1], handler[1])
    reply(applicant, shown[1])
    fold(reader)


def remind(applicant: Visitor) -> None:
    picture(applicant, "instance")
    applicant.press("催办")
    applicant.says("已催办：部门负责人意见。")
    applicant.says(re.compile("已催办，.+ 起可再次催办"))
    expect(applicant.path().get_by_role("button", name="催办")).to_have_count(0)
    expect(applicant.record()).to_contain_text("已催办")


def answer(head: Visitor, initiator: str) -> None:
    head.take(initiator)
    banner = head.page.get_by_role("region", name="催办")
    expect(banner).to_contain_text(f"{initiator} 催您尽快办理")
    picture(head, "reminded")
    banner.get_by_role("textbox", name="答复催办").fill("今天下班前办理。")
    banner.get_by_role("button", name="答复").click()
    head.look(head.page)
    head.says("答复已发送。")
    expect(head.page.get_by_role("region", name="催办")).to_have_count(0)
    expect(head.record()).to_contain_text("今天下班前办理。")


def copy_to(head: Visitor, name: str) -> None:
    head.press("抄送给他人")
    head.press("抄送给他人")
    head.says("请至少选择一个人。")
    head.page.get_by_role("searchbox", name="查找人员").fill(name)
    head.page.get_by_role("checkbox", name=re.compile(name)).check()
    head.page.get_by_role("textbox", name="附言").fill("请留意后续。")
    picture(head, "copy")
    head.press("抄送给他人")
    head.says("已抄送给 1 人。")
    expect(head.page.get_by_role("region", name="抄送")).to_contain_text(name)
    expect(head.record()).to_contain_text("请留意后续。")


def read_and_ask(reader: Visitor, initiator: str, handler: str) -> None:
    reader.box("cc")
    assert reader.count("cc") == 1
    row = reader.page.get_by_role("row").filter(has_text=initiator)
    expect(row).to_contain_text("未读")
    expect(row).to_contain_text(handler)
    picture(reader, "cc")
    reader.row(initiator).first.click()
    reader.look(reader.page)
    expect(reader.page.get_by_role("link", name="办理", exact=True)).to_have_count(0)
    reader.field("发表评论").fill(f"@{initiator} 请问何时返校？")
    reader.page.get_by_text("提醒谁看（@）").click()
    reader.page.get_by_role("checkbox", name=re.compile(handler)).check()
    picture(reader, "speaking")
    reader.press("发送评论")
    reader.says("评论已写入办理记录。")
    for name in (initiator, handler):
        expect(reader.record().locator("mark", has_text=f"@{name}")).to_be_visible()
    reader.box("cc")
    expect(reader.page.get_by_role("row").filter(has_text=initiator)).to_contain_text("已读")


def reply(applicant: Visitor, reader: str) -> None:
    applicant.box("sent")
    applicant.row("邮箱解锁申请").first.click()
    applicant.look(applicant.page)
    entry = applicant.record().get_by_role("listitem").filter(has_text="请问何时返校？")
    entry.get_by_text("回复", exact=True).click()
    entry.get_by_role("textbox", name=f"回复 {reader}").fill("周五返校。<b>谢谢</b>")
    entry.get_by_role("button", name="发送回复").click()
    applicant.look(applicant.page)
    expect(applicant.record()).to_contain_text("周五返校。<b>谢谢</b>")
    picture(applicant, "thread")


def fold(reader: Visitor) -> None:
    reader.row("邮箱解锁申请").first.click()
    reader.look(reader.page)
    answered = reader.record().get_by_text(re.compile("周五返校"))
    expect(answered).to_be_visible()
    reader.record().get_by_text("收起", exact=True).first.click()
    expect(answered).to_be_hidden()
    reader.record().get_by_text("展开 1 条回复").first.click()
    expect(answered).to_be_visible()


@pytest.mark.parametrize("width", [1280, 375])
def test_empty_boxes_say_what_comes_there(meet: Callable[[int], Visitor], width: int) -> None:
    student = meet(width)
    student.sign_in("stu09")
    for box, words in (("cc", "没有抄送给您的办件"), ("handed", "您没有转办过待办")):
        student.box(box)
        assert student.count(box) == 0
        student.says(re.compile(words))
