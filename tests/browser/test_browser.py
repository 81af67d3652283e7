"""The browser itself: it runs, sees the program, and notices what it should."""

import pytest
from playwright.sync_api import Page

from tests.live_server import LiveServer


def test_program_answers_the_browser(page: Page, live: LiveServer) -> None:
    answer = page.goto("/health")
    assert answer is not None
    assert answer.status == 200


def test_other_machines_are_out_of_reach(page_1280: Page) -> None:
    with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
        page_1280.goto("http://example.org/")
