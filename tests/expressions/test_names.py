"""Which names a source reads: the engine hands over these and no others."""

import pytest

from expressions.names import SyntaxProblem, bound_names, names_of


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("steps.review.outcome == 'approve' and 金额 > 100", {"steps", "金额"}),
        ("total = total + 1", {"total"}),
        ("total = 1\nother = total", set()),
        ("n += 1", {"n"}),
        ("if a:\n    x = 1\ny = x", {"a", "x"}),
        ("if a:\n    x = 1\nelse:\n    x = 2\ny = x", {"a"}),
        ("for r in rows:\n    last = r.amount\nz = last", {"rows", "last"}),
        ("[r.a + k for r in rows if r.b]", {"rows", "k"}),
        ("{k: v for k, v in data.items()}", {"data"}),
        ("(lambda x: x + y)(1)", {"y"}),
        ("def f(a):\n    b = a + c\n    return b\nf(d)", {"c", "d"}),
        ("import math\nx = math.pi", set()),
        ("try:\n    x = a\nexcept ValueError as e:\n    x = e\ny = x", {"a", "ValueError"}),
        ("(z := 3) + z", set()),
        ("len(type)", {"len", "type"}),
        ("f'{name}: {len(rows)}'", {"name", "len", "rows"}),
        ("class A:\n    x = y\nA()", {"y"}),
    ],
)
def test_free_names_are_those_that_may_be_read_before_they_are_set(source: str, names: set[str]) -> None:
    assert names_of(source) == names


def test_bound_names_are_the_variables_of_the_script() -> None:
    source = "import math\na, (b, c) = t\nfor d in a: pass\ndef f(): g = 1\nx = [y for y in a]\nrows[0] = 1"
    assert bound_names(source) == {"a", "b", "c", "d", "x"}


def test_a_mistake_says_where() -> None:
    with pytest.raises(SyntaxProblem) as caught:
        names_of("x = 1\ny = = 2")
    assert (caught.value.line, caught.value.column) == (2, 5)
    assert caught.value.text
