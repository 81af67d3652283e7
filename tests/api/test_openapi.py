"""The description of the API is complete, and can be read in a browser without any script."""

import re

import pytest
from flask.testing import FlaskClient

from api.reference import words

PROMISED = {
    "POST /api/v1/token",
    "GET /api/v1/services",
    "POST /api/v1/services/{key}/instances",
    "GET /api/v1/tasks",
    "GET /api/v1/tasks/{task_id}",
    "POST /api/v1/tasks/{task_id}/complete",
    "POST /api/v1/tasks/{task_id}/return",
    "POST /api/v1/instances/{instance_id}/terminate",
    "POST /api/v1/instances/{instance_id}/cancel",
    "GET /api/v1/instances/{instance_id}",
    "GET /api/v1/instances/{instance_id}/record",
    "GET /api/v1/definitions",
    "POST /api/v1/definitions",
    "GET /api/v1/me",
    "GET /api/v1/notices",
}

# What a repeated request could neither do twice nor be answered wrongly.
WITHOUT_KEY = {
    "POST /api/v1/token": "whoever asks again has one token more",
    "POST /api/v1/services/{key}/forecast": "stores nothing",
    "POST /api/v1/definitions/{definition_id}/migration/report": "changes nothing",
    "POST /api/v1/instances/{instance_id}/mend/{action}/preview": "stores nothing",
    "POST /api/v1/instances/{instance_id}/incidents/{incident_id}/retry/preview": "stores nothing",
    "POST /api/v1/instances/{instance_id}/incidents/{incident_id}/skip/preview": "stores nothing",
    "POST /api/v1/tasks/{task_id}/read": "the first look counts",
    "POST /api/v1/instances/{instance_id}/read": "the first look counts",
    "POST /api/v1/substitutions/{substitution_id}/end": "the first end counts",
    "PUT /api/v1/connectors/{name}": "the same settings again are the same settings",
    "POST /api/v1/connectors/{name}/try": "whoever tries again gets one mail more",
}


def operations(document) -> dict[str, dict]:
    return {
        f"{method.upper()} {path}": told
        for path, item in document["paths"].items()
        for method, told in item.items()
        if method in ("get", "post", "put")
    }


def test_every_promised_operation_is_described(client: FlaskClient):
    document = client.get("/api/v1/openapi.json").json
    assert document["openapi"].startswith("3.1")
    found = operations(document)
    assert found.keys() >= PROMISED
    assert all(told["summary"] for told in found.values())


def test_every_reference_leads_somewhere(client: FlaskClient):
    document = client.get("/api/v1/openapi.json")
    for reference in set(re.findall(r'"\$ref": ?"#/([^"]+)"', document.text)):
        part = document.json
        for name in reference.split("/"):
            assert name in part, reference
            part = part[name]


def test_refusals_are_problem_documents(client: FlaskClient):
    document = client.get("/api/v1/openapi.json").json
    stale = document["components"]["responses"]["CONFLICT"]
    assert list(stale["content"]) == ["application/problem+json"]
    assert "409" in operations(document)["POST /api/v1/tasks/{task_id}/complete"]["responses"]


def test_task_writes_take_version_and_key(client: FlaskClient):
    document = client.get("/api/v1/openapi.json").json
    item = document["paths"]["/api/v1/tasks/{task_id}/complete"]
    named = {one.get("name") for one in item["parameters"]}
    assert {"If-Match", "Idempotency-Key", "task_id"} <= named


def test_every_write_takes_a_key_but_for_those_that_need_none(client: FlaskClient):
    document = client.get("/api/v1/openapi.json").json
    without = {
        name
        for name, told in operations(document).items()
        if not name.startswith("GET") and "Idempotency-Key" not in parameters(document, name, told)
    }
    assert without == WITHOUT_KEY.keys()


def parameters(document, name, told) -> set[str]:
    """Name the parameters of an operation: its own, and those of its path."""
    both = (*told.get("parameters", ()), *document["paths"][name.split(" ")[1]].get("parameters", ()))
    return {one.get("name") for one in both}


def test_page_shows_every_operation_without_script(client: FlaskClient):
    page = client.get("/api/v1/docs?lang=en")
    assert page.status_code == 200
    for operation in PROMISED:
        assert operation.split(" ")[1] in page.text.replace("<wbr>", "")
    assert "<script" not in page.text
    assert "style=" not in page.text
    assert "://" not in re.sub(r"http://localhost", "", page.text)
    assert len(page.text) < 80_000, "what is longer is not read on a phone"
    sheet = client.get("/api/v1/docs/static/reference.css")
    assert sheet.status_code == 200
    sheet.close()


def test_each_group_and_each_shape_has_a_page_and_every_link_leads_somewhere(client: FlaskClient):
    waiting, seen = {"/api/v1/docs"}, {}
    while waiting:
        address = waiting.pop()
        page = client.get(address)
        assert page.status_code == 200, address
        seen[address] = page.text
        links = re.findall(r'href="(/api/v1/docs[^"#]*)', page.text)
        waiting |= {one for one in links if not one.endswith(".css")} - seen.keys()
    whole = "".join(seen.values()).replace("<wbr>", "")
    for operation in PROMISED:
        method, path = operation.split(" ")
        assert f': {method} {path}"' in whole, "its answers are named by it"
    for address, _, anchor in re.findall(r'href="(/api/v1/docs/[^"#]+)(#)([^"]+)"', seen["/api/v1/docs"]):
        assert f'id="{anchor}"' in seen[address]


@pytest.mark.parametrize("address", ["/api/v1/docs/nothing", "/api/v1/docs/shapes/Nothing"])
def test_a_group_or_shape_that_is_not_there_is_not_found(client: FlaskClient, address: str):
    assert client.get(address).status_code == 404


def test_words_between_backticks_are_code_and_nothing_else_is_markup():
    assert words("`a<b` or <i>, `c`") == "<code>a&lt;b</code> or &lt;i&gt;, <code>c</code>"


def test_page_speaks_chinese_by_default(client: FlaskClient):
    assert "数据结构" in client.get("/api/v1/docs").text
