"""Scopes: who sees what, who writes where, and what is told about it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from engine.execution import Change
from engine.execution.errors import NotStorable
from tests.engine.execution.support import (
    QuickSandbox,
    chain,
    finish,
    flow,
    make_env,
    nodes,
    program,
    reloaded,
    script,
    started,
    token_of,
)

BRANCHES = program(
    nodes(start="s", par="split join", user="a b", end="e")
    + chain("s", "split", "a", "join", "e")
    + chain("split", "b", "join")
)
INNER = program(
    nodes(start="s", user="after", end="e")
    + '<subProcess id="sub"><dataObject id="note"/>'
    + nodes(start="is", user="u", end="ie")
    + chain("is", "u", "ie")
    + "</subProcess>"
    + chain("s", "sub", "after", "e")
)


def test_branches_share_one_document() -> None:
    run = started(BRANCHES, opinion="")
    run.write("opinion", "同意", token_of(run, "a"))
    finish(run, "a")
    assert run.read("opinion", token_of(run, "b")) == "同意"
    finish(run, "b")
    assert run.variables() == {"opinion": "同意"}


def test_a_declared_name_stays_in_its_scope() -> None:
    run = started(INNER, note="outside")
    token = token_of(run, "u")
    run.write("note", "inside", token)
    run.write("other", 1, token)
    run = reloaded(run, INNER)
    assert run.variables(token)["note"] == "inside"
    assert run.variables() == {"note": "outside", "other": 1}
    scopes = [change.scope for change in run.take_changes()]
    assert scopes == []


def test_changes_tell_old_new_and_the_element_that_wrote() -> None:
    story = program(
        nodes(start="s", user="u", end="e") + script("f", "total = total + 2") + chain("s", "u", "f", "e")
    )
    run = started(story, total=1)
    run.write("title", "申请")
    run.write("title", "申请")
    finish(run, "u")
    assert run.take_changes() == [Change(0, "title", None, "申请", None), Change(0, "total", 1, 3, "f")]
    assert run.take_changes() == []


def test_true_is_not_one_in_the_change_log() -> None:
    run = started(BRANCHES, rows=[{"paid": 1}])
    run.write("rows", [{"paid": True}])
    assert len(run.take_changes()) == 1


def test_values_are_copied_at_every_border() -> None:
    rows = [{"id": 1}]
    run = started(BRANCHES, rows=rows)
    rows[0]["id"] = 2
    run.variables()["rows"][0]["id"] = 3
    run.read("rows").append(4)
    assert run.read("rows") == [{"id": 1}]


@pytest.mark.parametrize("value", [{1}, object(), 2**63, float("nan"), {1: 2}, [float("inf")]])
def test_what_is_not_json_is_refused(value: object) -> None:
    with pytest.raises(NotStorable):
        started(BRANCHES).write("x", value)


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (date(2026, 3, 2), "2026-03-02"),
        (timedelta(hours=2), "PT2H"),
        (Decimal("2.50"), 2.5),
        (Decimal("3"), 3),
        ((1, [2]), [1, [2]]),
    ],
)
def test_dates_and_decimals_are_stored_as_json(value: object, stored: object) -> None:
    run = started(BRANCHES)
    run.write("x", value)
    assert run.read("x") == stored


def test_a_zero_below_zero_is_stored_as_zero() -> None:
    run = started(BRANCHES)
    run.write("x", -0.0)
    assert str(run.read("x")) == "0.0"


def test_expressions_get_only_the_names_they_refer_to() -> None:
    sandbox = QuickSandbox()
    story = program(
        nodes(start="s", xor="x", end="e f")
        + chain("s", "x")
        + flow("x", "e", "amount > limit()")
        + flow("x", "f")
    )
    env = make_env(sandbox=sandbox, functions={"limit": lambda: 5, "other": lambda: 1})
    started(story, env, amount=1, secret="s")
    assert sandbox.seen == [("amount > limit()", frozenset({"amount", "limit"}))]


def test_nobody_assigns_the_data_of_a_token() -> None:
    token = next(iter(started(BRANCHES)._instance.tokens.values()))
    with pytest.raises(TypeError):
        token.data = {"x": 1}
