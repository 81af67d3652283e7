"""The same matter at the portal's door: pages, files, forms, the CSRF token and the session cookie.

`signin` in the table is a redirect to the sign-in page, `done` the redirect after a form that was taken.
See tests/system/test_permissions.py for who the people are.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from uuid import UUID

import httpx
import pytest
from flask import Flask

from tests.system.conftest import Hall, OpenHall
from tests.system.matters import ROLES, Matter, at_the_college, at_the_hospital, cells
from tests.system.people import PASSWORD

PAGES = """
                       nobody initiator handler handled later  head student admin admin_it designer
/tasks/T             | signin    200     200     200   404   404     404   200      404      404
/tasks/T/return      | signin    403     200     403   404   404     404   403      404      404
/tasks/T/terminate   | signin    403     200     403   404   404     404   403      404      404
/instances/I         | signin    200     200     200   404   404     404   200      404      404
/instances/I/progress| signin    200     200     200   404   404     404   200      404      404
/instances/I/diagram.bpmn| signin 200    200     200   404   404     404   200      404      404
/instances/I/cancel  | signin    403     403     403   404   404     404   403      404      404
/tasks/T/hold        | signin    403     200     403   404   404     404   403      404      404
/instances/I/mend/suspend| signin 403    403     403   404   404     404   200      404      404
/instances/I/mend/jump| signin   403     403     403   404   404     404   200      404      404
/instances/I/mend/resume| signin 403     403     403   404   404     404   403      404      404
/attachments/A       | signin    200     200     200   404   404     404   200      404      404
"""

FORMS = """
                       nobody initiator handler handled later  head student admin admin_it designer
/tasks/T/complete    | signin    403    done     403   404   404     404   403      404      404
/tasks/T/return      | signin    403    done     403   404   404     404   403      404      404
/tasks/T/terminate   | signin    403    done     403   404   404     404   403      404      404
/tasks/T/input       | signin    404     200     404   404   404     404   404      404      404
/instances/I/cancel  | signin    409     403     403   404   404     404   403      404      404
/instances/I/mend/end| signin    403     403     403   404   404     404  done      404      404
"""
FILLED = {"version": "1", "outcome": "approve", "to": "initiator", "opinion": "测试"}

Browse = Callable[[str], httpx.Client]


@pytest.fixture(scope="module")
def site(open_hall: OpenHall) -> Hall:
    return open_hall("system_permissions_portal")


@pytest.fixture(scope="module")
def browse(site: Hall) -> Iterator[Browse]:
    """Give the browser of a role, which stays signed in and follows no redirect."""
    known: dict[str, httpx.Client] = {}
    with ExitStack() as stack:

        def find(role: str) -> httpx.Client:
            if role not in known:
                login = ROLES[role]
                known[role] = site.browse(login) if login else stack.enter_context(nobody(site))
                known[role].follow_redirects = False
            return known[role]

        yield find


@pytest.fixture(scope="module")
def matter(site: Hall) -> Matter:
    """A matter that nobody changes: whoever may, gets one of his own."""
    return at_the_hospital(site)


def nobody(site: Hall) -> httpx.Client:
    return httpx.Client(base_url=site.servers[0].url, timeout=30, trust_env=False)


def token(http: httpx.Client) -> str:
    """Return the CSRF token of this browser's session."""
    page = http.get("/me")
    text = page.text if page.status_code == 200 else http.get("/signin").text
    return text.split('name="csrf_token" value="')[1].split('"')[0]


def address(pattern: str, matter: Matter) -> str:
    dashed = str(UUID(matter.attachment))
    return pattern.replace("T", str(matter.task)).replace("I", matter.instance).replace("A", dashed)


def told(answer: httpx.Response) -> str:
    """Say what an answer is, in the words of the tables."""
    if answer.status_code != 302:
        return str(answer.status_code)
    return "signin" if answer.headers["Location"].startswith("/signin") else "done"


@pytest.mark.parametrize(("pattern", "role", "expected"), cells(PAGES))
def test_a_page_opens_to_those_it_concerns(
    browse: Browse, matter: Matter, pattern: str, role: str, expected: str
) -> None:
    answer = browse(role).get(address(pattern, matter))
    assert told(answer) == expected
    if expected == "404":
        assert answer.headers["Content-Type"].startswith("text/html")
        assert "沈亦舟" not in answer.text, "a page that is not there names nobody"


@pytest.mark.parametrize(("pattern", "role", "expected"), cells(FORMS))
def test_a_form_is_taken_from_those_it_concerns(
    site: Hall, browse: Browse, matter: Matter, pattern: str, role: str, expected: str
) -> None:
    http = browse(role)
    asked = at_the_hospital(site) if expected == "done" else matter
    answer = http.post(address(pattern, asked), data={**FILLED, "csrf_token": token(http)})
    assert told(answer) == expected, answer.text
    if expected == "done":
        states = site.sql("SELECT state FROM task WHERE id = %s", asked.task)
        assert states != [("open",)]


def test_the_initiator_takes_a_fresh_matter_back(site: Hall, browse: Browse) -> None:
    matter, http = at_the_college(site), browse("initiator")
    assert http.get(address("/instances/I/cancel", matter)).status_code == 200
    answer = http.post(address("/instances/I/cancel", matter), data={"csrf_token": token(http)})
    assert told(answer) == "done"
    assert site.sql("SELECT state FROM instance WHERE id = %s", matter.instance) == [("cancelled",)]


@pytest.mark.parametrize("action", ["suspend", "end"])
def test_an_administrator_who_gives_no_reason_is_asked_for_it_at_its_field(
    browse: Browse, matter: Matter, action: str
) -> None:
    http = browse("admin")
    form = {"csrf_token": token(http), "opinion": " "}
    for language, words in (("zh-CN", "请填写原因。"), ("en", "Please give a reason.")):
        answer = http.post(address(f"/instances/I/mend/{action}?lang={language}", matter), data=form)
        assert answer.status_code == 422
        at_the_field = re.search(rf'<p class="tb-err" id="p-{action}-words-e">.*?</p>', answer.text, re.S)
        assert at_the_field is not None
        assert words in at_the_field[0]
    http.get("/me?lang=zh-CN")


@pytest.mark.parametrize("role", ["student", "handler", "admin"])
def test_a_draft_is_its_writers_alone(site: Hall, browse: Browse, role: str) -> None:
    owner, other = browse("initiator"), browse(role)
    saved = owner.post("/services/fitness-exemption/draft", data={"csrf_token": token(owner), "/phone": "1"})
    draft = saved.json()["draft"]
    form = {"csrf_token": token(other), "draft": str(draft), "/phone": "2"}
    assert other.get(f"/services/fitness-exemption/apply?draft={draft}").status_code in {403, 404}
    assert other.post("/services/fitness-exemption/draft", data=form).status_code in {403, 404}
    assert other.post("/services/fitness-exemption/apply", data=form).status_code in {403, 404}
    assert other.post(f"/drafts/{draft}/discard", data=form).status_code == 404
    assert site.sql("SELECT document ->> 'phone' FROM draft WHERE id = %s", draft) == [("1",)]


def forms_of(app: Flask) -> list[str]:
    """Return every path of the portal that takes a form, its parameters filled with something."""
    values = {"task_id": "1", "draft_id": "1", "key": "email-unlock", "instance_id": str(UUID(int=0))}
    values |= {"action": "suspend", "substitution_id": "1"}
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    own = [str(rule) for rule in rules if not str(rule).startswith("/api/")]
    return [re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], path) for path in own]


@pytest.mark.parametrize("given", [{}, {"csrf_token": "x"}, {"csrf_token": "stolen"}])
def test_no_form_is_taken_without_the_token_of_its_session(
    application: Flask, browse: Browse, given: dict[str, str]
) -> None:
    if given.get("csrf_token") == "stolen":
        given = {"csrf_token": token(browse("student"))}
    paths = forms_of(application)
    assert {"/signin", "/signout", "/password", "/attachments", "/tasks/1/complete"} <= set(paths)
    for role in ("nobody", "handler"):
        answers = {path: browse(role).post(path, data=FILLED | given).status_code for path in paths}
        assert answers == dict.fromkeys(paths, 400)


def test_a_write_to_the_api_with_the_cookie_alone_is_refused(browse: Browse, matter: Matter) -> None:
    http, path = browse("handler"), f"/api/v1/tasks/{matter.task}/complete"
    body = {"outcome": "approve", "opinion": "测试"}
    answer = http.post(path, json=body, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["code"]) == (400, "csrf")
    assert http.get(f"/api/v1/tasks/{matter.task}").status_code == 200


def test_session_cookie_is_out_of_reach_of_scripts_and_other_sites(site: Hall) -> None:
    with nobody(site) as http:
        form = {"csrf_token": token(http), "login": "stu01", "password": PASSWORD}
        before = http.cookies["tongban"]
        answer = http.post("/signin", data=form)
    cookies = answer.headers.get_list("Set-Cookie")
    session = next(cookie for cookie in cookies if cookie.startswith("tongban="))
    parts = {part.strip().partition("=")[0].lower(): part for part in session.split(";")}
    assert "httponly" in parts
    assert parts["samesite"].strip() == "SameSite=Lax"
    assert parts["path"].strip() == "Path=/"
    assert "domain" not in parts
    assert before not in session, "signing in starts a session anew"


@pytest.mark.parametrize("goal", ["//evil.example", "https://evil.example/", "/\\evil.example", "/\nevil"])
def test_signing_in_leads_to_no_other_site(site: Hall, goal: str) -> None:
    with nobody(site) as http:
        form = {"csrf_token": token(http), "login": "stu01", "password": PASSWORD, "next": goal}
        assert http.post("/signin", data=form).headers["Location"] == "/"


def test_a_tampered_cookie_is_nobodys(site: Hall, browse: Browse, matter: Matter) -> None:
    good = browse("handler").cookies["tongban"]
    body, dot, signature = good.rpartition(".")
    for bad in (body, body + dot + signature[::-1], "eyJwIjoxLCJlIjoxfQ.x.y", "\"'", "x" * 4000):
        with nobody(site) as http:
            answer = http.get(f"/tasks/{matter.task}", headers={"Cookie": f"tongban={bad}"})
        assert told(answer) == "signin"
