"""Who may design what, over both doors: designs and versions of the sports department.

`editor` draws for it, `publisher` does and publishes; `admin_it` does both for another department only.
What is not theirs to see answers 404, what is theirs to see and not to do 403.
"""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.engine.designs.uploaded import CAMUNDA
from tests.system.conftest import Clients, Hall, OpenHall
from tests.system.matters import grant
from tests.system.tables import Call, address, call, cells, token, told

PEOPLE = {
    "nobody": None,
    "student": "stu01",
    "head": "civil_head",
    "editor": "pe_clerk",
    "publisher": "pe_head",
    "admin_it": "it_head",
    "admin": "admin",
    "designer": "designer",
}
READING = """
                        nobody student head editor publisher admin_it admin designer
list them             |   401     403  403    200       200      200   200      200
read a design         |   401     404  404    200       200      404   200      200
look at its repairs   |   401     404  404    200       200      404   200      200
fetch its upload      |   401     404  404    200       200      404   200      200
fetch its diagram     |   401     404  404    200       200      404   200      200
fetch its picture     |   401     404  404    200       200      404   200      200
fetch its bundle      |   401     404  404    200       200      404   200      200
fetch an old upload   |   401     404  404    200       200      404   200      200
fetch an old diagram  |   401     404  404    200       200      404   200      200
fetch an old picture  |   401     404  404    200       200      404   200      200
fetch an old bundle   |   401     404  404    200       200      404   200      200
"""
CHANGING = """
                        nobody student head editor publisher admin_it admin designer
upload for sports     |   401     403  403    201       201      403   201      201
upload a next version |   401     403  403    201       201      403   201      201
upload again          |   401     404  404    200       200      404   200      200
repair all            |   401     404  404    200       200      404   200      200
undo                  |   401     404  404    200       200      404   200      200
publish               |   401     404  404    403       201      404   201      201
discard               |   401     404  404    204       204      404   204      204
take a version back   |   401     404  404    403       200      404   200      200
put it in force again |   401     404  404    403       200      404   200      200
"""
PAGES = """
                        nobody student head editor publisher admin_it admin designer
GET /designs          | signin    403  403    200       200      200   200      200
GET /designs/new      | signin    403  403    200       200      200   200      200
GET /designs/D        | signin    404  404    200       200      404   200      200
GET /designs/D/files  | signin    404  404    200       200      404   200      200
GET /designs/D/discard| signin    404  404    200       200      404   200      200
GET /designs/D/publish| signin    404  404    403       200      404   200      200
GET /designs/D/diagram.bpmn|signin 404 404    200       200      404   200      200
GET /designs/D/upload.bpmn| signin 404 404    200       200      404   200      200
GET /designs/D/picture.svg| signin 404 404    200       200      404   200      200
GET /designs/D/download/original|signin 404 404 200     200      404   200      200
GET /designs/D/repair | signin    404  404    200       200      404   200      200
GET /designs/D/repair/diagram.bpmn|signin 404 404 200   200      404   200      200
GET /designs/D/repair/picture.svg|signin 404 404 200    200      404   200      200
GET /versions/V       | signin    404  404    200       200      404   200      200
GET /versions/V/retire| signin    404  404    403       200      404   200      200
GET /versions/V/diagram.bpmn|signin 404 404   200       200      404   200      200
GET /versions/V/picture.svg| signin 404 404   200       200      404   200      200
GET /versions/V/download/bundle|signin 404 404 200      200      404   200      200
"""
FORMS = """
                        nobody student head editor publisher admin_it admin designer
POST /designs         | signin    403  403   done      done      403  done     done
POST /designs/D/files | signin    404  404   done      done      404  done     done
POST /designs/D/repair| signin    404  404   done      done      404  done     done
POST /designs/D/undo  | signin    404  404   done      done      404  done     done
POST /designs/D/publish| signin   404  404    403      done      404  done     done
POST /designs/D/discard| signin   404  404   done      done      404  done     done
POST /versions/V/retire| signin   404  404    403      done      404  done     done
POST /versions/V/restore| signin  404  404    403      done      404  done     done
"""

SENT = {"files": ("借用场地.bpmn", CAMUNDA)}
EVERYONE = {"starters": ["everyone"]}
ACTS = {
    "list them": call("GET /designs"),
    "read a design": call("GET /designs/D"),
    "look at its repairs": call("GET /designs/D/repairs"),
    "fetch its upload": call("GET /designs/D/original"),
    "fetch its diagram": call("GET /designs/D/diagram"),
    "fetch its picture": call("GET /designs/D/picture"),
    "fetch its bundle": call("GET /designs/D/bundle"),
    "fetch an old upload": call("GET /definitions/V/original"),
    "fetch an old diagram": call("GET /definitions/V/diagram"),
    "fetch an old picture": call("GET /definitions/V/picture"),
    "fetch an old bundle": call("GET /definitions/V/bundle"),
    "upload for sports": call("POST /designs?unit=pe", files=SENT),
    "upload a next version": call("POST /designs?service=fitness-exemption", files=SENT),
    "upload again": call("POST /designs/D/files", files=SENT),
    "repair all": call("POST /designs/D/repairs", json={}),
    "undo": call("POST /designs/D/undo"),
    "publish": call("POST /designs/D/publish", json=EVERYONE),
    "discard": call("DELETE /designs/D"),
    "take a version back": call("POST /definitions/V/retire"),
    "put it in force again": call("POST /definitions/V/restore"),
}
FILLED = {"unit": "pe", "starters": "kind:student"}
_IN_FORCE = "SELECT id FROM definition WHERE service_key = 'fitness-exemption' AND state = 'published'"
_EVERYTHING = (
    "SELECT (SELECT array_agg((id, lock_version, definition_id)::text ORDER BY id) FROM design),"
    " (SELECT array_agg((id, state)::text ORDER BY id) FROM definition)"
)


@pytest.fixture(scope="module")
def roles() -> dict[str, str | None]:
    return PEOPLE


@pytest.fixture(scope="module")
def hall(open_hall: OpenHall) -> Hall:
    made = open_hall("system_permissions_designs")
    grant(made, "pe_clerk", "pe", "definition.edit")
    grant(made, "pe_head", "pe", "definition.edit", "definition.publish")
    grant(made, "it_head", "it", "definition.publish")
    return made


@pytest.fixture(scope="module")
def ids(hall: Hall) -> dict[str, str]:
    """A design that nobody changes, whose version is 2, and the version in force of the sports department."""
    return {"D": a_design(hall, repaired=False), "V": str(hall.sql(_IN_FORCE)[0][0])}


def a_design(hall: Hall, *, repaired: bool) -> str:
    """A design of the sports department that has been changed once."""
    by = hall.person("designer").http
    made = by.post("/designs?unit=pe", files=SENT).json()["id"]
    act = ("repairs", {"json": {}}) if repaired else ("files", {"files": SENT})
    answer = by.post(f"/designs/{made}/{act[0]}", headers={"If-Match": '"1"'}, **act[1])
    assert answer.status_code == 200, answer.text
    return str(made)


def ready(hall: Hall, ids: dict[str, str], line: str, *, changes: bool) -> dict[str, str]:
    """Give whoever may change something a design of his own, and the version in the state that he changes."""
    if not changes:
        return ids
    if "/V/" in line:
        state = "retired" if line.endswith("restore") else "published"
        hall.sql("UPDATE definition SET state = %s WHERE id = %s RETURNING 1", state, ids["V"])
        return ids
    if "/D" in line:
        return {**ids, "D": a_design(hall, repaired=line.endswith("publish"))}
    hall.sql("UPDATE definition SET state = 'published' WHERE id = %s RETURNING 1", ids["V"])
    return ids


@pytest.mark.parametrize(("operation", "role", "expected"), cells(READING) + cells(CHANGING))
def test_designs_and_versions_answer_their_designers(
    hall: Hall, clients: Clients, ids: dict[str, str], operation: str, role: str, expected: str
) -> None:
    asked: Call = ACTS[operation]
    changes = expected.startswith("2") and not asked.line.startswith("GET")
    mine = ready(hall, ids, asked.line, changes=changes)
    before = hall.sql(_EVERYTHING)
    answer = asked.ask(clients(role), mine, headers={"If-Match": '"2"'})
    assert answer.status_code == int(expected), answer.text
    assert (hall.sql(_EVERYTHING) != before) == changes
    if answer.status_code >= 400:
        assert answer.json()["code"] in {"not_signed_in", "forbidden", "not_allowed", "not_found"}


@pytest.mark.parametrize(("page", "role", "expected"), cells(PAGES))
def test_a_page_opens_to_its_designers(
    browse: Clients, ids: dict[str, str], page: str, role: str, expected: str
) -> None:
    answer = browse(role).get(address(page.split()[1], ids))
    assert told(answer) == expected
    if expected == "404":
        assert "借用教室" not in answer.text


@pytest.mark.parametrize(("form", "role", "expected"), cells(FORMS))
def test_a_form_is_taken_from_its_designers(
    hall: Hall, browse: Clients, ids: dict[str, str], form: str, role: str, expected: str
) -> None:
    http, pattern = browse(role), form.split()[1]
    mine = ready(hall, ids, form, changes=expected == "done")
    before = hall.sql(_EVERYTHING)
    fields = {**FILLED, "version": "2", "csrf_token": token(http)}
    answer = http.post(address(pattern, mine), data=fields, files=SENT)
    assert told(answer) == expected, answer.text
    assert (hall.sql(_EVERYTHING) != before) == (expected == "done")


def test_of_two_who_publish_at_once_one_publishes(hall: Hall) -> None:
    design = a_design(hall, repaired=True)
    heads = [hall.person(login).http for login in ("designer", "admin")]

    def publish(http: httpx.Client) -> tuple[int, str]:
        answer = http.post(f"/designs/{design}/publish", json=EVERYONE, headers={"If-Match": '"2"'})
        return answer.status_code, answer.json().get("code", "")

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(publish, heads))
    assert answers == [(201, ""), (409, "design_published")]
    key = hall.sql("SELECT service_key FROM design WHERE id = %s", int(design))[0][0]
    assert hall.sql("SELECT count(*) FROM definition WHERE service_key = %s", key) == [(1,)]


@pytest.mark.parametrize("version", ["1", "-1", "", "x", "9" * 30])
def test_a_page_changes_nothing_on_a_version_that_has_passed(
    hall: Hall, browse: Clients, ids: dict[str, str], version: str
) -> None:
    http, before = browse("designer"), hall.sql(_EVERYTHING)
    for act in ("repair", "undo", "publish", "discard"):
        fields = {**FILLED, "version": version, "csrf_token": token(http)}
        answer = http.post(address(f"/designs/D/{act}", ids), data=fields)
        assert answer.status_code == 302, act
    assert hall.sql(_EVERYTHING) == before


@pytest.mark.parametrize("number", ["0", "9" * 30])
def test_what_is_nobodys_number_is_not_found(browse: Clients, clients: Clients, number: str) -> None:
    for path in ("/designs/{}", "/versions/{}", "/designs/{}/picture.svg", "/designs/{}/publish"):
        assert browse("designer").get(path.format(number)).status_code == 404
    assert clients("designer").get(f"/designs/{number}").status_code == 404
