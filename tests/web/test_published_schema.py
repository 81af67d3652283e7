"""The namespace's descriptions stand at addresses that its documentation names, for everybody."""

import json
from pathlib import Path

import pytest
from flask import Flask
from lxml import etree

from designer_export.namespaces import TONGBAN

DOCS = Path(__file__).parents[2] / "docs/namespace.md"
XSD, MODDLE = "/schema/tongban.xsd", "/schema/tongban-moddle.json"


def test_the_schema_is_one_and_may_be_fetched_from_anywhere(app: Flask) -> None:
    answer = app.test_client().get(XSD)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    assert etree.fromstring(answer.data).get("targetNamespace") == TONGBAN
    assert etree.XMLSchema(etree.fromstring(answer.data)) is not None
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "public" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_the_descriptor_names_the_namespace(app: Flask) -> None:
    answer = app.test_client().get(MODDLE)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert json.loads(answer.data)["uri"] == TONGBAN


@pytest.mark.parametrize("address", ["/schema/", "/schema/other.xsd", "/schema/../words.toml"])
def test_nothing_else_is_published_there(app: Flask, address: str) -> None:
    assert app.test_client().get(address).status_code == 404


@pytest.mark.parametrize("address", [XSD, MODDLE])
def test_the_documentation_and_the_schema_name_the_addresses(app: Flask, address: str) -> None:
    assert address in DOCS.read_text("utf-8")
    assert address in app.test_client().get(XSD).text
