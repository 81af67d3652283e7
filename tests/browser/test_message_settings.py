"""消息设置 in a real browser: which messages reach somebody by e-mail, and which failed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

PEOPLE = {1280: "tea03", 375: "tea04"}


@pytest.mark.parametrize("width", [1280, 375])
def test_somebody_chooses_and_finds_his_choices_again(meet: Callable[[int], Visitor], width: int) -> None:
    visitor = meet(width)
    visitor.sign_in(PEOPLE[width])
    visitor.open("/me")
    visitor.press("消息设置")
    news = visitor.page.get_by_label("新待办")
    expect(news).to_have_value("digest")
    news.select_option(label="立即发邮件")
    visitor.page.get_by_label("催办").select_option(label="不发邮件")
    visitor.page.get_by_label("邮件语言").select_option(label="English")
    visitor.press("保存设置")
    visitor.says("设置已保存。")
    visitor.open("/me/messages")
    expect(visitor.page.get_by_label("新待办")).to_have_value("now")
    expect(visitor.page.get_by_label("催办")).to_have_value("off")
    expect(visitor.page.get_by_label("邮件语言")).to_have_value("en")


@pytest.mark.parametrize("width", [1280, 375])
def test_an_administrator_looks_for_mails_that_failed(meet: Callable[[int], Visitor], width: int) -> None:
    visitor = meet(width)
    visitor.sign_in("admin")
    visitor.open("/inspect/messages")
    visitor.says("没有发送失败的邮件")
    visitor.page.get_by_label("发送结果").select_option(label="没有邮箱")
    visitor.press("搜索")
    expect(visitor.page.get_by_label("发送结果")).to_have_value("no_address")
    visitor.open("/inspect/messages?state=all")
