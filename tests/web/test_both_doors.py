"""The application as it is served has both doors, each with its own way to say what went wrong."""

import psycopg
import pytest
from flask import Flask, Response
from sqlalchemy import exc

from web.problem import answer_problem


def test_each_door_answers_in_its_own_way(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/api/v1/openapi.json").status_code == 200
    assert client.get("/api/v1/docs").status_code == 200
    missing = client.get("/api/v1/none")
    assert (missing.status_code, missing.mimetype) == (404, "application/problem+json")
    page = client.get("/none")
    assert (page.status_code, page.mimetype) == (404, "text/html")


@pytest.mark.parametrize(
    "trouble",
    [psycopg.OperationalError("server closed"), exc.OperationalError("SELECT", {}, Exception("refused"))],
)
def test_a_client_may_try_again_when_the_database_is_away(app: Flask, trouble: Exception) -> None:
    with app.test_request_context("/api/v1/tasks"):
        answer = answer_problem(trouble)
        assert isinstance(answer, Response)
        assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
        assert int(answer.headers["Retry-After"]) > 0
        assert b"refused" not in answer.data


def test_a_fault_of_our_own_is_none_of_the_database_s(app: Flask) -> None:
    with app.test_request_context("/api/v1/tasks"), pytest.raises(psycopg.errors.UndefinedColumn):
        answer_problem(psycopg.errors.UndefinedColumn("no such column"))
