"""What became of messages by e-mail: who may see it, and send again what failed.

`own` is an administrator of the unit that owns the matter's service, `admin_it` one of another unit, `admin`
one of the whole school; the others look after nothing. `/F/` is a message whose mail failed.
"""

from collections.abc import Mapping

import pytest

from tests.system.conftest import Clients, Hall, OpenHall
from tests.system.matters import at_the_hospital, grant
from tests.system.people import ROLES
from tests.system.tables import address, call, cells, token, told

PAGES = """
                                nobody initiator handler head student admin own admin_it designer
GET /inspect/messages         | signin    403     403    403   403     200  200     200      403
POST /inspect/messages/F/retry| signin    403     403    403   403    done done     404      403
POST /inspect/messages/retry  | signin    403     403    403   403    done done    done      403
"""
ASKED = """
                           nobody initiator handler head student admin own admin_it designer
list the mails           |  401      403     403    403   403     200  200     200      403
send a mail again        |  401      403     403    403   403     200  200     404      403
send all mails again     |  401      403     403    403   403     200  200     200      403
"""
ACTS = {
    "list the mails": call("GET /mails"),
    "send a mail again": call("POST /mails/F/retry"),
    "send all mails again": call("POST /mails/retry", json={}),
}
_FAIL = """
WITH told AS (
  INSERT INTO message (person_id, event, kind, title, step_name, instance_id, at)
  SELECT min(person_id), concat('test:', gen_random_uuid()), 'reminded', '体测免测 甲乙丙丁', '', %s, now()
  FROM account RETURNING id, person_id)
INSERT INTO message_fate (message_id, channel, person_id, state, code, at)
SELECT id, 'mail', person_id, 'failed', 'busy', now() FROM told RETURNING message_id
"""


@pytest.fixture(scope="module")
def hall(open_hall: OpenHall) -> Hall:
    made = open_hall("system_permissions_messages")
    grant(made, "pe_head", "pe", "instance.view", "instance.inspect", "instance.mend")
    return made


@pytest.fixture(scope="module")
def roles() -> Mapping[str, str | None]:
    return {**ROLES, "own": "pe_head"}


@pytest.fixture(scope="module")
def instance(hall: Hall) -> str:
    return str(at_the_hospital(hall).instance)


@pytest.fixture
def failed(hall: Hall, instance: str) -> str:
    hall.sql("DELETE FROM message_fate RETURNING 1")
    return str(hall.sql(_FAIL, instance)[0][0])


@pytest.mark.parametrize(("page", "role", "expected"), cells(PAGES))
def test_only_who_looks_after_a_matter_sees_and_mends_its_mails(
    hall: Hall, browse: Clients, failed: str, page: str, role: str, expected: str
) -> None:
    http, (method, pattern) = browse(str(role)), page.split()
    form = {"data": {"csrf_token": token(http)}} if method == "POST" else {}
    answer = http.request(method, address(pattern, {"F": failed}), **form)
    assert told(answer) == expected, answer.text
    looks_after = role in ("admin", "own")
    if method == "GET":
        assert ("甲乙丙丁" in answer.text) is looks_after
    else:
        state = hall.sql("SELECT state FROM message_fate")[0][0]
        assert (state == "queued") is (looks_after and expected == "done")


@pytest.mark.parametrize(("operation", "role", "expected"), cells(ASKED))
def test_by_the_api_it_is_the_same(
    hall: Hall, clients: Clients, failed: str, operation: str, role: str, expected: str
) -> None:
    answer = ACTS[operation].ask(clients(role), {"F": failed})
    assert str(answer.status_code) == expected, answer.text
    looks_after = role in ("admin", "own")
    if operation == "list the mails":
        titles = [row["title"] for row in answer.json().get("rows", ())]
        assert ("体测免测 甲乙丙丁" in titles) is looks_after
        return
    state = hall.sql("SELECT state FROM message_fate")[0][0]
    assert (state == "queued") is looks_after
    if operation == "send all mails again" and expected == "200":
        assert answer.json() == {"messages": int(looks_after)}
