"""Decision 3: every change is kept, at its leaf; rows are known by their ids."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expressions.cleaning import same
from forms.validation import changes


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({}, {"a": 1}, [("/a", None, 1)]),
        ({"a": 1}, {}, [("/a", 1, None)]),
        ({"a": 1}, {"a": True}, [("/a", 1, True)]),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3}}, [("/a/c", 2, 3)]),
        ({"a/b": 1}, {"a/b": 2}, [("/a~1b", 1, 2)]),
        ({"a": ["x"]}, {"a": ["x", "y"]}, [("/a", ["x"], ["x", "y"])]),
        ({"r": [{"id": "p", "x": 1}]}, {"r": [{"id": "p", "x": 2}]}, [("/r/p/x", 1, 2)]),
        ({}, {"r": [{"id": "p", "x": 1}]}, [("/r/p/x", None, 1)]),
        ({"r": [{"id": "p", "x": 1}]}, {"r": []}, [("/r", [{"id": "p", "x": 1}], [])]),
        ({"r": [{"id": "p"}]}, {"r": [{"id": "p"}, {"id": "q"}]}, [("/r/q", None, {})]),
        (
            {"r": [{"id": "p"}, {"id": "q"}]},
            {"r": [{"id": "q"}, {"id": "p"}]},
            [("/r", ["p", "q"], ["q", "p"])],
        ),
        ({"r": [{"x": 1}]}, {"r": [{"x": 2}]}, [("/r", [{"x": 1}], [{"x": 2}])]),
    ],
)
def test_a_change_is_told_at_its_leaf(old: Any, new: Any, expected: Any) -> None:
    assert changes(old, new) == expected


_values = st.recursive(
    st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "id"]), inner, max_size=3)
    ),
    max_leaves=8,
)
_documents = st.dictionaries(st.sampled_from("abc"), _values, max_size=3)


@given(old=_documents, new=_documents)
def test_nothing_changed_means_no_change_and_the_reverse(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert changes(old, old) == []
    if not same(old, new):
        assert changes(old, new)
