"""HTML inputs to a document and back: nothing is guessed, nothing typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.access import Access
from forms.model import Form
from forms.rendering import FormContext, render
from forms.submission import from_inputs, row_action
from forms.validation import check, merge

ALL = Access.everything("edit")
CONTEXT = FormContext()
Sent = Callable[[str], dict[str, list[str]]]


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("phone", " 123 ", "123"),
        ("phone", "", None),
        ("phone", "  ", None),
        ("phone", "a\x07b", "ab"),
        ("reason", "一\r\n二 ", "一\n二 "),
        ("count", "12", 12),
        ("count", " １２ ", 12),
        ("count", "－３", -3),
        ("count", "12abc", "12abc"),
        ("count", "1e3", "1e3"),
        ("count", "0x10", "0x10"),
        ("count", "1_000", "1_000"),
        ("count", "1,000", "1,000"),
        ("count", "9" * 400, "9" * 400),
        ("count", "", None),
        ("weight", "３．５", 3.5),
        ("weight", "nan", "nan"),
        ("weight", "inf", "inf"),
        ("weight", "2", 2),
        ("day", "2026-11-23", "2026-11-23"),
        ("day", "２０２６/1/3", "2026-01-03"),
        ("day", "2026年1月3日", "2026-01-03"),
        ("day", "2026-02-30", "2026-02-30"),
        ("day", "昨天", "昨天"),
        ("moment", "2026-11-23T09:30", "2026-11-23T09:30:00+08:00"),
        ("moment", "2026-11-23 9:30:05", "2026-11-23T09:30:05+08:00"),
        ("moment", "2026-11-23 25:00", "2026-11-23 25:00"),
        ("kind", "a", "a"),
        ("kind", "z", "z"),
        ("grade", "2", 2),
        ("grade", "9", "9"),
        ("password", "  geheim ", "  geheim "),
    ],
)
def test_what_was_typed_becomes_a_value_or_stays_as_it_is(
    form: Form, field: str, typed: str, value: Any
) -> None:
    assert from_inputs(form, ALL, {f"/{field}": [typed]}) == {field: value}


def test_boxes_that_nobody_ticked_are_told(form: Form) -> None:
    inputs = {"/pledge": [""], "/items": [""], "/grade": [""]}
    assert from_inputs(form, ALL, inputs) == {"pledge": False, "items": None, "grade": None}
    inputs = {"/pledge": ["", "true"], "/items": ["", "b", "a", "b"], "/grade": ["", "3"]}
    assert from_inputs(form, ALL, inputs) == {"pledge": True, "items": ["b", "a"], "grade": 3}


def test_fields_that_are_not_the_step_s_are_not_read(form: Form) -> None:
    inputs = {
        "/name": ["x"],
        "/opinion": ["x"],
        "/phone": ["1"],
        "/mail": ["m"],
        "/zz": ["1"],
        "csrf_token": ["t"],
    }
    assert from_inputs(form, Access({"/mail": "edit"}), inputs) == {"mail": "m"}


ROWS = {
    "/rows": [""],
    "/rows/0/id": ["a"],
    "/rows/0/place": ["x"],
    "/rows/7/id": [""],
    "/rows/7/place": ["y"],
}


def test_rows_come_in_order_without_gaps_and_blanks(form: Form) -> None:
    inputs = ROWS | {"/rows/3/id": [""], "/rows/3/place": [" "], "/rows/3/paid": [""]}
    rows = from_inputs(form, ALL, inputs)["rows"]
    assert [(row.get("id"), row["place"]) for row in rows] == [("a", "x"), (None, "y")]
    assert from_inputs(form, ALL, {"/rows": [""]}) == {"rows": None}


def test_row_buttons_add_and_remove(form: Form) -> None:
    added = from_inputs(form, ALL, ROWS | {"row": ["add:/rows"]})["rows"]
    assert len(added) == 3
    assert set(added[2]) == {"id"}
    removed = from_inputs(form, ALL, ROWS | {"row": ["remove:/rows/0"]})["rows"]
    assert [row["place"] for row in removed] == ["y"]
    assert row_action({"row": ["remove:/rows/0"]}) == ("remove", "/rows/0")
    assert row_action({"row": ["drop table"]}) is None
    assert row_action({}) is None


def test_files_are_kept_taken_off_and_added(form: Form) -> None:
    held = {"/files": [""], "/files/0/id": ["f0"], "/files/0/name": ["a.pdf"], "/files/0/size": ["12"]}
    assert from_inputs(form, ALL, held) == {"files": [{"id": "f0", "name": "a.pdf", "size": 12}]}
    assert from_inputs(form, ALL, held | {"row": ["remove:/files/0"]}) == {"files": None}
    new = held | {
        "/files": ["", '{"id": "f1", "name": "b.pdf", "size": 3, "path": "/etc"}', "{", "[1]", '{"id": []}']
    }
    assert from_inputs(form, ALL, new)["files"][1:] == [{"id": "f1", "name": "b.pdf", "size": 3}]


_lines = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
_paragraphs = st.lists(_lines, min_size=1, max_size=3).map("\n".join)
_leading = st.tuples(st.sampled_from(["", "\n", "  "]), _paragraphs).map("".join)
_days = st.dates().map(str)
_moments = (
    st.datetimes()
    .filter(lambda m: 1990 < m.year < 2200)
    .map(lambda m: m.replace(microsecond=0, fold=0).isoformat() + "+08:00")
)
_decimals = st.decimals(-(10**9), 10**9, places=3).map(float)
_rows = st.fixed_dictionaries(
    {"place": _lines, "paid": st.booleans()}, optional={"date": _days, "amount": _decimals}
)
_documents = st.fixed_dictionaries(
    {"pledge": st.booleans()},
    optional={
        "phone": _lines,
        "mail": _lines,
        "reason": _leading,
        "count": st.integers(-(10**20), 10**20),
        "weight": _decimals | st.integers(-5, 5),
        "day": _days,
        "moment": _moments,
        "kind": st.sampled_from(["a", "b"]),
        "grade": st.sampled_from([1, 2, 3]),
        "items": st.sampled_from([["a"], ["a", "b"]]),
        "boss": _lines,
        "unit": _lines,
        "units": st.lists(_lines, min_size=1, max_size=3, unique=True).map(sorted),
        "files": st.lists(
            st.fixed_dictionaries({"id": _lines, "name": _lines, "size": st.integers(0, 10**9)}),
            min_size=1,
            max_size=3,
        ),
        "rows": st.lists(_rows, min_size=1, max_size=4).map(
            lambda rows: [{"id": f"r{n}"} | row for n, row in enumerate(rows)]
        ),
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(document=_documents)
def test_a_page_sent_back_untouched_changes_nothing(form: Form, sent: Sent, document: dict[str, Any]) -> None:
    html = render(form, "paper", document, ALL, [], "edit", CONTEXT)
    submitted = from_inputs(form, ALL, sent(html))
    assert merge(form, ALL, document, submitted) == document


@pytest.mark.parametrize(
    ("field", "typed"), [("count", "12abc"), ("weight", "３..５"), ("day", "2026-02-30"), ("moment", "早上")]
)
def test_what_was_typed_wrong_comes_back_as_it_was(form: Form, sent: Sent, field: str, typed: str) -> None:
    submitted = from_inputs(form, ALL, {f"/{field}": [typed]})
    errors = check(form, ALL, {}, submitted)
    html = render(form, "paper", submitted, ALL, errors, "edit", CONTEXT)
    assert sent(html)[f"/{field}"] == [typed]
    assert f'aria-describedby="f-{field}-e"' in html
    assert f'id="f-{field}-e"' in html


@settings(max_examples=200)
@given(
    st.dictionaries(
        st.text(max_size=8).map(lambda t: "/" + t)
        | st.sampled_from(["/rows/0/place", "/files/0/id", "/units"]),
        st.lists(st.text(), max_size=3),
    )
)
def test_no_input_breaks_the_reader(form: Form, inputs: dict[str, list[str]]) -> None:
    submitted = from_inputs(form, ALL, inputs)
    check(form, ALL, {}, submitted)
    render(form, "paper", submitted, ALL, [], "edit", CONTEXT)
