"""A real browser in front of the real program; every page must stay free of errors."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from db.server import Server
from scripts.browser import find_browser
from tests.browser.visitor import Visitor
from tests.conftest import clone, make_settings
from tests.live_server import LiveServer, running

AXE = Path(__file__).parents[2] / "portal/frontend/node_modules/axe-core/axe.min.js"
RESULTS = Path(__file__).parents[2] / "test-results"

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever a page asks of another machine is an error here.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)

_NOTE_VIOLATIONS = """
addEventListener('securitypolicyviolation', event =>
  console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile || ''}`))
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def live(server: Server, data_root: Path) -> Iterator[LiveServer]:
    """The program on a database of its own with the demo campus; all browser tests share it."""
    settings = make_settings(data_root / "live", clone(server, "live"))
    with running(settings) as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser; a fresh profile each test."""
    path = find_browser()
    if path is None:
        pytest.skip("no Chromium: `make test` gets one, or name it in TONGBAN_CHROMIUM")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def open_page(
    browser: Browser, live: LiveServer, request: pytest.FixtureRequest
) -> Iterator[Callable[[int], Page]]:
    """Open pages of a given width, each with a profile of its own; fail when one had errors.

    For stories with several people: one page a person.
    """
    errors: list[str] = []
    pages: list[Page] = []

    def watch(page: Page) -> None:
        page.on("console", lambda message: errors.extend(_error(message)))
        page.on("pageerror", lambda error: errors.append(f"uncaught: {error}"))
        pages.append(page)

    def opened(width: int = 1280) -> Page:
        height = 800 if width > 600 else 720
        context = browser.new_context(
            base_url=live.url, viewport={"width": width, "height": height}, locale="zh-CN"
        )
        context.add_init_script(_NOTE_VIOLATIONS)
        context.set_default_timeout(10_000)
        context.on("page", watch)
        return context.new_page()

    failed_before = request.session.testsfailed
    yield opened
    if request.session.testsfailed > failed_before:
        _keep_pictures(pages, request.node.name)
    for page in pages:
        page.context.close()
    assert errors == [], "the browser's console must stay free of errors"


@pytest.fixture
def page_1280(open_page: Callable[[int], Page]) -> Page:
    """A page as wide as a desk's screen."""
    return open_page(1280)


@pytest.fixture
def page_375(open_page: Callable[[int], Page]) -> Page:
    """A page as wide as a phone."""
    return open_page(375)


@pytest.fixture(params=[1280, 375])
def page(open_page: Callable[[int], Page], request: pytest.FixtureRequest) -> Page:
    """A page at both widths, one test each."""
    return open_page(request.param)


@pytest.fixture
def check_accessibility() -> Callable[[Page], None]:
    """Fail when axe finds something serious or critical on the page as it stands."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: `make test` installs it")
    source = AXE.read_text()

    def check(page: Page) -> None:
        page.evaluate(source)
        found = page.evaluate("() => axe.run().then(result => result.violations)")
        assert _serious(found) == []

    return check


# What stands in a button, words and icon, may come near its border but not stand on it; what is only read
# aloud stands nowhere.
_CUT_OFF = """found => found.filter(one => {
  const whole = one.getBoundingClientRect(), part = document.createRange();
  const seen = [...one.childNodes].filter(node => !node.classList?.contains("visually-hidden"));
  return seen.some(node => {
    part.selectNode(node);
    const { left, right, width } = part.getBoundingClientRect();
    return width > 0 && (left < whole.left + 1 || right > whole.right - 1);
  });
}).map(one => one.innerText)"""


# A title that has no room even so is cut off, but not for the sake of the buttons beside it.
_SQUEEZED = """found => innerWidth > 600 ? [] : found.filter(
  one => one.scrollWidth > one.clientWidth && one.clientWidth < innerWidth * 0.8
).map(one => one.innerText)"""


@pytest.fixture
def check_width() -> Callable[[Page], None]:
    """Fail when the page must be scrolled sideways, or cuts off its title or a button at its bottom."""

    def check(page: Page) -> None:
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{overflow} px wider than the window at {page.url}"
        cut = page.locator(".tb-dock .btn:visible").evaluate_all(_CUT_OFF)
        assert not cut, f"no room for {cut} at {page.url}"
        squeezed = page.locator(".tb-head h1:not(.vh-m):visible").evaluate_all(_SQUEEZED)
        assert not squeezed, f"on a phone buttons take the room of {squeezed} at {page.url}"

    return check


@pytest.fixture
def meet(
    open_page: Callable[[int], Page],
    check_accessibility: Callable[[Page], None],
    check_width: Callable[[Page], None],
) -> Callable[[int], Visitor]:
    """Bring one more person with a browser of his own, so and so wide."""

    def look(page: Page) -> None:
        page.wait_for_load_state()
        check_width(page)
        check_accessibility(page)

    return lambda width: Visitor(open_page(width), look)


def _serious(violations: list[dict[str, object]]) -> list[tuple[object, object]]:
    return [
        (found["id"], [node["html"] for node in found["nodes"]][:3])  # type: ignore[attr-defined]
        for found in violations
        if found["impact"] in {"serious", "critical"}
    ]


def _error(message: ConsoleMessage) -> list[str]:
    # A refused form is answered with 4xx, which the browser reports too; that is the program's word.
    refused = message.text.startswith("Failed to load resource: the server responded with a status of 4")
    return [message.text] if message.type == "error" and not refused else []


def _keep_pictures(pages: list[Page], name: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    safe = "".join(letter if letter.isalnum() else "-" for letter in name)
    for number, page in enumerate(pages, 1):
        page.screenshot(path=RESULTS / f"{safe}-{number}.png", full_page=True)
