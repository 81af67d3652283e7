"""The page on which an order for many matters is given: what it reads of each action, and what it refuses."""

from typing import Any

import httpx
import pytest

from tests.system.conftest import Clients, Hall, OpenHall
from tests.system.matters import Matter, at_the_mailers
from tests.system.people import UNLOCKING
from tests.system.tables import token

PAGE = "/inspect/bulk/new"
_LAST = "SELECT action, params FROM bulk ORDER BY id DESC LIMIT 1"
_PERSON = "SELECT person_id FROM account WHERE subject = %s"


@pytest.fixture(scope="module")
def roles() -> dict[str, str | None]:
    return UNLOCKING


@pytest.fixture(scope="module")
def hall(open_hall: OpenHall) -> Hall:
    return open_hall("system_bulk_form")


@pytest.fixture(scope="module", autouse=True)
def matter(hall: Hall) -> Matter:
    return at_the_mailers(hall)


@pytest.fixture
def order(browse: Clients) -> Any:
    def give(action: str, **typed: Any) -> httpx.Response:
        http = browse("admin")
        form = {"service": "email-unlock", "opinion": "测试", "csrf_token": token(http), "action": action}
        return http.post(f"{PAGE}?lang=en", data={**form, **typed})

    return give


def person(hall: Hall, login: str) -> int:
    ((found,),) = hall.sql(_PERSON, login)
    return int(found)


def test_a_skip_takes_what_the_call_declares_and_nothing_of_other_steps(hall: Hall, order: Any) -> None:
    typed = {
        "v:reset:answer": "已人工重置。",
        "v:unlock:answer": "别的",
        "v:reset:mailbox": "x",
        "p_name": "x",
    }
    assert order("skip", p_at="reset", **typed).status_code == 302
    assert hall.sql(_LAST) == [
        ("skip", {"at": "reset", "incident": None, "values": {"answer": "已人工重置。"}})
    ]


def test_a_skip_without_values_writes_none(hall: Hall, order: Any) -> None:
    undeclared = {"p_at": "nowhere", "v:nowhere:answer": "x"}
    for typed in ({"p_at": "reset"}, {"p_at": ""}, undeclared):
        assert order("skip", **typed).status_code == 302
        assert hall.sql(_LAST)[0][1]["values"] is None, typed


def test_tasks_of_one_person_are_given_to_another(hall: Hall, order: Any) -> None:
    to, holder = person(hall, "tea01"), person(hall, "it_head")
    assert order("reassign", to=to, held_by=holder).status_code == 302
    params = hall.sql(_LAST)[0][1]
    assert (params["to"], params["held_by"]) == (to, holder)
    assert order("reassign", to=to, held_by="").status_code == 302
    assert hall.sql(_LAST)[0][1]["held_by"] is None


def test_an_order_says_people_by_name_and_versions_by_number(hall: Hall, browse: Clients, order: Any) -> None:
    to = person(hall, "tea01")
    page = browse("admin").get(order("reassign", to=to).headers["Location"]).text
    ((name,),) = hall.sql("SELECT name FROM person WHERE id = %s", to)
    assert f'<code class="tb-val">{name}</code>' in page
    ((version,),) = hall.sql("SELECT id FROM definition WHERE service_key = 'email-unlock'")
    page = browse("admin").get(order("migrate", p_definition=version).headers["Location"]).text
    assert '<code class="tb-val">V1.0</code>' in page


@pytest.mark.parametrize(
    ("action", "missing"),
    [
        ("", "the action"),
        ("jump", "from where"),
        ("migrate", "the version"),
        ("reassign", "who gets the tasks"),
        ("edit", "the value"),
    ],
)
def test_what_an_action_needs_is_asked_for_before_anything_is_tried(
    hall: Hall, order: Any, action: str, missing: str
) -> None:
    before = hall.sql("SELECT count(*) FROM bulk")
    refused = order(action)
    assert refused.status_code == 422
    assert f"this action needs is missing or is not of the right kind: {missing}" in refused.text
    assert hall.sql("SELECT count(*) FROM bulk") == before


def test_the_page_offers_what_each_call_declares_once_the_service_is_known(browse: Clients) -> None:
    known = browse("admin").get(f"{PAGE}?service=email-unlock").text
    assert 'name="v:reset:answer"' in known
    assert 'name="v:' not in browse("admin").get(PAGE).text
    for action in ("jump", "skip", "reassign", "edit", "migrate", "cancel", "restart", "retry"):
        assert f'value="{action}"' in known
        assert f" {action} " in f" {' '.join(parts(known))} ", "some part of the page belongs to it"


@pytest.mark.parametrize(("field", "search"), [("to", "q_person"), ("held_by", "q_holder")])
def test_an_administrator_finds_himself_among_those_who_hold_or_get_tasks(
    hall: Hall, browse: Clients, field: str, search: str
) -> None:
    http, me = browse("admin"), person(hall, "admin")
    ((name,),) = hall.sql("SELECT name FROM person WHERE id = %s", me)
    mine = f'name="{field}" value="{me}"'
    page = http.get(PAGE, params={"service": "email-unlock", search: name}).text
    assert mine in page
    assert f"/people?field={field}&amp;oneself=1" in page
    assert mine in http.get("/people", params={"field": field, "oneself": 1, search: name}).text
    # A handler gives his task to somebody else.
    assert mine not in http.get("/people", params={"field": field, search: name}).text


def parts(page: str) -> list[str]:
    return [one.split('"')[0] for one in page.split('data-for="')[1:]]
