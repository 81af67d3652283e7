"""Lists of instances from outside: who may ask for them, by API and as a file, and what leaves the house."""

import csv
import re
from io import StringIO

import httpx
import pytest

from tests.system.conftest import Clients, Hall, OpenHall
from tests.system.matters import Matter, at_the_mailers, grant
from tests.system.people import MAIL, UNLOCKING
from tests.system.tables import cells

ALLOWED = """
                        nobody initiator handler handled head student admin admin_it admin_pe designer
the list              |  401      403      403     403   403   403    200    200      200      403
the list of mail      |  401      403      403     403   403   403    200    200      422      403
the file              |  302      403      403     403   403   403    200    200      200      403
the file of mail      |  302      403      403     403   403   403    200    200      422      403
"""
ADDRESSES = {"list": "/instances", "file": "/inspect/export.csv"}
SHOWN = ("admin", "admin_it")
_EXPORTS = (
    "SELECT l.detail FROM look l JOIN account a ON a.person_id = l.person_id"
    " WHERE l.kind = 'export' AND l.instance_id IS NULL AND a.subject = %s ORDER BY l.id"
)
_LISTS = _EXPORTS.replace("'export'", "'list'")
DOORS = {
    "file": ("browse", "/inspect/export.csv"),
    "api": ("clients", "/instances"),
    "page": ("browse", "/inspect"),
}
HOSTILE = (
    "started_from=9999-99-99",
    "started_to=0000-00-00",
    f"q={'x' * 5000}",
    f"version={'9' * 400}&service=email-unlock",
    "state=%27%3BDROP TABLE instance--",
    "unit=%25%5C_",
    "initiator=%F0%9F%92%A9%27%22",
    "number=%5C%25_%27",
    "field:=x",
    "field:/__proto__=1&service=email-unlock",
    "field:/mailbox:from=1e999999999&service=email-unlock",
    "before=2026-01-01T00:00:00%2B00:00~00000000-0000-0000-0000-000000000000",
    "before=9999-12-31T23:59:59%2B00:00~x",
    "limit=-1",
    "limit=1000000000",
    "&".join(f"state=s{n}" for n in range(200)),
    "started_from=9999-12-31&started_to=0001-01-01",
    "ended_to=9999-12-31",
    "ended_from=0001-01-01",
    "endpoint=x&_method=POST&_external=1&_scheme=javascript&_anchor=a&state=running",
    "after=~&q=",
)


@pytest.fixture(scope="module")
def roles() -> dict[str, str | None]:
    return UNLOCKING


@pytest.fixture(scope="module")
def hall(open_hall: OpenHall) -> Hall:
    made = open_hall("system_finding")
    grant(made, "pe_head", "pe", "instance.inspect")
    return made


@pytest.fixture(scope="module", autouse=True)
def matter(hall: Hall) -> Matter:
    return at_the_mailers(hall)


def ask(what: str, role: str, clients: Clients, browse: Clients) -> httpx.Response:
    kind = what.split()[1]
    params = {"service": "email-unlock"} if what.endswith("mail") else {}
    return (clients if kind == "list" else browse)(role).get(ADDRESSES[kind], params=params)


def number(hall: Hall, login: str) -> str:
    of = "SELECT p.number FROM person p JOIN account a ON a.person_id = p.id WHERE a.subject = %s"
    return str(hall.sql(of, login)[0][0])


def table(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(("what", "role", "expected"), cells(ALLOWED))
def test_administrators_alone_find_and_only_what_they_look_after(
    clients: Clients, browse: Clients, what: str, role: str, expected: str
) -> None:
    answer = ask(what, role, clients, browse)
    assert str(answer.status_code) == expected, answer.text
    assert ("YX2026-" in answer.text) == (role in SHOWN)


def test_a_file_tells_what_the_list_tells_and_the_fields_of_its_service(
    browse: Clients, matter: Matter
) -> None:
    answer = browse("admin").get("/inspect/export.csv?service=email-unlock&lang=en")
    (row,) = table(answer)
    assert row["State"] == "In progress"
    assert row["Waits for whom"]
    assert MAIL["mailbox"] in row.values()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(table(browse("admin").get("/inspect/export.csv?state=completed"))) == 0


def test_each_file_is_noted_without_what_is_personal(hall: Hall, browse: Clients) -> None:
    before = hall.sql(_EXPORTS, "it_head")
    asked = {"service": "email-unlock", "initiator": "tea06", "field:/mailbox": MAIL["mailbox"]}
    browse("admin_it").get("/inspect/export.csv", params=asked)
    assert browse("admin_it").get("/inspect/export.csv?state=asleep").status_code == 422
    noted = hall.sql(_EXPORTS, "it_head")[len(before) :]
    assert noted == [("service=email-unlock initiator=… field:/mailbox=…",)]


@pytest.mark.parametrize("door", ["api", "page"])
def test_each_list_is_noted_once_without_what_is_personal(
    hall: Hall, clients: Clients, browse: Clients, door: str
) -> None:
    (client, where) = (clients, "/instances") if door == "api" else (browse, "/inspect")
    before = hall.sql(_LISTS, "it_head")
    state = "running,completed" if door == "api" else "running"
    asked = {"service": "email-unlock", "initiator": number(hall, "tea06"), "state": state.split(",")}
    for _ in "ab":
        assert client("admin_it").get(where, params=asked).status_code == 200
    assert client("admin_it").get(where, params={"state": "terminated"}).status_code == 200
    noted = hall.sql(_LISTS, "it_head")[len(before) :]
    assert noted == [(f"service=email-unlock state={state} initiator=…",)]
    page = browse("admin").get("/inspect/looks?lang=zh")
    assert "办件列表" in page.text


def test_a_list_of_nothing_but_ones_own_is_no_look(hall: Hall, clients: Clients) -> None:
    before = hall.sql(_LISTS, "it_head")
    hall.person("it_head").start("email-unlock", MAIL, opinion="请解锁")
    answer = clients("admin_it").get("/instances", params={"initiator": number(hall, "it_head")})
    assert len(answer.json()["rows"]) == 1
    assert hall.sql(_LISTS, "it_head") == before


@pytest.mark.parametrize("door", ["file", "api", "page"])
def test_what_cannot_be_noted_does_not_leave_the_house(
    hall: Hall, clients: Clients, browse: Clients, door: str
) -> None:
    make = "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END'"
    with hall.connect() as connection:
        connection.execute(make)
        connection.execute("CREATE TRIGGER t BEFORE INSERT ON look FOR EACH ROW EXECUTE FUNCTION refuse()")
        try:
            client, where = DOORS[door]
            answer = {"clients": clients, "browse": browse}[client]("admin").get(f"{where}?q=YX")
        finally:
            connection.execute("DROP TRIGGER t ON look")
            connection.execute("DROP FUNCTION refuse")
    assert answer.status_code >= 500
    assert "YX2026-" not in answer.text


@pytest.mark.parametrize("asked", HOSTILE)
def test_hostile_filters_are_refused_or_find_something(clients: Clients, browse: Clients, asked: str) -> None:
    for answer in (
        clients("admin").get(f"/instances?{asked}"),
        browse("admin").get(f"/inspect/export.csv?{asked}"),
        browse("admin").get(f"/inspect?{asked}"),
    ):
        assert answer.status_code in (200, 400, 422), answer.text
        assert "Traceback" not in answer.text


FAULTY = {
    "service": "email-unlock",
    "version": "1",
    "state": "running",
    "initiator": "tea06",
    "started_from": "x",
    "ended_to": "2026-02-31",
    "field:/mailbox": "li@mail.songxi.example",
}


def test_what_cannot_be_read_stays_in_its_field_with_a_sentence_and_all_else_stays(browse: Clients) -> None:
    page = browse("admin").get("/inspect", params={**FAULTY, "lang": "en"}).text
    for name in ("started_from", "ended_to"):
        (field,) = re.findall(rf'<input[^>]* name="{name}"[^>]*>', page)
        assert 'type="text"' in field, "a field for days shows nothing that is none"
        assert f'value="{FAULTY[name]}"' in field
        assert f'aria-describedby="f-{name}-e"' in field
        assert re.search(rf'id="f-{name}-e">.*This is not a day', page)
    assert '<option value="email-unlock" selected>' in page
    assert '<option value="1" selected>' in page
    assert '<input type="hidden" name="state" value="running">' in page
    for name in ("initiator", "field:/mailbox"):
        assert f'name="{name}" value="{FAULTY[name]}"' in page


def test_a_service_that_is_none_of_his_stays_in_its_field(browse: Clients) -> None:
    page = browse("admin_pe").get("/inspect?service=email-unlock&started_from=x&lang=en").text
    assert '<option value="email-unlock" selected>email-unlock</option>' in page
    assert page.count('class="tb-err"') == 3, "a sentence for each above, and one at the day"
