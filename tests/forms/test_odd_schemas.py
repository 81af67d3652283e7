"""Whatever stands where a schema should be, a form loads and works or is refused with a code."""

import copy
import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn_models.bundle import shipped
from forms.access import Access
from forms.errors import FormProblem
from forms.model import SCHEMA_FILE, load_form
from forms.validation import check

SCHEMAS = [orjson.loads(bundle.files[SCHEMA_FILE]) for bundle in shipped()]
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9)
ODD = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=9), inner))


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a schema, itself left out."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, part in parts for found in ((*path, key), *places(part, (*path, key)))]


def put(schema: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed: Any = copy.deepcopy(schema)
    part = changed
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return changed  # type: ignore[no-any-return]


def use(schema: dict[str, Any]) -> None:
    """Load a form and do with it what a page and a submission do."""
    try:
        form = load_form({SCHEMA_FILE: json.dumps(schema).encode()})
    except FormProblem:
        return
    for field in form.walk():
        assert isinstance(field.title("zh-CN"), str)
        assert isinstance(field.hint("en"), str)
        assert isinstance(field.options, tuple)
    check(form, Access.everything("edit"), {}, dict.fromkeys(form.fields, "x"))


@given(st.data())
def test_an_odd_value_anywhere_in_a_schema_is_no_accident(data: st.DataObject) -> None:
    schema = data.draw(st.sampled_from(SCHEMAS))
    path = data.draw(st.sampled_from(places(schema)))
    use(put(schema, path, data.draw(ODD)))


@pytest.mark.parametrize(
    "word", ["oneOf", "anyOf", "allOf", "items", "enum", "properties", "required", "type", "x-title"]
)
@pytest.mark.parametrize("value", [5, "x", True, [5], {"a": 5}, None, []])
def test_an_odd_value_behind_a_keyword_is_no_accident(word: str, value: Any) -> None:
    use({"type": "object", "properties": {"a": {"type": "string", word: value}}})
    use({"type": "object", "properties": {"a": {"type": "array", "items": {"type": "object", word: value}}}})
    use({"type": "object", "properties": {"a": {"type": "string"}}, word: value})
