"""The database goes away and comes back: everybody is told so, loses nothing, and goes on."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest

from cli.demo import load_demo
from db.migrate import upgrade
from db.server import Server, start
from tests.conftest import make_settings
from tests.live_server import LiveServer, free_port, keep_keys
from tests.system.conftest import Hall, nobody
from tests.system.people import MAIL, Tokens

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
WORDS = "本周五之前办好，谢谢"
LOCK = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


@dataclass
class Stoppable(Hall):
    """A hall whose database is nobody else's, so that it may be stopped."""

    running: Server

    def back(self) -> None:
        """Start the database again, unless it runs."""
        if not self.running.alive():
            self.running = start(self.settings.cluster, durable=False)


@pytest.fixture(scope="module")
def hall(data_root: Path) -> Iterator[Stoppable]:
    server = start(data_root / "away" / "postgres", durable=False)
    settings = replace(make_settings(data_root / "away", server.url()), port=free_port())
    with ExitStack() as stack:
        upgrade(server.url())
        keep_keys(settings)
        load_demo(settings)
        web = LiveServer(settings, settings.data / "web.log")
        stack.callback(web.stop)
        web.start()
        made = Stoppable(settings, (web,), Tokens(), stack, server)
        stack.callback(lambda: made.running.stop())
        yield made


@pytest.fixture
def away(hall: Stoppable) -> Iterator[None]:
    """Give a test whose database is away; it comes back behind it."""
    hall.running.stop()
    yield
    hall.back()


@pytest.fixture(scope="module")
def browser(hall: Stoppable) -> httpx.Client:
    return hall.browse("tea02")


@pytest.mark.usefixtures("away")
@pytest.mark.parametrize(("language", "words"), [("zh", "没有丢失"), ("en", "not lost")])
def test_a_page_says_that_the_database_is_away_and_when_to_try_again(
    hall: Stoppable, browser: httpx.Client, language: str, words: str
) -> None:
    with nobody(hall) as stranger:
        pages = [(browser, "/"), (browser, "/todo"), (stranger, "/"), (stranger, "/services")]
        answers = [one.get(f"{path}?lang={language}", headers={"Accept": "text/html"}) for one, path in pages]
    for answer in answers:
        assert (answer.status_code, answer.headers["Content-Type"]) == (503, "text/html; charset=utf-8")
        assert int(answer.headers["Retry-After"]) > 0
        assert words in answer.text
    asked = browser.get("/todo", headers={"Accept": "application/json"})
    assert (asked.status_code, asked.json()["code"]) == (503, "database_away")
    assert int(asked.headers["Retry-After"]) > 0


def test_what_was_typed_is_sent_again_when_the_database_is_back(
    hall: Stoppable, browser: httpx.Client
) -> None:
    browser.get("/?lang=zh")
    page = browser.get("/me/phrases")
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    hall.running.stop()
    typed = [f'{WORDS}\r\n"x" <b>', "同意"]
    refused = browser.post("/me/phrases", data={"csrf_token": token, "words": typed})
    hall.back()

    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    kept: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(refused.text):
        kept.setdefault(unescape(name), []).append(unescape(value))
    assert kept["csrf_token"] == [token]
    sent = browser.post("/me/phrases", data=kept)
    assert sent.status_code == 200, sent.text[-500:]
    assert WORDS in browser.get("/me/phrases").text


def test_an_application_sent_again_from_that_page_is_one_matter(
    hall: Stoppable, browser: httpx.Client
) -> None:
    path = "/services/email-unlock/apply"
    page = browser.get(path).text
    form = page[page.index('<form id="apply"') :]
    typed = {f"/{name}": value for name, value in MAIL.items()} | {"opinion": "请解锁"}
    fields = dict(HIDDEN.findall(form[: form.index("</form>")])) | typed
    began = browser.post(path, data=fields)
    assert began.url.path.startswith("/instances/"), began.text[-500:]
    # The answer was lost: the browser shows the page of the interruption instead, and its form is sent.
    hall.running.stop()
    refused = browser.post(path, data=fields)
    hall.back()
    assert refused.status_code == 503
    assert "只受理一次" in refused.text
    again = browser.post(path, data=dict(HIDDEN.findall(refused.text)))
    assert again.url == began.url


def test_a_password_stands_on_no_page(hall: Stoppable, browser: httpx.Client) -> None:
    token = browser.get("/me/phrases").text.split('name="csrf_token" value="')[1].split('"')[0]
    hall.running.stop()
    sent = [
        browser.post(path, data={"csrf_token": token, "login": "tea02", name: "geheim-4711"})
        for path, name in (("/signin", "password"), ("/password", "new"), ("/me/phrases", "/newPassword"))
    ]
    hall.back()
    for answer in sent:
        assert answer.status_code == 503
        assert "geheim-4711" not in answer.text


def test_the_api_answers_503_and_recovers_by_itself(hall: Stoppable, browser: httpx.Client) -> None:
    person = hall.person("tea02")
    assert person.http.get("/me").status_code == 200
    hall.running.stop()
    begun = person.http.post("/services/cooling-off/instances", json={"document": {}})
    away = [person.http.get("/me"), begun]
    hall.back()
    for answer in away:
        assert (answer.status_code, answer.json()["code"]) == (503, "database_away")
        assert int(answer.headers["Retry-After"]) > 0
    assert [person.http.get("/me").status_code for _ in range(20)] == [200] * 20
    assert [browser.get("/todo").status_code for _ in range(20)] == [200] * 20


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_connection_cut_in_the_middle_of_a_request_is_no_fault_of_ours(
    hall: Stoppable, browser: httpx.Client, method: str
) -> None:
    token = browser.get("/me/phrases").text.split('name="csrf_token" value="')[1].split('"')[0]
    with hall.connect() as holder, ThreadPoolExecutor(1) as pool, holder.transaction():
        holder.execute("LOCK TABLE phrase")
        data = {"csrf_token": token, "words": ["再看"]} if method == "POST" else None
        answer = pool.submit(browser.request, method, "/me/phrases", data=data)
        cut(hall, answer.done)
        assert answer.result().status_code == 503, answer.result().text[-300:]
    assert browser.request(method, "/me/phrases", data=data).status_code == 200


def cut(hall: Stoppable, is_done: Callable[[], bool]) -> None:
    """End each connection that waits for a lock, until the request has its answer."""
    deadline = monotonic() + 30
    while not is_done() and monotonic() < deadline:
        for (pid,) in hall.sql(LOCK):
            hall.sql("SELECT pg_terminate_backend(%s)", pid)
        sleep(0.05)
