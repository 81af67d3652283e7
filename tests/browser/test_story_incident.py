"""An incident's whole life: the mail system is down, an administrator mends it, the applicant is told.

The mail system is a real SMTP server at a port of its own, set up by the school's administrator in his pages.
The program runs on a database of its own, for other stories do without a mail system.
"""

import email
import email.policy
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import expect

from db.server import Server
from tests.browser.unlock import apply_for_unlock
from tests.browser.visitor import Visitor
from tests.conftest import clone, make_settings
from tests.live_server import LiveServer, free_port, running

PORT = free_port()
PASSWORD = "Qx7-unlocked-27"
PEOPLE = {
    1280: ("library_deputy", "金英淑", "library_head"),
    375: ("finance_deputy", "单文漪", "finance_head"),
}


class Post:
    """Keeps what comes."""

    def __init__(self) -> None:
        self.kept: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.kept.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 kept"


@contextmanager
def mail_system() -> Iterator[Post]:
    post = Post()
    controller = Controller(post, hostname="127.0.0.1", port=PORT)
    controller.start()
    try:
        yield post
    finally:
        controller.stop()


@pytest.fixture(scope="module")
def live(server: Server, data_root: Path) -> Iterator[LiveServer]:
    """The program with a worker, on a database of this story's."""
    with running(make_settings(data_root / "incident", clone(server, "live_incident"))) as started:
        yield started


@pytest.mark.parametrize("width", [1280, 375])
def test_story(meet: Callable[[int], Visitor], width: int) -> None:
    login, name, head_login = PEOPLE[width]
    applicant, head, clerk, admin = (meet(width) for _ in range(4))
    admin.sign_in("admin")
    set_the_mail_system_up(admin)
    applicant.sign_in(login)
    apply_for_unlock(applicant, "出差回来后忘记密码。")
    address = applicant.page.url
    head.sign_in(head_login)
    head.take(name)
    head.decide("通过", "情况属实。")
    clerk.sign_in("it_clerk")
    clerk.take(name)
    clerk.field("新密码").fill(PASSWORD)
    clerk.press("完成")
    sees_that_it_is_held_up(applicant, address)
    looks_into_it(admin, address)
    with mail_system() as post:
        tries_it_again(admin)
        is_told(applicant, address, post, name)
    all_is_well_again(admin, address)


def set_the_mail_system_up(admin: Visitor) -> None:
    """The first number that he writes is none; what he typed stays."""
    admin.open("/inspect/connectors")
    admin.press("mail")
    admin.page.get_by_label("发送方式").select_option("真正发送")
    admin.field("邮件服务器").fill("127.0.0.1")
    admin.field("端口").fill("twenty-five")
    admin.field("发件人").fill("hall@songxi.example")
    admin.page.get_by_label("加密方式").select_option("none")
    admin.page.get_by_text("重试、等待与限制").click()
    for label, value in (
        ("最多尝试次数", "2"),
        ("第二次尝试前等待（秒）", "1"),
        ("每次尝试的时限（秒）", "3"),
    ):
        admin.field(label).fill(value)
    admin.field("连续失败几次后暂停").fill("50")
    admin.press("保存设置")
    expect(admin.field("端口")).to_have_attribute("aria-invalid", "true")
    expect(admin.field("邮件服务器")).to_have_value("127.0.0.1")
    admin.field("端口").fill(str(PORT))
    admin.press("保存设置")
    admin.says("已保存，今后的调用按此进行。")
    admin.press("给自己发一封")
    admin.says(re.compile("没有发出：unreachable"))
    with mail_system() as post:
        admin.press("给自己发一封")
        admin.says("发往 admin@songxi.example 的邮件已交给邮件服务器。")
        assert "admin@songxi.example" in [message["To"] for message in post.kept]


def wait_for(visitor: Visitor, address: str, words: str) -> None:
    """Open a page until it says something that the worker brings about."""
    until = monotonic() + 30
    visitor.page.goto(address)
    while visitor.page.get_by_text(words).count() == 0:
        assert monotonic() < until, visitor.page.inner_text("main")
        visitor.page.wait_for_timeout(300)
        visitor.page.reload()
    visitor.look(visitor.page)


def sees_that_it_is_held_up(applicant: Visitor, address: str) -> None:
    wait_for(applicant, address, "有一个环节没能完成。")
    expect(applicant.page.get_by_role("region", name="故障与外部调用")).to_have_count(0)


def looks_into_it(admin: Visitor, address: str) -> None:
    admin.open("/inspect/connectors")
    expect(admin.page.get_by_role("row").filter(has_text="邮件（SMTP）")).to_contain_text("连续失败")
    admin.open(address)
    faults = admin.page.get_by_role("region", name="故障与外部调用")
    for words in ("邮件告知申请人", "连不上对方系统", "mail.send", "失败"):
        expect(faults).to_contain_text(words)
    call = faults.get_by_role("row").filter(has_text="mail.send")
    expect(call.get_by_role("cell").nth(2)).to_have_text("2")
    expect(faults.get_by_role("row").filter(has_text="mailbox.unlock")).to_contain_text("已完成")
    assert admin.diagram()["failed"] == {"tell"}
    admin.press("查看流程图")
    dialog = admin.page.get_by_role("dialog", name="流程")
    expect(dialog.get_by_role("img", name="这个环节没能完成。")).to_be_visible()
    dialog.get_by_role("button", name="关闭").click()


def tries_it_again(admin: Visitor) -> None:
    """From the fault itself, which is chosen already; first he sees what it does."""
    expect(admin.page.get_by_role("region", name="管理").get_by_role("link", name="重试")).to_have_count(0)
    admin.press("重试 邮件告知申请人")
    expect(admin.page.get_by_label("哪个失败的环节").locator("option:checked")).to_contain_text(
        "邮件告知申请人"
    )
    admin.field("原因").fill("邮件系统已恢复。")
    admin.press("查看影响")
    admin.says("尚未执行任何操作")
    admin.press("重试")
    admin.says("已重试失败的环节。")


def is_told(applicant: Visitor, address: str, post: Post, name: str) -> None:
    wait_for(applicant, address, "邮箱已解锁，密码已重置，已邮件告知申请人。")
    assert applicant.diagram()["failed"] == set()
    # The hall's own messages go out by the same system now.
    (message,) = [one for one in post.kept if one["Subject"] == "您的学校邮箱已解锁"]
    assert name in message.get_content()
    assert "somebody@mail.songxi.example" in message.get_content()
    assert PASSWORD not in message.get_content()
    expect(applicant.record()).to_contain_text("管理员重试")


def all_is_well_again(admin: Visitor, address: str) -> None:
    admin.open("/inspect/connectors")
    row = admin.page.get_by_role("row").filter(has_text="邮件（SMTP）")
    expect(row).to_contain_text("正常")
    admin.open(address)
    expect(admin.page.get_by_role("region", name="故障与外部调用")).not_to_contain_text("失败")
