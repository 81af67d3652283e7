"""What a step may send, and what is wrong with it."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from forms.access import Access
from forms.model import Form
from forms.sentences import FIELD_ERRORS
from forms.validation import FieldError, check, merge

ALL = Access.everything("edit")


def codes(errors: list[FieldError]) -> list[tuple[str, str]]:
    return [(error.pointer, error.code) for error in errors]


@pytest.mark.parametrize(
    ("field", "value", "code", "params"),
    [
        ("phone", 1, "type", {}),
        ("phone", "abc", "pattern", {}),
        ("phone", "1" * 21, "too_long", {"limit": 20}),
        ("mail", "x", "email", {}),
        ("mail", "x" * 2001, "too_long", {"limit": 2000}),
        ("count", "12abc", "integer", {}),
        ("count", 1.5, "integer", {}),
        ("count", 0, "too_small", {"limit": 1}),
        ("count", 100, "too_large", {"limit": 99}),
        ("weight", "schwer", "number", {}),
        ("day", "2026-02-30", "date", {}),
        ("day", "明年", "date", {}),
        ("moment", "gestern", "datetime", {}),
        ("kind", "z", "choice", {}),
        ("grade", 4, "choice", {}),
        ("items", ["a", "z"], "choice", {}),
        ("items", ["a", "a"], "repeated", {}),
        ("pledge", False, "required", {}),
        ("rows", [{"place": "x"}] * 6, "too_many", {"limit": 5}),
        ("units", ["x"] * 201, "too_many", {"limit": 200}),
        ("phone", "1\0", "characters", {}),
        ("phone", "\ud800", "characters", {}),
        ("weight", 2**70, "too_large", {"limit": 2**63 - 1}),
        ("weight", -(2**63) - 1, "too_small", {"limit": -(2**63)}),
        ("grade", float("nan"), "number", {}),
        ("grade", float("inf"), "number", {}),
        ("rows", [{"place": 2**64}], "too_large", {"limit": 2**63 - 1}),
        ("files", [{"id": "1", "name": "a.exe"}], "file_kind", {"kinds": ".pdf"}),
        ("files", [{"id": "1", "name": "a.PDF", "size": 2_000_000}], "file_size", {"limit": "1 MB"}),
        ("zz", 1, "unknown_field", {}),
        ("name", "somebody else", "not_editable", {}),
        ("opinion", [{"text": "同意"}], "not_editable", {}),
    ],
)
def test_a_fault_has_a_code_and_its_limit(form: Form, field: str, value: Any, code: str, params: Any) -> None:
    (error,) = check(form, ALL, {"name": "沈亦舟"}, {field: value})
    assert error.code == code
    assert error.params == params
    assert error.pointer.split("/")[1] == field
    assert FIELD_ERRORS[code] % error.params


def test_a_fault_in_a_row_names_row_and_column(form: Form) -> None:
    rows = [{"place": "x", "amount": -1}, {"amount": 1}, {"place": "x", "colour": "red"}]
    assert codes(check(form, ALL, {}, {"rows": rows})) == [
        ("/rows/0/amount", "too_small"),
        ("/rows/1/place", "required"),
        ("/rows/2/colour", "unknown_field"),
    ]


@pytest.mark.parametrize("blank", [None, "", "   ", [], "absent"])
def test_required_means_that_something_stands_there(form: Form, blank: Any) -> None:
    access = Access({"/phone": "edit", "/rows": "edit"}, frozenset({"/phone", "/rows", "/mail"}))
    submitted = {} if blank == "absent" else {"phone": blank}
    found = codes(check(form, access, {}, submitted))
    assert ("/phone", "required") in found or ("/phone", "type") in found
    assert ("/rows", "required") in found
    assert ("/mail", "required") not in found, "only what this step may edit"


def test_a_required_column_is_asked_of_each_row(form: Form) -> None:
    access = Access({"/rows": "edit"}, frozenset({"/rows/*/date"}))
    assert codes(check(form, access, {}, {"rows": [{"place": "x"}]})) == [("/rows/0/date", "required")]


def test_what_others_wrote_is_not_this_person_s_fault(form: Form) -> None:
    access = Access({"/mail": "edit"})
    assert check(form, access, {"phone": "written before the pattern"}, {"mail": "a@example.edu"}) == []


def test_a_field_to_read_may_come_back_unchanged(form: Form) -> None:
    access = Access({"/mail": "edit"})
    assert check(form, access, {"phone": "1"}, {"phone": "1"}) == []
    assert codes(check(form, access, {"phone": "1"}, {"phone": "2"})) == [("/phone", "not_editable")]


def test_a_hidden_field_does_not_betray_itself(form: Form) -> None:
    access = Access({"/phone": "hidden"})
    assert codes(check(form, access, {"phone": "1"}, {"phone": "1"})) == [("/phone", "unknown_field")]


def test_conditions_between_fields_hold(make_form: Callable[..., Form]) -> None:
    rule = {"if": {"properties": {"a": {"const": "x"}}, "required": ["a"]}, "then": {"required": ["b"]}}
    form = make_form({"a": {"type": "string"}, "b": {"type": "string"}}, allOf=[rule])
    assert codes(check(form, ALL, {}, {"a": "x"})) == [("/b", "required")]
    assert check(form, ALL, {"b": "set before"}, {"a": "x"}) == []
    assert check(form, Access({"/a": "edit"}), {}, {"a": "x"}) == [], "b is not this step's"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({"phone": "a" * 1_000_001}, "too_big"),
        ({"units": ["x"] * 60_000}, "too_big"),
        ({"rows": [{"a": [[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]}]}, "too_deep"),
    ],
)
def test_a_document_has_bounds(form: Form, document: Any, code: str) -> None:
    assert codes(check(form, ALL, {}, document)) == [("", code)]


def test_a_pattern_cannot_hang_the_server(make_form: Callable[..., Form]) -> None:
    form = make_form({"a": {"type": "string", "pattern": "^(?=(a+)+$)((a|aa)+)+$"}})
    assert codes(check(form, ALL, {}, {"a": "a" * 60 + "b"}))


@pytest.mark.parametrize("pattern", ["(?=a*c)a", "(?!a*b)a", "(?<=a*)c"])
@pytest.mark.parametrize("schema", [{"maxLength": 900_000}, {}, {"$ref": "#/$defs/long"}])
def test_a_pattern_that_looks_around_is_tried_on_short_texts_only(
    make_form: Callable[..., Form], pattern: str, schema: dict[str, Any]
) -> None:
    long = {"type": "string", "maxLength": 900_000, "pattern": pattern}
    field = schema if "$ref" in schema else {"type": "string", "pattern": pattern, **schema}
    form = Form({**make_form({"a": field}).schema, "$defs": {"long": long}}, {})
    began = time.monotonic()
    assert codes(check(form, ALL, {}, {"a": "a" * 400_000 + "b"})) == [("/a", "too_long")]
    assert time.monotonic() - began < 1
    assert codes(check(form, ALL, {}, {"a": "b"})) == [("/a", "pattern")]


def test_names_within_a_document_have_a_bound(make_form: Callable[..., Form]) -> None:
    form = make_form({"a": {"type": "object", "patternProperties": {"(?=x*c)x": {"type": "string"}}}})
    began = time.monotonic()
    assert codes(check(form, ALL, {}, {"a": {"x" * 400_000: "1"}})) == [("", "too_big")]
    assert time.monotonic() - began < 1


def test_merging_writes_only_the_step_s_fields(form: Form) -> None:
    access = Access({"/mail": "edit"})
    document = {"phone": "1", "mail": "old@example.edu"}
    assert merge(form, access, document, {"phone": "2", "mail": "new@example.edu", "zz": 1}) == {
        "phone": "1",
        "mail": "new@example.edu",
    }
    assert merge(form, access, document, {"mail": None}) == {"phone": "1"}


def test_rows_keep_their_ids_and_the_columns_of_others(form: Form) -> None:
    access = Access({"/rows": "edit", "/rows/*/amount": "read"})
    document = {"rows": [{"id": "a", "place": "x", "amount": 3}, {"id": "b", "place": "y", "amount": 4}]}
    sent = [{"id": "b", "place": "Y", "amount": 999}, {"place": "new"}, {}]
    merged = merge(form, access, document, {"rows": sent})["rows"]
    assert merged[0] == {"id": "b", "place": "Y", "amount": 4}
    assert merged[1]["place"] == "new"
    assert len({row["id"] for row in merged}) == len(merged) == 2


def test_a_step_that_owns_one_column_cannot_add_or_drop_rows(form: Form) -> None:
    access = Access({"/rows/*/amount": "edit"})
    document = {"rows": [{"id": "a", "place": "x"}, {"id": "b", "place": "y"}]}
    merged = merge(form, access, document, {"rows": [{"id": "b", "place": "!", "amount": 7}, {"id": "c"}]})
    assert merged == {"rows": [{"id": "a", "place": "x"}, {"id": "b", "place": "y", "amount": 7}]}


def test_two_steps_side_by_side_do_not_undo_each_other(form: Form) -> None:
    before = {"phone": "1", "rows": [{"id": "a", "place": "x"}]}
    one = merge(form, Access({"/phone": "edit"}), before, {"phone": "2"})
    both = merge(
        form, Access({"/rows/*/amount": "edit"}), one, {"rows": [{"id": "a", "amount": 5}], "phone": "9"}
    )
    assert both == {"phone": "2", "rows": [{"id": "a", "place": "x", "amount": 5}]}
