"""The hall in English: every page on the way of one application, with its faults, dialogs and empty lists."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chinese import check_english
from tests.browser.visitor import PASSWORD, Visitor

TYPED = ("十月以后没有登录过", "情况属实，请解锁。")


@pytest.fixture
def meet_english(meet: Callable[[int], Visitor]) -> Callable[[int], Visitor]:
    """Bring a reader of English; every page he comes to is held to it."""

    def met(width: int) -> Visitor:
        visitor = meet(width)

        def look(page: Page, before: Callable[[Page], None] = visitor.look) -> None:
            before(page)
            check_english(page, *TYPED)

        return Visitor(visitor.page, look)

    return met


@pytest.mark.parametrize(
    ("width", "login", "head_login"),
    [(1280, "academic_deputy", "academic_head"), (375, "graduate_deputy", "graduate_head")],
)
def test_no_page_of_an_application_falls_back_into_chinese(
    meet_english: Callable[[int], Visitor], width: int, login: str, head_login: str
) -> None:
    applicant, head = meet_english(width), meet_english(width)
    applicant.open("/?lang=en")
    sign_in(applicant, login)
    look_around(applicant)
    send(applicant)
    sign_in(head, head_login)
    address = handle(head)
    find_nothing(head, address)
    look_back(applicant)


def sign_in(visitor: Visitor, login: str) -> None:
    visitor.open("/signin?lang=en")
    for password in ("wrong-2026", PASSWORD):
        visitor.page.get_by_label("Account").fill(login)
        visitor.page.get_by_label("Password", exact=True).fill(password)
        press(visitor, "Sign in")


def press(visitor: Visitor, name: str) -> None:
    place = visitor.page.get_by_role("main").or_(visitor.page.get_by_role("region", name="Actions"))
    either = place.get_by_role("button", name=name).or_(place.get_by_role("link", name=name))
    either.filter(visible=True).first.click()
    visitor.look(visitor.page)


def look_around(visitor: Visitor) -> None:
    boxes = [f"/todo?box={box}" for box in ("todo", "done", "cc", "sent", "draft", "handed")]
    places = ["/", "/services?q=mail", "/services?q=zzzz", "/me", "/messages", "/notices", "/password"]
    for address in [*places, *boxes, "/todo?q=zzzz"]:
        visitor.open(address)


def send(visitor: Visitor) -> None:
    visitor.open("/services/email-unlock")
    press(visitor, "Start now")
    visitor.field("Mailbox address").fill("no address")
    press(visitor, "Submit")
    expect(visitor.field("Mailbox address")).to_have_accessible_description(
        re.compile("write an e-mail address")
    )
    visitor.field("Mailbox address").fill("somebody@mail.songxi.example")
    visitor.choose("Why it was locked", "Not used for long")
    visitor.field("Details").fill(TYPED[0])
    visitor.says(re.compile("Draft saved automatically"))
    visitor.open("/todo?box=draft")
    press(visitor, "Go on")
    press(visitor, "Submit")
    visitor.says(re.compile(r"The number is YX\d{4}-\d{6}"))


def handle(visitor: Visitor) -> str:
    """Look at what a head can press, and approve; return the task's address."""
    visitor.open("/todo")
    visitor.page.get_by_role("table").get_by_role("link").first.click()
    visitor.look(visitor.page)
    address = visitor.page.url
    for operation in ("return", "terminate"):
        visitor.open(f"{address}/{operation}")
        press(visitor, operation.capitalize())
    visitor.open(address)
    press(visitor, "Return")
    expect(visitor.page.get_by_role("dialog", name="Return the matter")).to_be_visible()
    visitor.page.keyboard.press("Escape")
    opinion = visitor.page.get_by_role("textbox", name="Opinion of the department")
    opinion.fill("")
    press(visitor, "Approve")
    opinion.fill(TYPED[1])
    press(visitor, "Approve")
    visitor.says(re.compile("^Done:"))
    return address


def find_nothing(visitor: Visitor, address: str) -> None:
    """See the pages for what is gone: a task that is done, and addresses that lead nowhere."""
    for gone in (address, "/tasks/999999", "/nowhere", "/todo?box=done"):
        visitor.open(gone)


def look_back(visitor: Visitor) -> None:
    visitor.open("/todo?box=sent")
    visitor.page.get_by_role("table").get_by_role("link").first.click()
    visitor.look(visitor.page)
    press(visitor, "See the diagram")
    expect(visitor.page.get_by_role("button", name="Zoom in")).to_be_visible()
    visitor.look(visitor.page)
    visitor.open(f"{visitor.page.url}/progress")
    visitor.open("/messages")
    expect(visitor.page.get_by_role("link", name=re.compile("中文"))).to_have_attribute("lang", "zh-CN")
