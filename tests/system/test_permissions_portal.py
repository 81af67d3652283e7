"""The same matter at the portal's door: pages, files, forms, the CSRF token and the session cookie.

`signin` in the table is a redirect to the sign-in page, `done` the redirect after a form that was taken.
See tests/system/test_permissions.py for who the people are.
"""

import re
from uuid import UUID

import pytest
from flask import Flask

from tests.system.conftest import Clients, Hall, OpenHall, nobody
from tests.system.matters import Matter, at_the_college, at_the_hospital
from tests.system.people import PASSWORD
from tests.system.tables import address, cells, token, told

PAGES = """
                           nobody initiator handler handled later  head student admin admin_it designer
GET /tasks/T             | signin    200     200     200   404   404     404   200      404      404
GET /tasks/T/return      | signin    403     200     403   404   404     404   403      404      404
GET /tasks/T/terminate   | signin    403     200     403   404   404     404   403      404      404
GET /instances/I         | signin    200     200     200   404   404     404   200      404      404
GET /instances/I/progress| signin    200     200     200   404   404     404   200      404      404
GET /instances/I/diagram.bpmn| signin 200    200     200   404   404     404   200      404      404
GET /instances/I/cancel  | signin    403     403     403   404   404     404   403      404      404
GET /tasks/T/hold        | signin    403     200     403   404   404     404   403      404      404
GET /instances/I/mend/suspend| signin 403    403     403   404   404     404   200      404      404
GET /instances/I/mend/jump| signin   403     403     403   404   404     404   200      404      404
GET /instances/I/mend/resume| signin 403     403     403   404   404     404   403      404      404
GET /attachments/A       | signin    200     200     200   404   404     404   200      404      404
"""

FORMS = """
                            nobody initiator handler handled later  head student admin admin_it designer
POST /tasks/T/complete    | signin    403    done     403   404   404     404   403      404      404
POST /tasks/T/return      | signin    403    done     403   404   404     404   403      404      404
POST /tasks/T/terminate   | signin    403    done     403   404   404     404   403      404      404
POST /tasks/T/input       | signin    404     200     404   404   404     404   404      404      404
POST /instances/I/cancel  | signin    409     403     403   404   404     404   403      404      404
POST /instances/I/mend/end| signin    403     403     403   404   404     404  200       404      404
"""
FILLED = {"version": "1", "outcome": "approve", "to": "initiator", "opinion": "测试"}


@pytest.fixture(scope="module")
def hall(open_hall: OpenHall) -> Hall:
    return open_hall("system_permissions_portal")


@pytest.fixture(scope="module")
def matter(hall: Hall) -> Matter:
    """A matter that nobody changes: whoever may, gets one of his own."""
    return at_the_hospital(hall)


@pytest.mark.parametrize(("page", "role", "expected"), cells(PAGES))
def test_a_page_opens_to_those_it_concerns(
    browse: Clients, matter: Matter, page: str, role: str, expected: str
) -> None:
    answer = browse(role).get(address(page.split()[1], matter.ids))
    assert told(answer) == expected
    if expected == "404":
        assert answer.headers["Content-Type"].startswith("text/html")
        assert "沈亦舟" not in answer.text, "a page that is not there names nobody"


@pytest.mark.parametrize(("form", "role", "expected"), cells(FORMS))
def test_a_form_is_taken_from_those_it_concerns(
    hall: Hall, browse: Clients, matter: Matter, form: str, role: str, expected: str
) -> None:
    http = browse(role)
    asked = at_the_hospital(hall) if expected == "done" else matter
    answer = http.post(address(form.split()[1], asked.ids), data={**FILLED, "csrf_token": token(http)})
    assert told(answer) == expected, answer.text
    if expected == "done":
        states = hall.sql("SELECT state FROM task WHERE id = %s", asked.task)
        assert states != [("open",)]


def test_the_initiator_takes_a_fresh_matter_back(hall: Hall, browse: Clients) -> None:
    matter, http = at_the_college(hall), browse("initiator")
    assert http.get(address("/instances/I/cancel", matter.ids)).status_code == 200
    answer = http.post(address("/instances/I/cancel", matter.ids), data={"csrf_token": token(http)})
    assert told(answer) == "done"
    assert hall.sql("SELECT state FROM instance WHERE id = %s", matter.instance) == [("cancelled",)]


@pytest.mark.parametrize("action", ["suspend", "end"])
def test_an_administrator_who_gives_no_reason_is_asked_for_it_at_its_field(
    browse: Clients, matter: Matter, action: str
) -> None:
    http = browse("admin")
    form = {"csrf_token": token(http), "opinion": " "}
    for language, words in (("zh-CN", "请填写原因。"), ("en", "Please give a reason.")):
        answer = http.post(address(f"/instances/I/mend/{action}?lang={language}", matter.ids), data=form)
        assert answer.status_code == 422
        at_the_field = re.search(rf'<p class="tb-err" id="p-{action}-words-e">.*?</p>', answer.text, re.S)
        assert at_the_field is not None
        assert words in at_the_field[0]
    http.get("/me?lang=zh-CN")


@pytest.mark.parametrize("role", ["student", "handler", "admin"])
def test_a_draft_is_its_writers_alone(hall: Hall, browse: Clients, role: str) -> None:
    owner, other = browse("initiator"), browse(role)
    saved = owner.post("/services/fitness-exemption/draft", data={"csrf_token": token(owner), "/phone": "1"})
    draft = saved.json()["draft"]
    form = {"csrf_token": token(other), "draft": str(draft), "/phone": "2"}
    assert other.get(f"/services/fitness-exemption/apply?draft={draft}").status_code in {403, 404}
    assert other.post("/services/fitness-exemption/draft", data=form).status_code in {403, 404}
    assert other.post("/services/fitness-exemption/apply", data=form).status_code in {403, 404}
    assert other.post(f"/drafts/{draft}/discard", data=form).status_code == 404
    assert hall.sql("SELECT document ->> 'phone' FROM draft WHERE id = %s", draft) == [("1",)]


def forms_of(app: Flask) -> list[str]:
    """Return every path of the portal that takes a form, its parameters filled with something."""
    values = {"key": "email-unlock", "instance_id": str(UUID(int=0)), "action": "suspend", "name": "mail"}
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    own = [str(rule) for rule in rules if not str(rule).startswith("/api/")]
    return [re.sub(r"<(?:[^:<>]+:)?(\w+)>", lambda found: values.get(found[1], "1"), path) for path in own]


@pytest.mark.parametrize("given", [{}, {"csrf_token": "x"}, {"csrf_token": "stolen"}])
def test_no_form_is_taken_without_the_token_of_its_session(
    application: Flask, browse: Clients, given: dict[str, str]
) -> None:
    if given.get("csrf_token") == "stolen":
        given = {"csrf_token": token(browse("student"))}
    paths = forms_of(application)
    assert {"/signin", "/signout", "/password", "/attachments", "/tasks/1/complete"} <= set(paths)
    for role in ("nobody", "handler"):
        answers = {path: browse(role).post(path, data=FILLED | given).status_code for path in paths}
        assert answers == dict.fromkeys(paths, 400)


def test_a_write_to_the_api_with_the_cookie_alone_is_refused(browse: Clients, matter: Matter) -> None:
    http, path = browse("handler"), f"/api/v1/tasks/{matter.task}/complete"
    body = {"outcome": "approve", "opinion": "测试"}
    answer = http.post(path, json=body, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["code"]) == (400, "csrf")
    assert http.get(f"/api/v1/tasks/{matter.task}").status_code == 200


def test_session_cookie_is_out_of_reach_of_scripts_and_other_sites(hall: Hall) -> None:
    with nobody(hall) as http:
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
def test_signing_in_leads_to_no_other_site(hall: Hall, goal: str) -> None:
    with nobody(hall) as http:
        form = {"csrf_token": token(http), "login": "stu01", "password": PASSWORD, "next": goal}
        assert http.post("/signin", data=form).headers["Location"] == "/"


def test_a_tampered_cookie_is_nobodys(hall: Hall, browse: Clients, matter: Matter) -> None:
    good = browse("handler").cookies["tongban"]
    body, dot, signature = good.rpartition(".")
    for bad in (body, body + dot + signature[::-1], "eyJwIjoxLCJlIjoxfQ.x.y", "\"'", "x" * 4000):
        with nobody(hall) as http:
            answer = http.get(f"/tasks/{matter.task}", headers={"Cookie": f"tongban={bad}"})
        assert told(answer) == "signin"
