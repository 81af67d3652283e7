"""A request begins with whom the last one knew; no answer, refusal or commit rests on him unconfirmed."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from typing import Any, cast

import psycopg
import pytest
from flask import Flask, Response, abort, jsonify, request
from flask.testing import FlaskClient
from sqlalchemy import QueuePool, text

from db import db, reading, transaction
from db.link import driver_of
from db.pipeline import Pipeline
from identity import tokens
from identity.principal import may
from identity.proofs import Confirmed, SessionProof
from identity.signin import SignedIn
from tests.web.conftest import NOW, make_app, make_person
from web.principal import require_principal, sign_in
from web.standing import Memory

NAMES = text("SELECT name FROM person ORDER BY id")
JOBS = text("SELECT count(*) FROM procrastinate_jobs")
WHOSE = text("SELECT args ->> 'who' FROM procrastinate_jobs ORDER BY id")


class Doors:
    """Views of many kinds, and what happens beside them while they are on their way."""

    def __init__(self) -> None:
        self.calls = 0
        self.meanwhile: Callable[[], None] = lambda: None

    def begin(self) -> None:
        self.calls += 1
        if self.calls == 1:
            self.meanwhile()

    def reads(self) -> Response:
        me = require_principal()
        self.begin()
        with reading() as link:
            return jsonify(me.name, link.execute(NAMES).scalars())

    def refuses_by_itself(self) -> Response:
        self.begin()
        if not may(require_principal(), "notice.edit"):
            abort(403)
        return jsonify("come in")

    def writes(self) -> Response:
        me = require_principal()
        self.begin()
        with transaction() as uow:
            uow.defer("counted", who=me.name)
        return jsonify(me.name)

    def writes_and_swallows(self) -> Response:
        me, told = require_principal(), []
        self.begin()
        for n in range(3):
            try:
                with transaction() as uow:
                    uow.defer("counted", who=me.name)
                    uow.execute(JOBS).scalar_one()
                told.append(n)
            except Exception:  # noqa: BLE001 - as a view over many things might
                told.append("failed")
        return jsonify(me.name, told)

    def swallows_in_a_transaction(self) -> Response:
        me = require_principal()
        self.begin()
        with transaction() as uow:
            with suppress(Exception):  # as a step that fails is kept as an incident
                uow.execute(JOBS).scalar_one()
            uow.defer("counted", who=me.name)
        return jsonify(me.name)

    def commits_while_a_question_waits(self) -> Response:
        me = require_principal()
        with reading() as link:
            names = link.execute(NAMES)
            with transaction() as uow:
                uow.defer("counted", who=me.name)
            self.begin()
            return jsonify(names.scalars())

    def asks_late(self) -> Response:
        self.begin()
        with transaction() as uow:
            uow.defer("counted")
        return jsonify(require_principal().name)

    def becomes_another(self) -> Response:
        before = require_principal()
        self.begin()
        sign_in(SignedIn(int(request.args["as"]), must_change=False, epoch=1))
        after = require_principal()
        return jsonify(before.name, after.name)

    def takes_files(self) -> Response:
        me = require_principal()
        self.begin()
        with reading() as link:
            link.execute(NAMES).all()
        return jsonify(me.name, request.files["file"].read().decode())


@pytest.fixture(scope="module")
def application(database_url: str) -> Iterator[Flask]:
    app = make_app(database_url)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def doors(application: Flask, committed: Flask) -> Doors:
    made = Doors()
    for name in ("reads", "refuses_by_itself", "writes", "writes_and_swallows", "asks_late",
                 "becomes_another", "takes_files", "swallows_in_a_transaction",
                 "commits_while_a_question_waits"):  # fmt: skip
        if name not in application.view_functions:
            application.add_url_rule(f"/api/v1/{name}", name, methods=["GET", "POST"])
        application.view_functions[name] = getattr(made, name)
    return made


@pytest.fixture
def me(doors: Doors) -> int:
    return make_person("沈亦舟", "2026001")


@pytest.fixture
def token(me: int) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens.issue(me, NOW)}"}


@pytest.fixture
def client(application: Flask, doors: Doors, token: dict[str, str]) -> FlaskClient:
    """The person's client, known to the application from an earlier request."""
    client = application.test_client()
    assert client.get("/api/v1/reads", headers=token).json == ["沈亦舟", ["沈亦舟"]]
    doors.calls = 0
    return client


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many statements each round trip carried."""
    carried: list[int] = []
    ask = Pipeline.ask

    def noted(self: Pipeline, asked: Any) -> Any:
        asked = list(asked)
        carried.append(len(asked))
        return ask(self, asked)

    monkeypatch.setattr(Pipeline, "ask", noted)
    return carried


def elsewhere(statement: str) -> None:
    """Change something as another process would."""
    with psycopg.connect(psycopg_url()) as connection:
        connection.execute(cast(Any, statement))


def close_pooled() -> None:
    """Close every connection of the application's pool as a server does that is started again."""
    pool = cast(QueuePool, db.engine.pool)
    opened = [db.engine.raw_connection() for _ in range(pool.checkedin())]
    pids = [driver_of(one).info.backend_pid for one in opened]
    for one in opened:
        one.close()
    assert pids
    elsewhere(f"SELECT pg_terminate_backend(pid) FROM unnest(ARRAY{pids}) AS pid")


def rename() -> None:
    """Give everybody another name, as another process would."""
    elsewhere("UPDATE person SET name = '沈一舟'")


def psycopg_url() -> str:
    return db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def test_who_asks_travels_with_what_he_asks(client: FlaskClient, token: Any, trips: list[int]) -> None:
    assert client.get("/api/v1/reads", headers=token).json == ["沈亦舟", ["沈亦舟"]]
    assert trips == [2]


def test_a_command_looks_who_it_is_before_it_commits(
    client: FlaskClient, token: Any, trips: list[int]
) -> None:
    assert client.post("/api/v1/writes", headers=token).json == "沈亦舟"
    # BEGIN, who it is, and the job; the commit comes behind, not along with them.
    assert trips == [3]
    assert jobs() == ["沈亦舟"]


def test_an_answer_without_the_database_is_confirmed_all_the_same(
    client: FlaskClient, token: Any, trips: list[int]
) -> None:
    assert client.get("/api/v1/refuses_by_itself", headers=token).status_code == 403
    assert trips == [1]


def test_somebody_renamed_between_two_requests(doors: Doors, client: FlaskClient, token: Any) -> None:
    rename()
    assert client.get("/api/v1/reads", headers=token).json == ["沈一舟", ["沈一舟"]]
    assert doors.calls == 2
    assert client.get("/api/v1/reads", headers=token).json == ["沈一舟", ["沈一舟"]]
    assert doors.calls == 3


def test_somebody_renamed_while_his_request_is_on_its_way(
    doors: Doors, client: FlaskClient, token: Any
) -> None:
    doors.meanwhile = rename
    assert client.get("/api/v1/reads", headers=token).json == ["沈一舟", ["沈一舟"]]


GRANT = "INSERT INTO capability_grant (capability, principal) SELECT 'notice.edit', 'p:' || id FROM person"


def test_what_was_granted_a_moment_ago_holds(doors: Doors, client: FlaskClient, token: Any) -> None:
    doors.meanwhile = lambda: elsewhere(GRANT)
    assert client.get("/api/v1/refuses_by_itself", headers=token).json == "come in"
    assert doors.calls == 2


def test_what_was_taken_away_a_moment_ago_is_gone(doors: Doors, client: FlaskClient, token: Any) -> None:
    elsewhere(GRANT)
    assert client.get("/api/v1/refuses_by_itself", headers=token).json == "come in"
    doors.calls, doors.meanwhile = 0, lambda: elsewhere("DELETE FROM capability_grant")
    assert client.get("/api/v1/refuses_by_itself", headers=token).status_code == 403
    assert doors.calls == 2


ENDS = {
    "signed out": "DELETE FROM access_token",
    "password changed": "UPDATE person SET session_epoch = session_epoch + 1",
    "left the school": "UPDATE person SET active = false",
    "time is over": f"UPDATE access_token SET expires_at = '{NOW - timedelta(hours=1)}'",
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("door", ["reads", "refuses_by_itself", "writes", "writes_and_swallows"])
def test_who_has_ended_elsewhere_is_nobody_at_once(
    doors: Doors, client: FlaskClient, token: Any, door: str, end: str
) -> None:
    doors.meanwhile = lambda: elsewhere(end)
    assert client.post(f"/api/v1/{door}", headers=token).status_code == 401
    assert jobs() == []


def test_a_command_for_somebody_outdated_is_carried_out_once_as_he_is(
    doors: Doors, client: FlaskClient, token: Any
) -> None:
    doors.meanwhile = rename
    assert client.post("/api/v1/writes", headers=token).json == "沈一舟"
    assert doors.calls == 2
    assert jobs() == ["沈一舟"]


def test_a_view_that_swallows_every_error_commits_nothing_for_somebody_outdated(
    doors: Doors, client: FlaskClient, token: Any
) -> None:
    doors.meanwhile = rename
    assert client.post("/api/v1/writes_and_swallows", headers=token).json == ["沈一舟", [0, 1, 2]]
    assert jobs() == ["沈一舟"] * 3


def test_a_command_that_swallows_every_error_commits_nothing_for_somebody_outdated(
    doors: Doors, client: FlaskClient, token: Any
) -> None:
    doors.meanwhile = rename
    assert client.post("/api/v1/swallows_in_a_transaction", headers=token).json == "沈一舟"
    assert jobs() == ["沈一舟"]


def test_a_view_is_not_called_again_for_a_question_that_waited_while_it_committed(
    doors: Doors, client: FlaskClient, token: Any
) -> None:
    doors.meanwhile = rename
    assert client.post("/api/v1/commits_while_a_question_waits", headers=token).json == ["沈一舟"]
    assert jobs() == ["沈亦舟"]


def test_a_command_is_carried_out_though_the_server_has_closed_every_connection(
    doors: Doors, client: FlaskClient, token: Any
) -> None:
    doors.meanwhile = close_pooled
    assert client.post("/api/v1/writes", headers=token).json == "沈亦舟"
    assert jobs() == ["沈亦舟"]


def test_a_view_that_has_committed_before_it_asks_is_not_called_again(
    doors: Doors, client: FlaskClient, token: Any
) -> None:
    doors.meanwhile = rename
    assert client.post("/api/v1/asks_late", headers=token).json == "沈一舟"
    assert doors.calls == 1
    assert len(jobs()) == 1


def test_who_signs_in_as_another_is_the_other(doors: Doors, client: FlaskClient, me: int) -> None:
    other = make_person("古丽娜尔·阿卜杜热合曼", "2026002")
    client.get(f"/enter/{me}/1/0")
    assert client.get("/api/v1/reads").json == ["沈亦舟", ["沈亦舟", "古丽娜尔·阿卜杜热合曼"]]
    doors.calls = 0
    assert client.get("/api/v1/becomes_another", query_string={"as": other}).json == [
        "沈亦舟",
        "古丽娜尔·阿卜杜热合曼",
    ]


def test_who_was_outdated_is_not_taken_for_confirmed_because_he_becomes_another(
    doors: Doors, client: FlaskClient, me: int
) -> None:
    other = make_person("古丽娜尔·阿卜杜热合曼", "2026002")
    client.get(f"/enter/{me}/1/0")
    client.get("/api/v1/reads")
    doors.calls, doors.meanwhile = 0, lambda: elsewhere(f"UPDATE person SET name = '沈一舟' WHERE id = {me}")
    answer = client.get("/api/v1/becomes_another", query_string={"as": other})
    assert answer.json == ["沈一舟", "古丽娜尔·阿卜杜热合曼"]


def test_a_view_that_gets_files_is_called_once(doors: Doors, client: FlaskClient, token: Any) -> None:
    rename()
    answer = client.post(
        "/api/v1/takes_files", headers=token, data={"file": (BytesIO("证明".encode()), "a.txt")}
    )
    assert answer.json == ["沈一舟", "证明"]
    assert doors.calls == 1


def test_the_page_of_an_error_asks_plainly(client: FlaskClient, token: Any) -> None:
    assert client.get("/api/v1/nothing-here", headers=token).status_code == 404


def test_the_memory_keeps_those_who_asked_last() -> None:
    memory, known = Memory(most=2), cast(Confirmed, "row and principal")
    first, second, third = (SessionProof(n, 1) for n in (1, 2, 3))
    memory.put(first, known)
    memory.put(second, known)
    memory.get(first)
    memory.put(third, known)
    assert [memory.get(one) is not None for one in (first, second, third)] == [True, False, True]
    memory.drop(first)
    memory.drop(first)
    assert memory.get(first) is None


def jobs() -> list[str]:
    """For whom jobs were deferred."""
    with reading() as link:
        return link.execute(WHOSE).scalars()
