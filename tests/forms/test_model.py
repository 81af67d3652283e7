"""A form that cannot be used is refused when it is loaded, with the file and the place."""

import json
from typing import Any

import pytest

from bpmn_models.bundle import shipped
from forms.errors import FormProblem
from forms.model import load_form


def files(schema: Any, layout: Any = None) -> dict[str, bytes]:
    result = {"form.schema.json": json.dumps(schema).encode()}
    return result | ({"paper.layout.json": json.dumps(layout).encode()} if layout is not None else {})


def obj(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


@pytest.mark.parametrize("bundle", shipped(), ids=lambda bundle: bundle.key)
def test_shipped_forms_load(bundle: Any) -> None:
    form = load_form(bundle.files)
    assert next(iter(form.layouts)) == "paper"
    assert form == load_form(bundle.files)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "missing"),
        ({"form.schema.json": b"{"}, "json"),
        ({"form.schema.json": b"\xff\xfe"}, "json"),
        ({"form.schema.json": b'{"a": NaN}'}, "json"),
        ({"form.schema.json": b"[" * 100_000}, "json"),
        ({"form.schema.json": b"[" * 30 + b"]" * 30}, "json"),
        ({"form.schema.json": b" " * 600_000}, "too_big"),
        (files([]), "type"),
        (files({"type": "array"}), "type"),
        (files(obj(a={"type": "strin"})), "schema"),
        (files(obj(a={"type": "string", "pattern": "("})), "schema"),
        (files(obj(a={"$ref": "http://127.0.0.1/x"})), "schema"),
        (files(obj(a={"$ref": "file:///etc/passwd"})), "schema"),
        (files(obj(a={"type": "string", "x-control": "../sheet"})), "control"),
        (files(obj(a={"type": "integer", "x-secret": True})), "secret"),
        (files(obj(a={"type": "array", "items": obj(b={"type": "string", "x-secret": True})})), "secret"),
        (files(obj(a={"allOf": [{"type": "string", "x-secret": True}]})), "secret"),
        (files({**obj(), "x-secret": True}), "secret"),
        (files(obj(), {"rows": 3}), "layout"),
        (files(obj(), {"columns": 9, "rows": []}), "layout"),
        (files(obj(), {"rows": [[{"label": "x"}]]}), "layout"),
        (files(obj(a={}), {"rows": [[{"field": "/a", "span": 9}]]}), "layout"),
        (files(obj(a={}), {"rows": [[{"field": "/b"}]]}), "field"),
        (files(obj(a={}), {"rows": [[{"field": "a"}]]}), "field"),
    ],
)
def test_a_broken_form_is_refused(given: dict[str, bytes], code: str) -> None:
    with pytest.raises(FormProblem) as caught:
        load_form(given)
    assert caught.value.code == code
