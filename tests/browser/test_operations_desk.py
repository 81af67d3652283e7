"""运行管理 in a real browser: every page of the desk, and the page of the API, read by axe at both widths."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

SERVICE = "fitness-exemption"
PAGES = (
    "/inspect",
    "/inspect?started_from=x&version=1",
    "/inspect?q=nothing",
    "/inspect/overview",
    "/inspect/services",
    f"/inspect/services/{SERVICE}",
    "/inspect/definitions",
    f"/inspect/definitions/{SERVICE}",
    "/inspect/connectors",
    "/inspect/messages?state=all",
    "/inspect/looks",
    "/inspect/bulk",
    f"/inspect/bulk/new?service={SERVICE}",
    "/inspect/bulk/new?service=email-unlock&action=skip&p_at=reset",
    "/inspect/bulk/new?service=email-unlock&action=reassign&q_holder=jie",
    "/inspect/services/nowhere",
    "/api/v1/docs",
    "/api/v1/docs/mending",
    "/api/v1/docs/shapes/MendShape",
)


@pytest.mark.parametrize("width", [1280, 375])
def test_every_page_of_the_desk_can_be_read_aloud(meet: Callable[[int], Visitor], width: int) -> None:
    visitor = meet(width)
    visitor.sign_in("admin")
    for address in PAGES:
        visitor.open(address)


def test_an_order_asks_only_what_its_action_needs(meet: Callable[[int], Visitor]) -> None:
    visitor = meet(1280)
    visitor.sign_in("admin")
    visitor.open("/inspect/bulk/new?service=email-unlock")
    page = visitor.page
    at, to, answer = page.locator("#p_at"), page.locator("#p_to"), page.locator("[id='v:reset:answer']")
    for action, seen in (("", ()), ("jump", (at, to)), ("skip", (at,)), ("suspend", ())):
        page.locator("#action").select_option(action)
        for field in (at, to, answer):
            expect(field).to_be_visible(visible=field in seen)
    page.locator("#action").select_option("skip")
    at.select_option("reset")
    expect(answer).to_be_visible()
    expect(page.locator("[id='v:unlock:answer']")).to_be_hidden()
