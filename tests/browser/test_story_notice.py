"""公告发布 in a real browser: not approved by the drawn flow, returned by the operation, then published."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor


@pytest.mark.parametrize("width", [1280, 375])
def test_story(meet: Callable[[int], Visitor], width: int) -> None:
    title = f"元旦放假安排（{width}）"
    author, head, reader, other = (meet(width) for _ in range(4))
    author.sign_in("office_author")
    write(author, "元旦放假安排")
    head.sign_in("office_head")
    head.take("元旦放假安排")
    head.press("审核不通过")
    expect(head.page.get_by_role("alert")).to_be_visible()
    head.decide("审核不通过", "请写明年份。")
    revise(author, "2027 年元旦放假安排", "请写明年份。")
    head.take("元旦放假安排")
    head.send_back("标题里不要写年份")
    revise(author, title, "标题里不要写年份")
    head.take("元旦放假安排")
    head.decide("审核通过", "可以发布。")
    reader.sign_in("stu02")
    reader.open("/notices")
    reader.press(title)
    reader.says("1 月 1 日至 3 日放假。")
    other.sign_in("tea04")
    other.open("/notices")
    expect(other.page.get_by_role("main")).not_to_contain_text(title)


def write(author: Visitor, title: str) -> None:
    author.open("/services/notice/apply")
    author.field("公告标题").fill(title)
    author.choose("公告类型", "全校公告")
    author.choose("接收方式", "按接收群体")
    author.choose("接收群体", "学生")
    author.field("公告正文").fill("1 月 1 日至 3 日放假。")
    author.press("提交审核")
    author.says(re.compile(r"已提交，业务编号 GG\d{4}-\d{6}"))


def revise(author: Visitor, title: str, reason: str) -> None:
    author.take("公告发布")
    expect(author.record()).to_contain_text(reason)
    author.field("公告标题").fill(title)
    author.press("提交审核")
    author.says(re.compile("已办理："))
