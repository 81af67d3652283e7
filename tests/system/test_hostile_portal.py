"""Hostile requests to the portal over real HTTP: no 5xx, no hang, and nothing typed becomes markup."""

import json
from collections.abc import Iterator

import httpx
import pytest

from bpmn_models.bundle import make, read_folder, write_zip
from tests.system.conftest import BUNDLES, Hall, OpenHall
from tests.system.hostile import PATIENCE, check
from tests.system.matters import application
from tests.system.people import MAIL

APPLY = "/services/fitness-exemption/apply"
DRAFT = "/services/fitness-exemption/draft"
NUMBERS = ("0", "-1", "9" * 19, "9" * 5_000, "x", "1.5", "%D9%A3", "%00", "%ff")
MARKUP = "\"'></textarea></script><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}"
ODD = ("x" * 900_000, "\0", "\x0b\x1f", "\ufffe\uffff", "\u202e", "1e400", "0000-00-00", "99999-12-31")


@pytest.fixture(scope="module")
def target(open_hall: OpenHall) -> Hall:
    return open_hall("system_hostile_portal")


@pytest.fixture(scope="module")
def student(target: Hall) -> Iterator[httpx.Client]:
    """A browser that is signed in and sends its CSRF token with everything."""
    return signed_in(target, "stu01")


def signed_in(target: Hall, login: str) -> httpx.Client:
    http = target.browse(login)
    http.follow_redirects, http.timeout = False, httpx.Timeout(PATIENCE)
    page = http.get("/me").text
    http.headers["X-CSRFToken"] = page.split('name="csrf_token" value="')[1].split('"')[0]
    return http


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_that_is_none_harms_no_page(student: httpx.Client, number: str) -> None:
    named = (
        "/tasks/{}",
        "/tasks/{}/return",
        "/notices/{}",
        "/instances/{}",
        "/attachments/{}",
        "/services/{}",
    )
    for path in named:
        assert check(student.get(path.format(number)), api=False).status_code in {400, 404}
    asked = ("/todo?box=sent&before={}", "/todo?box={}", "/notices?before={}", "/messages?before={}")
    for path in (
        *asked,
        "/services?page={}",
        "/services?q={}&unit={}",
        f"{APPLY}?draft={{}}&unit={{}}",
        "/?lang={}",
    ):
        check(student.get(path.format(number, number)), api=False)


@pytest.mark.parametrize("number", NUMBERS[:-3])
def test_a_number_that_is_none_harms_no_form(student: httpx.Client, number: str) -> None:
    for path in ("/tasks/{}/complete", "/tasks/{}/input", "/drafts/{}/discard"):
        answer = student.post(path.format(number), data={"version": number})
        assert check(answer, api=False).status_code in {404, 422}
    for name in ("draft", "unit", "version"):
        check(student.post(DRAFT, data={name: number}), api=False)
        check(student.post(APPLY, data={name: number}), api=False)


@pytest.mark.parametrize("value", ODD, ids=range(len(ODD)))
def test_an_odd_value_harms_no_field(student: httpx.Client, value: str) -> None:
    fields = ("/reason", "/phone", "/category", "/testItems", "/validFrom", "/pledge", "/visits/0/date")
    files = ("/certificate", "/certificate/0/id", "/certificate/0/size")
    for name in (*fields, *files, "opinion", "outcome", "row", "do", "draft", "unit"):
        check(student.post(APPLY, data={name: value}), api=False)
        check(student.post(DRAFT, data={name: value}), api=False)


@pytest.mark.parametrize(
    "body",
    [
        b"/reason=%ff%fe%ed%a0%80&%ff=1&opinion=%ed%a0%80",
        b"/visits/999999999/date=x&/visits/-1/date=x&/visits/0/a%00b=1",
        b"row=add:/" + b"a/" * 3_000,
        b"row=remove:/visits/99999999999999",
        b"row=add:/visits&" * 1_000,
        b"".join(b"/visits/%d/place=x&" % number for number in range(1_900)),
        b"a&" * 100_000,
    ],
    ids=range(7),
)
def test_a_form_that_is_none_harms_nothing(student: httpx.Client, body: bytes) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    for path in (APPLY, DRAFT, "/me/contact", "/signin", "/services/none/favourite"):
        check(student.post(path, content=body, headers=kind), api=False)


@pytest.mark.parametrize("size", [21_000_000, 34_000_000])
def test_a_file_that_is_too_large_is_refused_with_a_page(student: httpx.Client, size: int) -> None:
    for path, name in (("/attachments", "file"), (APPLY, "/certificate")):
        answer = student.post(path, files={name: ("a.pdf", b"x" * size, "application/pdf")})
        assert check(answer, api=False).status_code == 413
        assert "32 MB" in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "FOO"])
def test_a_method_that_is_not_answered_is_refused(student: httpx.Client, method: str) -> None:
    for path in ("/", "/signin", "/tasks/1", APPLY):
        assert student.request(method, path).status_code == 405


def shown(http: httpx.Client, path: str, *, typed: bool = True) -> None:
    """Fail unless a page is there and shows what was typed as text."""
    page = check(http.get(path, follow_redirects=True), api=False)
    assert page.status_code == 200
    plain(page.text)
    assert not typed or "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text, path


def plain(page: str) -> None:
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "onerror=alert(1)&gt;49" not in page


def test_what_is_typed_into_a_form_stays_text_on_every_page(target: Hall) -> None:
    teacher, head = target.person("tea01"), target.person("cs_head")
    instance = teacher.start("email-unlock", MAIL | {"detail": MARKUP}, opinion=MARKUP)
    task = head.open_task(instance)
    returned = {"to": "initiator", "opinion": MARKUP}
    shown(signed_in(target, "cs_head"), f"/tasks/{task}")
    assert head.post(f"/tasks/{task}/return", returned, If_Match='"1"').status_code == 200
    browser = signed_in(target, "tea01")
    shown(browser, f"/instances/{instance}")
    shown(browser, f"/instances/{instance}/progress", typed=False)
    shown(browser, f"/tasks/{teacher.open_task(instance)}")
    for page in ("/todo", "/todo?box=sent", "/messages", "/"):
        shown(browser, page, typed=False)


def test_what_is_refused_comes_back_as_text(student: httpx.Client) -> None:
    typed = {"/reason": MARKUP, "/phone": MARKUP, "/visits/0/place": MARKUP, "opinion": MARKUP}
    for path, form in (
        (APPLY, typed),
        ("/me/contact", {"phone": MARKUP, "email": MARKUP}),
        ("/signin", {"login": MARKUP, "password": "x", "next": MARKUP}),
    ):
        answer = student.post(path, data=form)
        assert answer.status_code == 422
        plain(answer.text)
        assert "&lt;script&gt;" in answer.text


@pytest.mark.parametrize(
    "path", ["/services?q={}", "/services?unit={}&kind={}", "/todo?q={}", "/todo?box={}"]
)
def test_what_is_searched_stays_text(student: httpx.Client, path: str) -> None:
    answer = student.get(path.format(*[httpx.QueryParams({"q": MARKUP})["q"].replace("&", "%26")] * 2))
    assert answer.status_code == 200
    plain(answer.text)


def test_a_path_that_is_markup_stays_text(target: Hall, student: httpx.Client) -> None:
    for path in ("/services/<script>alert(1)</script>", "/<img src=x onerror=alert(1)>"):
        answer = student.get(path)
        assert answer.status_code == 404
        plain(answer.text)
    url = target.servers[0].url
    redirected = httpx.get(url + "/todo?q=%0d%0aX-Evil:1", trust_env=False)
    assert "X-Evil" not in redirected.headers


def test_the_name_of_a_file_stays_text(target: Hall) -> None:
    student = target.person("stu01")
    stored = student.http.post(
        "/attachments", files={"file": (f"{MARKUP}.pdf", b"%PDF", "application/pdf")}
    ).json()
    certificate = [{key: stored[key] for key in ("id", "name", "size")}]
    form = application(target) | {
        "certificate": certificate,
        "reason": MARKUP,
        "className": "<script>alert(1)",
    }
    shown(signed_in(target, "stu01"), f"/instances/{student.start('fitness-exemption', form)}")


def test_a_file_that_calls_itself_a_page_is_never_shown_as_one(target: Hall) -> None:
    browser = signed_in(target, "stu01")
    for kind in ("text/html", "image/svg+xml", "application/xhtml+xml", "text/xml"):
        stored = browser.post("/attachments", files={"file": ("a.html", MARKUP.encode(), kind)}).json()["id"]
        address = f"{stored[:8]}-{stored[8:12]}-{stored[12:16]}-{stored[16:20]}-{stored[20:]}"
        answer = browser.get(f"/attachments/{address}")
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_the_names_in_a_bundle_stay_text(target: Hall) -> None:
    files = dict(read_folder(BUNDLES / "two_hands").files)
    escaped = MARKUP.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").encode()
    drawn = files["process.bpmn"]
    for name in ("填写申请", "信息化中心填写", "双人会办", "完成"):
        drawn = drawn.replace(f'"{name}"'.encode(), b'"' + escaped + b'"')
        drawn = drawn.replace(f">{name}<".encode(), b">" + escaped + b"<")
    told = json.dumps(MARKUP).encode()
    service = files["service.toml"].replace(b'"two-hands"', b'"marked-up"').replace(b'"SR"', b'"MU"')
    for name in ("双人会办", "Two hands", "两个部门同时填写", "信息服务"):
        service = service.replace(f'"{name}"'.encode(), told)
    form = files["form.schema.json"].replace('"事由"'.encode(), told)
    bundle = make(files | {"process.bpmn": drawn, "service.toml": service, "form.schema.json": form})
    designer = target.person("designer").http
    answer = designer.post("/definitions", files={"bundle": ("b.zip", write_zip(bundle))})
    assert answer.status_code == 201, answer.text
    clerk = target.person("it_clerk")
    instance = clerk.start("marked-up", {"subject": MARKUP})
    browser = signed_in(target, "it_clerk")
    for page in ("/services", "/services/marked-up", "/services/marked-up/apply", "/todo", "/"):
        shown(browser, page)
    for page in (f"/instances/{instance}", f"/instances/{instance}/progress"):
        shown(browser, page)
    shown(browser, f"/tasks/{clerk.open_task(instance)}")
    diagram = browser.get(f"/instances/{instance}/diagram.bpmn")
    assert diagram.headers["X-Content-Type-Options"] == "nosniff"
    assert "html" not in diagram.headers["Content-Type"]


def test_the_server_has_logged_no_failure(target: Hall) -> None:
    words = target.servers[0].log.read_text()
    assert "Traceback" not in words, words[-3000:]
