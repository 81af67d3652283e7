"""Return as causally consistent undo: the cases of the table, and what a person would expect."""

import pytest

from engine.execution import CannotReturn, Execution, Program
from tests.engine.execution.support import (
    chain,
    finish,
    flow,
    nodes,
    open_steps,
    program,
    reloaded,
    started,
    token_of,
)

LINE = program(
    nodes(start="s", user="apply head office", end="e") + chain("s", "apply", "head", "office", "e")
)
SPLIT = program(
    nodes(start="s", par="split join", user="apply a1 a2 b after", end="e")
    + chain("s", "apply", "split", "a1", "a2", "join", "after", "e")
    + chain("split", "b", "join")
)


def at(story: Program, *steps: str) -> Execution:
    run = started(story, text="x")
    for step in steps:
        finish(run, step)
        run = reloaded(run, story)
    return run


def test_past_tells_the_completed_steps_newest_first() -> None:
    run = at(LINE, "apply", "head")
    steps = run.past(token_of(run, "office"))
    assert [step.element for step in steps] == ["head", "apply"]
    assert run.past(token_of(at(LINE), "apply")) == ()


def test_return_opens_the_step_again_and_keeps_the_form() -> None:
    run = at(LINE, "apply", "head")
    old = token_of(run, "office")
    returned = run.return_to(old, "apply")
    assert returned.cancelled == (old,)
    assert open_steps(run) == ["apply"]
    assert returned.token == token_of(run, "apply")
    assert run.variables() == {"text": "x"}
    assert run.marking().done == {"s"}
    run = reloaded(run, LINE)
    for step in ("apply", "head", "office"):
        finish(run, step)
    assert run.state == "completed"


def test_what_was_returned_over_is_not_in_the_past_any_more() -> None:
    run = at(LINE, "apply", "head")
    run.return_to(token_of(run, "office"), "apply")
    finish(run, "apply")
    assert [step.element for step in run.past(token_of(run, "head"))] == ["apply"]
    with pytest.raises(CannotReturn):
        run.return_to(token_of(run, "head"), "office")


@pytest.mark.parametrize(
    "before", [["apply"], ["apply", "b"], ["apply", "a1", "a2", "b"], ["apply", "b", "a1", "a2"]]
)
def test_target_before_the_split_cancels_everything_from_the_split(before: list[str]) -> None:
    run = at(SPLIT, *before)
    run.return_to(run.waiting[0].token, "apply")
    assert open_steps(reloaded(run, SPLIT)) == ["apply"]


@pytest.mark.parametrize("order", [["a1", "a2", "b"], ["b", "a1", "a2"], ["a1", "b", "a2"]])
@pytest.mark.parametrize("target", ["a1", "a2"])
def test_target_inside_one_branch_leaves_the_sibling_at_the_join(order: list[str], target: str) -> None:
    run = at(SPLIT, "apply", *order)
    run.return_to(token_of(run, "after"), target)
    run = reloaded(run, SPLIT)
    assert open_steps(run) == [target]
    assert "join" in run.marking().current
    for step in ["a1", "a2"] if target == "a1" else ["a2"]:
        finish(run, step)
    assert open_steps(run) == ["after"]
    finish(run, "after")
    assert run.state == "completed"


def test_target_in_a_sibling_branch_that_is_not_joined_is_refused() -> None:
    run = at(SPLIT, "apply", "b", "a1")
    with pytest.raises(CannotReturn) as caught:
        run.return_to(token_of(run, "a2"), "b")
    assert caught.value.code == "not_in_past"
    assert open_steps(run) == ["a2"]


def test_return_from_a_step_that_is_done_is_refused() -> None:
    run = at(LINE, "apply")
    done = run.past(token_of(run, "head"))[0].token
    with pytest.raises(CannotReturn) as caught:
        run.return_to(done, "apply")
    assert caught.value.code == "not_live"


def test_return_into_a_finished_sub_process_reopens_it_with_its_variables() -> None:
    story = program(
        nodes(start="s", user="after", end="e")
        + '<subProcess id="sub"><dataObject id="local"/>'
        + nodes(start="is", user="x y", end="ie")
        + chain("is", "x", "y", "ie")
        + "</subProcess>"
        + chain("s", "sub", "after", "e")
    )
    run = started(story)
    run.write("local", 5, token_of(run, "x"))
    finish(run, "x")
    finish(run, "y")
    run.return_to(token_of(run, "after"), "x")
    run = reloaded(run, story)
    assert open_steps(run) == ["x"]
    assert run.read("local", token_of(run, "x")) == 5
    finish(run, "x")
    finish(run, "y")
    assert open_steps(run) == ["after"]


def test_the_latest_turn_of_a_loop_is_meant() -> None:
    story = program(
        nodes(start="s", user="u v", xor="m x", end="e") + chain("s", "m", "u", "v", "x")
        + flow("x", "m", "again") + flow("x", "e", "not again")
    )  # fmt: skip
    run = started(story, again=True)
    for step in ("u", "v", "u"):
        finish(run, step)
    run.return_to(token_of(run, "v"), "u")
    assert open_steps(run) == ["u"]
    assert [step.element for step in run.past(token_of(run, "u"))] == ["v", "u"]


def test_a_failed_step_can_be_returned_from() -> None:
    story = program(
        nodes(start="s", user="u", xor="x", end="e")
        + chain("s", "u", "x")
        + flow("x", "e", "missing")
        + flow("x", "u", "no")
    )
    run = started(story)
    finish(run, "u")
    run.return_to(run.failures[0].token, "u")
    assert run.failures == ()
    assert open_steps(reloaded(run, story)) == ["u"]
