"""Requests that are not what they should be."""

import pytest
from flask.testing import FlaskClient

START = "/api/v1/services/email-unlock/instances"


@pytest.fixture
def headers(caller) -> dict[str, str]:
    return {"Authorization": f"Bearer {caller('tea01').token}", "Content-Type": "application/json"}


@pytest.mark.parametrize(
    "body", [b"{", b"nonsense", b'{"document": NaN}', b'{"a": "\\ud800"}', b"[" * 100_000]
)
def test_malformed_json_is_a_bad_request(client: FlaskClient, headers, body: bytes):
    answer = client.post(START, data=body, headers=headers)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.json["code"] == "unreadable_body"


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        (b"[]", "", "type"),
        (b'"text"', "", "type"),
        (b'{"documnt": {}}', "/documnt", "unknown_field"),
        (b'{"a~/b": 1}', "/a~0~1b", "unknown_field"),
        (b'{"document": []}', "/document", "type"),
        (b'{"document": null}', "/document", "not_null"),
        (b'{"opinion": 5}', "/opinion", "type"),
        (b'{"document": {"detail": ["x\\u0000"]}}', "/document/detail/0", "characters"),
    ],
)
def test_wrong_shape_is_told_where(client: FlaskClient, headers, body: bytes, pointer: str, code: str):
    answer = client.post(START, data=body, headers=headers)
    assert answer.status_code == 422
    fault = answer.json["errors"][0]
    assert (fault["pointer"], fault["code"]) == (pointer, code)
    assert fault["message"]


def test_other_content_is_not_taken(client: FlaskClient, headers):
    answer = client.post(START, data=b"a=1", headers=headers | {"Content-Type": "text/plain"})
    assert (answer.status_code, answer.json["code"]) == (415, "unsupported_media_type")


def test_large_body_is_refused(client: FlaskClient, headers):
    body = b'{"opinion": "' + b"x" * 1_100_000 + b'"}'
    answer = client.post(START, data=body, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


def test_unknown_path_and_method_are_problems_too(client: FlaskClient):
    assert client.get("/api/v1/none").json["code"] == "not_found"
    answer = client.delete("/api/v1/tasks")
    assert (answer.status_code, answer.json["code"]) == (405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("task", ["0", "99999999999999999999999", "9223372036854775807", "-1", "x"])
def test_odd_task_ids_are_not_found(caller, task: str):
    assert caller("tea01").get(f"/tasks/{task}").status_code == 404


@pytest.mark.parametrize("query", ["before=99999999999999999999", "search=%25_'", "service=x"])
def test_odd_queries_harm_nothing(caller, query: str):
    assert caller("tea01").get(f"/tasks?box=todo&{query}").status_code in (200, 422)


@pytest.mark.parametrize("path", ["/services?page=-5&size=0", "/notices?before=-1"])
def test_odd_pages_harm_nothing(caller, path: str):
    assert caller("tea01").get(path).status_code in (200, 422)


@pytest.mark.parametrize("path", ["/services?q=%00", "/tasks?search=%00", "/services/%00"])
def test_character_that_no_text_can_hold_is_refused(caller, path: str):
    assert caller("tea01").get(path).status_code == 400
