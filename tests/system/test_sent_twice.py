"""A form that arrives twice does its work once, and leads both times to the same page."""

import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Barrier

import httpx
import pytest

from tests.system.conftest import Hall
from tests.system.people import MAIL

APPLY = "/services/two-hands/apply"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
FILLED = {"/subject": "会办两次", "outcome": "submit"}


@pytest.fixture
def browser(hall: Hall) -> httpx.Client:
    """A browser that does not follow redirects."""
    http = hall.browse("tea02")
    http.follow_redirects = False
    return http


def kept(html: str, action: str) -> dict[str, str]:
    """Return the hidden fields of the form that posts to an address."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', html, re.S)
    assert form, html[-2000:]
    return {unescape(name): unescape(value) for name, value in HIDDEN.findall(form[0])}


def twice(browser: httpx.Client, path: str, data: Mapping[str, str]) -> list[httpx.Response]:
    """Send the same at the same moment, as an impatient double click does."""
    gate = Barrier(2)

    def send() -> httpx.Response:
        gate.wait(10)
        return browser.post(path, data=data)

    with ThreadPoolExecutor(2) as pool:
        return [one.result() for one in [pool.submit(send) for _ in "ab"]]


def told(browser: httpx.Client, answer: httpx.Response) -> list[str]:
    """Return what the page that an answer leads to says of the work; what was said before stands in front."""
    page = browser.get(answer.headers["Location"]).text
    return re.findall(r'role="status">.*?<div>(.*?)</div>', page, re.S)


def matters(hall: Hall) -> int:
    return int(hall.sql("SELECT count(*) FROM instance WHERE service_key = 'two-hands'")[0][0])


def places(answers: list[httpx.Response]) -> set[str]:
    assert {answer.status_code for answer in answers} == {302}, [answer.text[-300:] for answer in answers]
    return {answer.headers["Location"] for answer in answers}


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_clicks_one_begins_a_matter_and_both_lead_to_it(
    hall: Hall, browser: httpx.Client, attempt: int
) -> None:
    before = matters(hall)
    data = kept(browser.get(APPLY).text, APPLY) | FILLED
    (place,) = places(twice(browser, APPLY, data))
    assert matters(hall) == before + 1
    assert "会办两次" in browser.get(place).text


def test_a_form_sent_again_by_the_browser_leads_to_the_matter_and_says_its_number_again(
    hall: Hall, browser: httpx.Client
) -> None:
    data = kept(browser.get(APPLY).text, APPLY) | FILLED
    first = browser.post(APPLY, data=data)
    told = re.search(r"已提交，业务编号[^<]*", browser.get(first.headers["Location"]).text)
    # A form with a file travels in parts; the page of an interruption sends the same fields in one piece.
    parts: dict[str, tuple[None, str]] = {name: (None, value) for name, value in data.items()}
    again = browser.post(APPLY, files=parts)
    assert len(places([first, again])) == 1
    assert told
    assert told[0] in browser.get(again.headers["Location"]).text


def test_a_used_up_draft_is_no_obstacle_to_sending_again(hall: Hall, browser: httpx.Client) -> None:
    data = kept(browser.get(APPLY).text, APPLY) | {"/subject": "草稿"}
    drafts = twice(browser, APPLY, data | {"do": "draft"})
    (place,) = places(drafts)
    sent = kept(browser.get(place).text, APPLY) | FILLED
    answers = [browser.post(APPLY, data=sent) for _ in "ab"]
    assert len(places(answers)) == 1


def test_a_refused_form_keeps_its_key_and_other_words_are_another_matter(
    hall: Hall, browser: httpx.Client
) -> None:
    before = matters(hall)
    data = kept(browser.get(APPLY).text, APPLY)
    refused = browser.post(APPLY, data=data | {"/subject": "长" * 101, "outcome": "submit"})
    assert refused.status_code == 422
    assert kept(refused.text, APPLY)["once"] == data["once"]
    answers = [browser.post(APPLY, data=data | {**FILLED, "/subject": words}) for words in ("一", "二")]
    assert len(places(answers)) == 2
    assert matters(hall) == before + 2


def test_a_key_of_another_person_leads_nowhere(hall: Hall, browser: httpx.Client) -> None:
    data = kept(browser.get(APPLY).text, APPLY) | FILLED
    mine = browser.post(APPLY, data=data)
    other = hall.browse("tea06")
    other.follow_redirects = False
    theirs = kept(other.get(APPLY).text, APPLY) | FILLED | {"once": data["once"]}
    assert len(places([mine, other.post(APPLY, data=theirs)])) == 2


@pytest.mark.parametrize("key", ["", "x", "x" * 300, "§" * 20, "a b" * 10])
def test_a_key_that_is_none_is_as_good_as_no_key(hall: Hall, browser: httpx.Client, key: str) -> None:
    data = kept(browser.get(APPLY).text, APPLY) | FILLED | {"once": key}
    assert len(places([browser.post(APPLY, data=data) for _ in "ab"])) == 2


def test_a_comment_stands_once_in_the_record(hall: Hall, browser: httpx.Client) -> None:
    instance = hall.person("tea02").start("email-unlock", MAIL, opinion="请解锁")
    path = f"/instances/{instance}/comments"
    data = kept(browser.get(f"/instances/{instance}").text, path) | {"text": "请尽快"}
    assert len(places(twice(browser, path, data))) == 1
    said = hall.sql("SELECT count(*) FROM record_entry WHERE instance_id = %s AND kind = 'comment'", instance)
    assert said == [(1,)]


def test_an_order_for_many_matters_is_given_once(hall: Hall) -> None:
    instance = hall.person("tea02").start("two-hands", {"subject": "停一停"})
    admin = hall.browse("admin")
    admin.follow_redirects = False
    path = "/inspect/bulk/new"
    page = admin.get(f"{path}?ids={instance}").text
    data = dict(HIDDEN.findall(page)) | {"action": "suspend", "opinion": "盘点", "ids": instance}
    assert len(places(twice(admin, path, data))) == 1
    assert len(hall.sql("SELECT FROM bulk WHERE reason = '盘点'")) == 1


def test_a_reminder_and_its_answer_are_told_once(hall: Hall, browser: httpx.Client) -> None:
    instance = hall.person("tea02").start("email-unlock", MAIL, opinion="请解锁")
    ((task, login),) = hall.sql(
        "SELECT t.id, a.subject FROM task t JOIN inbox i ON i.task_id = t.id"
        " JOIN role_holder h ON i.principal = 'r:' || h.role_key || '@' || h.unit_id"
        " JOIN account a ON a.person_id = h.person_id WHERE t.instance_id = %s AND t.state = 'open'",
        instance,
    )
    remind = f"/tasks/{task}/remind"
    asking = kept(browser.get(f"/instances/{instance}").text, remind)
    assert places(twice(browser, remind, asking)) == {f"/instances/{instance}"}
    assert told(browser, browser.post(remind, data=asking))[-1].startswith("已催办")
    head = hall.browse(login)
    head.follow_redirects = False
    answer = f"/tasks/{task}/answer"
    data = kept(head.get(f"/tasks/{task}").text, answer) | {"text": "今天办"}
    assert places(twice(head, answer, data)) == {f"/tasks/{task}"}
    assert told(head, head.post(answer, data=data))[-1] == "答复已发送。"
    said = "SELECT kind, count(*) FROM record_entry WHERE instance_id = %s GROUP BY kind ORDER BY kind"
    assert {"remind": 1, "answer": 1}.items() <= dict(hall.sql(said, instance)).items()
    assert "今天办" in browser.get(f"/instances/{instance}").text


def test_an_absence_is_entered_once_and_both_clicks_say_so(hall: Hall, browser: httpx.Client) -> None:
    path = "/me/substitutes"
    ((substitute,),) = hall.sql("SELECT person_id FROM account WHERE subject = 'tea06'")
    days = {"since": "2099-08-01", "until": "2099-08-02"}
    data = kept(browser.get(path).text, path) | days | {"to": str(substitute)}
    assert places(twice(browser, path, data)) == {path}
    assert len(hall.sql("SELECT FROM substitution WHERE since = '2099-08-01'")) == 1
    assert "已设置代理" in browser.get(path).text
