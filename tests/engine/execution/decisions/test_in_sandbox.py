"""Decisions in the real sandbox."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from engine.execution.decisions import compile_decisions, decide
from expressions.plain import plain
from expressions.sandbox import Sandbox
from tests.engine.execution.decisions.support import decision, literal, made, matches, model, table, value_of


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox(workers=1)
    yield sandbox
    sandbox.close()


def test_a_table_of_constants_needs_no_worker() -> None:
    rules = [
        ["[100..200]", '"a", "b"', "-", "1"],
        ["? > 5", "not('x')", "true", "2"],
        ["-", "-", "null", "3"],
    ]
    xml = model(decision(table(["a", "b.c", "d"], rules, "FIRST")))
    assert all(plain(source) is not None for source in compile_decisions(xml)["d"].sources)


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ("< limit", 5, True),
        ("< limit", True, False),
        ("[low..limit)", 9.5, True),
        ("[low..limit)", None, False),
        ("choices", "b", True),
        ("choices, 5", "c", False),
        ("-7, -5", -5.0, True),
        ("contains(?, 'x') or ? in (1, [4..limit])", 4, True),
        ("date(day)", "2026-03-01", True),
        ("? = row.deep.value", 3.0, True),
        ("row.missing.value", None, True),
        ("?.upper() == 'X'", "x", True),
        ("[1, true]", [1, 1], False),
    ],
)
def test_cells_match_in_the_sandbox(sandbox: Sandbox, cell: str, value: Any, expected: bool) -> None:
    names = {
        "limit": 10,
        "low": 1,
        "choices": ["a", "b"],
        "day": "2026-03-01T09:00",
        "row": {"deep": {"value": 3}},
    }
    assert matches(cell, value, sandbox, **names) is expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("string length(s) + count(xs) + sum(xs) + max(xs) + min(1, 2)", 16),
        ("upper case(s) + lower case(s)", "ABCabc"),
        ("starts with(s, 'A') and ends with(s, 'c') and contains(s, 'b')", True),
        ("floor(-1.5) + ceiling(1.2) + abs(-1)", 1),
        ("if row.n between 1 and 5 then row.n ** 2 else 0", 9),
        ("date(day) >= date('2026-03-01')", True),
        ("sum(x * 2 for x in xs)", 12),
        ("max(max, 5) + sum([len, 1])", 19),
        ("[1, [2.0, true]] = [1, [2, true]]", True),
    ],
)
def test_expressions_run_in_the_sandbox(sandbox: Sandbox, text: str, value: Any) -> None:
    names = {"s": "Abc", "xs": [1, 2, 3], "row": {"n": 3}, "day": "2026-03-01T09:00:00", "max": 9, "len": 9}
    assert value_of(text, sandbox, **names) == value


def test_helpers_give_days_that_compare_with_texts(sandbox: Sandbox) -> None:
    rules = [["date('2026-03-02')", "today() > limit and today() = same"]]
    decisions = compile_decisions(model(decision(table(["today()"], rules))))
    helpers = {"today": lambda: date(2026, 3, 2)}
    variables = {"limit": "2026-03-01", "same": "2026-03-02"}
    found = decide(
        decisions, "d", lambda text, names: sandbox.evaluate(text, {**helpers, **names}), variables
    )
    assert found is True


def test_required_decisions_and_long_tables_run_in_the_sandbox(sandbox: Sandbox) -> None:
    rules = [[f"> limit + {at}, {at}", f"'{'x' * 100}' + \"{at}\""] for at in range(300)]
    xml = model(
        decision(table(["top"], rules, "COLLECT", aggregation="COUNT"), "d", "top"),
        decision(literal("given * 2"), "top"),
    )
    assert made(xml, sandbox=sandbox, given=60, limit=100) == 21
