"""Ending a branch and beginning one by hand: what joins then say, and what is never left waiting for ever."""

import pytest

from engine.execution import CannotMove
from tests.engine.execution.stories import Story, boundary, catch, handler, items, message, model, sub
from tests.engine.execution.support import chain, nodes, token_of

SPLIT = (
    nodes(start="s", par="p q", user="first a b last", end="e")
    + chain("s", "first", "p", "a", "q", "last", "e")
    + chain("p", "b", "q")
)
OPEN = nodes(start="s", par="p", user="a b", end="e f") + chain("s", "p", "a", "e") + chain("p", "b", "f")


def cancel(story: Story, step: str) -> Story:
    story.run.cancel_token(token_of(story.run, step))
    return story.pause().advance()


def refusal(story: Story, act) -> str:
    before = story.run.dump()
    with pytest.raises(CannotMove) as refused:
        act()
    assert story.run.dump() == before
    return refused.value.code


def test_a_branch_without_a_join_ends_and_the_others_go_on() -> None:
    story = cancel(Story(model(OPEN)), "a")
    assert story.open == ["b"]
    story.finish("b")
    assert story.state == "completed"


def test_the_last_branch_completes_the_process() -> None:
    story = cancel(cancel(Story(model(OPEN)), "a"), "b")
    assert story.state == "completed"


def test_a_branch_that_a_join_waits_for_is_not_ended() -> None:
    story = Story(model(SPLIT)).finish("first")
    assert refusal(story, lambda: story.run.cancel_token(token_of(story.run, "a"))) == "awaited"
    story.finish("b")
    assert refusal(story, lambda: story.run.cancel_token(token_of(story.run, "a"))) == "awaited"
    assert not story.run.may_cancel(token_of(story.run, "a"))


def test_an_inclusive_join_goes_on_without_it() -> None:
    body = nodes(start="s", user="a b last", end="e")
    body += '<inclusiveGateway id="p"/><inclusiveGateway id="q"/>'
    body += chain("s", "p", "a", "q", "last", "e") + chain("p", "b", "q")
    story = Story(model(body)).finish("b")
    assert story.open == ["a"]
    cancel(story, "a")
    assert story.open == ["last"]


def test_what_hangs_on_it_goes_too() -> None:
    body = OPEN + boundary("bound", "a", message("m"), stops=False) + nodes(user="beside", end="g")
    story = Story(model(body + chain("bound", "beside", "g")))
    cancel(story, "a")
    assert story.run.listening == ()
    assert story.open == ["b"]


def test_a_sub_process_that_is_left_empty_is_done() -> None:
    inner = nodes(start="t", user="x", end="z") + chain("t", "x", "z")
    body = nodes(start="s", user="after", end="e") + sub("h", inner) + chain("s", "h", "after", "e")
    story = cancel(Story(model(body)), "x")
    assert story.open == ["after"]


def test_of_several_that_race_all_go() -> None:
    body = nodes(start="s", par="p", user="a b", end="e f g") + '<eventBasedGateway id="r"/>'
    body += catch("c", message("c")) + catch("d", message("d"))
    body += chain("s", "p", "a", "e") + chain("p", "r", "c", "b", "f") + chain("r", "d", "g")
    story = Story(model(body))
    waiting = next(row.holder for row in story.run.listening if row.name == "c")
    story.run.cancel_token(waiting)
    story.pause().advance()
    assert story.run.listening == ()
    assert story.open == ["a"]


def test_a_step_with_several_items_ends_as_a_whole() -> None:
    body = nodes(start="s", par="p", user="b", end="e f") + f'<userTask id="all">{items(3)}</userTask>'
    story = Story(model(body + chain("s", "p", "all", "e") + chain("p", "b", "f")))
    host = next(place.token for place in story.run.standing if place.element == "all")
    story.run.cancel_token(host)
    story.pause().advance()
    assert story.open == ["b"]


def test_an_event_sub_process_that_is_left_empty_is_done_and_the_flow_goes_on() -> None:
    story = Story(model(OPEN + handler("es", message("m"), "note", stops=False)))
    story.receive("message", "m")
    cancel(story, "note")
    assert story.open == ["a", "b"]
    story.finish("a", "b")
    assert story.state == "completed"


def test_a_branch_begins_beside_the_others() -> None:
    story = Story(model(SPLIT)).finish("first")
    story.run.add_token("last")
    story.pause().advance()
    assert story.open == ["a", "b", "last"]
    story.finish("last", "a", "b", "last")
    assert story.state == "completed"


def test_before_a_block_it_goes_through_all_of_it() -> None:
    story = Story(model(SPLIT))
    story.run.add_token("first")
    story.pause().advance()
    for step in story.run.waiting:
        story.run.complete(step.token)
        story.advance()
    assert story.open == ["a", "a", "b", "b"]


@pytest.mark.parametrize(
    ("target", "code"),
    [("a", "into_branch"), ("q", "not_a_target"), ("s", "not_a_target"), ("x", "no_such_node")],
)
def test_where_no_branch_begins(target: str, code: str) -> None:
    story = Story(model(SPLIT)).finish("first")
    assert refusal(story, lambda: story.run.add_token(target)) == code


def test_a_branch_begins_inside_a_sub_process_that_runs_and_in_no_other() -> None:
    inner = nodes(start="t", user="x y", end="z") + chain("t", "x", "y", "z")
    body = nodes(start="s", user="after", end="e") + sub("h", inner) + chain("s", "h", "after", "e")
    story = Story(model(body))
    host = next(within for within, to in story.run.addable() if to == "y")
    assert refusal(story, lambda: story.run.add_token("y")) == "into_level"
    story.run.add_token("y", host)
    story.pause().advance()
    assert story.open == ["x", "y"]
    story.finish("y", "x", "y")
    assert story.open == ["after"]
    assert refusal(story, lambda: story.run.add_token("y", host)) == "not_running"


def test_a_return_takes_nothing_that_was_added_along() -> None:
    story = Story(model(SPLIT)).finish("first")
    story.run.add_token("last")
    story.pause().advance()
    story.back("first", source="a")
    assert story.open == ["first", "last"]
