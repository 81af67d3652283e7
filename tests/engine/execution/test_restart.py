"""A restart from a step: of what has completed, of what was ended by force, and of what is stuck."""

import pytest

from engine.execution import CannotMove
from tests.engine.execution.stories import Story, after, boundary, message, model, sub
from tests.engine.execution.support import chain, nodes, script

LINE = nodes(start="s", user="a b", end="e") + chain("s", "a", "b", "e")
SPLIT = (
    nodes(start="s", par="p q", user="first a b last", end="e")
    + chain("s", "first", "p", "a", "q", "last", "e")
    + chain("p", "b", "q")
)


def restart(story: Story, element: str) -> Story:
    story.run.restart(story.token_done(element))
    return story.advance()


def refusal(story: Story, element: str) -> str:
    before = story.run.dump()
    with pytest.raises(CannotMove) as refused:
        story.run.restart(story.token_done(element))
    assert story.run.dump() == before
    return refused.value.code


@pytest.mark.parametrize("element", ["a", "b"])
def test_what_has_completed_goes_on_from_a_step(element: str) -> None:
    story = restart(Story(model(LINE)).finish("a", "b"), element)
    assert story.state == "running"
    assert story.open == [element]
    story.finish(*["a", "b"]["ab".index(element) :])
    assert story.state == "completed"


@pytest.mark.parametrize("done", [("a",), ("b",), ("a", "b"), ()])
def test_what_was_ended_by_force_gets_its_other_branches_back(done: tuple[str, ...]) -> None:
    story = Story(model(SPLIT)).finish("first", *done)
    story.run.terminate()
    story.pause()
    assert story.state == "terminated"
    element = done[0] if done else "first"
    restart(story, element)
    assert story.state == "running"
    assert story.open == (sorted({"a", "b"} - set(done[1:])) if done else ["first"])
    for name in ("first", "a", "b", "last"):
        if name in story.open:
            story.finish(name)
    assert story.state == "completed"


def test_inside_a_sub_process_with_its_timers() -> None:
    inside = nodes(start="t", user="u v", end="x") + chain("t", "u", "v", "x")
    body = nodes(start="s", user="late", end="e f") + sub("h", inside) + boundary("b", "h", after("P1D"))
    story = Story(model(body + chain("s", "h", "e") + chain("b", "late", "f"))).finish("u")
    story.run.terminate()
    story.pause()
    assert story.due is None
    restart(story, "u")
    assert story.open == ["u"]
    story.after(days=2)
    assert story.open == ["late"]


def test_what_is_stuck_goes_on_from_before() -> None:
    body = (
        nodes(start="s", user="a b", end="e") + script("bad", "x = wrong") + chain("s", "a", "bad", "b", "e")
    )
    story = Story(model(body)).finish("a")
    assert story.failed == [("bad", "name")]
    restart(story, "a")
    assert story.failed == []
    assert story.open == ["a"]
    story.write(wrong=1).finish("a")
    assert story.open == ["b"]


def test_what_was_left_by_its_deadline_stays_over() -> None:
    inside = nodes(start="t", user="u v", end="x") + chain("t", "u", "v", "x")
    body = nodes(start="s", user="late", end="e f") + sub("h", inside) + boundary("b", "h", message("stop"))
    story = Story(model(body + chain("s", "h", "e") + chain("b", "late", "f"))).finish("u")
    story.receive("message", "stop")
    story.run.terminate()
    story.pause()
    assert refusal(story, "u") == "interrupted"


def test_what_an_earlier_version_ended_cannot_come_back() -> None:
    story = Story(model(LINE)).finish("a")
    story.run.terminate()
    for token in story.run._instance.tokens.values():
        token.killed = None
    assert refusal(story, "a") == "not_kept"
