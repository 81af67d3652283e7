"""Multiple and parallel multiple events (BPMN 2.0.2, 10.5.2 to 10.5.5, table 10.89).

Multiple: "only one of them is required" to catch, and all are thrown. Parallel multiple: "all of the types of
triggers that are listed must be triggered".
"""

from datetime import timedelta

import pytest

from engine.execution.events.occurrence import Occurrence
from tests.engine.execution.stories import (
    TERMINATE,
    Story,
    after,
    boundary,
    catch,
    end,
    event_sub,
    every,
    handler,
    message,
    model,
    signal,
    start,
    sub,
    throw,
    when,
)
from tests.engine.execution.support import chain, nodes

BOTH = pytest.mark.parametrize("reloads", [True, False])
ALL = 'parallelMultiple="true"'
KINDS = (message("m"), signal("go"), after("PT1H"), when("flag"))
WAYS = (
    lambda story: story.receive("message", "m", a=1),
    lambda story: story.receive("signal", "go", b=2),
    lambda story: story.after(hours=1),
    lambda story: story.write(flag=True),
)


def waits(more: str = "", *kinds: str) -> str:
    body = nodes(start="s", user="u", end="e") + catch("c", *(kinds or KINDS), more=more)
    return body + chain("s", "c", "u", "e")


@BOTH
@pytest.mark.parametrize("way", range(4))
def test_one_of_several_is_enough(way: int, reloads: bool) -> None:
    story = Story(model(waits()), reloads=reloads, flag=False)
    WAYS[way](story)
    assert (story.open, story.due, story.run.listening) == (["u"], None, ())


@BOTH
@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_all_must_come_in_any_order(order: tuple[int, ...], reloads: bool) -> None:
    story = Story(model(waits(ALL)), reloads=reloads, flag=False)
    for way in order[:-1]:
        WAYS[way](story)
        WAYS[way](story)
        assert story.open == []
    WAYS[order[-1]](story)
    assert story.open == ["u"]
    assert (story.run.read("a"), story.run.read("b")) == (1, 2)


@BOTH
def test_two_timers_and_two_conditions_are_told_apart(reloads: bool) -> None:
    kinds = (after("PT2H"), after("PT1H"), when("x"), when("y"))
    story = Story(model(waits("", *kinds)), reloads=reloads, x=False, y=False)
    assert story.due == timedelta(hours=1)
    assert story.after(hours=1).open == ["u"]
    story = Story(model(waits(ALL, *kinds)), reloads=reloads, x=True, y=False).after(hours=1)
    assert story.due == timedelta(hours=1)
    story.after(hours=1)
    assert story.open == []
    story.write(x=False)
    assert story.write(y=True).open == ["u"]


@BOTH
def test_a_boundary_event_beside_fires_for_each(reloads: bool) -> None:
    body = nodes(start="s", user="u n", end="e e2") + chain("s", "u", "e") + chain("b", "n", "e2")
    kinds = (message("m"), every("R2/PT1H"))
    story = Story(model(body + boundary("b", "u", *kinds, stops=False)), reloads=reloads)
    story.receive("message", "m")
    assert story.due == timedelta(hours=1)
    story.after(hours=1)
    story.receive("message", "m")
    assert (story.open, story.due) == (["n"] * 3 + ["u"], timedelta(hours=1))


@BOTH
def test_a_parallel_boundary_event_beside_begins_anew(reloads: bool) -> None:
    body = nodes(start="s", user="u n", end="e e2") + chain("s", "u", "e") + chain("b", "n", "e2")
    kinds = (message("m"), signal("go"))
    story = Story(model(body + boundary("b", "u", *kinds, stops=False, more=ALL)), reloads=reloads)
    for turn in range(1, 4):
        story.receive("message", "m", turn=turn)
        assert story.open == ["n"] * (turn - 1) + ["u"]
        story.receive("signal", "go")
        assert story.open == ["n"] * turn + ["u"]
        assert story.run.read("turn") == turn


@BOTH
def test_an_event_sub_process_may_need_all(reloads: bool) -> None:
    inside = start("hs", message("m"), signal("go"), more=ALL) + nodes(user="help", end="he")
    body = nodes(start="s", user="u", end="e") + chain("s", "u", "e")
    story = Story(model(body + event_sub("h", inside + chain("hs", "help", "he"))), reloads=reloads)
    story.receive("signal", "go")
    assert story.open == ["u"]
    story.receive("message", "m")
    assert story.open == ["help"]


@pytest.mark.parametrize("last", [True, False])
def test_a_multiple_throw_throws_all(last: bool) -> None:
    thrown = (message("m"), signal("go"))
    body = nodes(start="s", user="u", end="e") if not last else nodes(start="s", user="u")
    body += (
        end("e", *thrown) + chain("s", "u", "e") if last else throw("t", *thrown) + chain("s", "t", "u", "e")
    )
    story = Story(model(body))
    story.finish("u")
    assert [(sent.kind, sent.name) for sent in story.sent] == [("message", "m"), ("signal", "go")]


@BOTH
def test_a_parallel_start_waits_for_the_rest_of_its_triggers(reloads: bool) -> None:
    """Upstream's MultipleThrowEvent start: two messages of one throwing event begin one instance together."""
    body = start("s", message("m"), message("n"), more=ALL) + nodes(user="u", end="e") + chain("s", "u", "e")
    compiled = model(body)
    assert [(begin.element, begin.name) for begin in compiled.beginnings] == [("s", "m"), ("s", "n")]
    for first, second in (("m", "n"), ("n", "m")):
        event = Occurrence("message", first, payload={first: 1})
        story = Story(compiled, reloads=reloads, at="s", event=event)
        assert (story.open, story.at_now) == ([], {"s"})
        assert not story.receive("message", "other")
        assert story.receive("message", second, **{second: 2})
        assert story.open == ["u"]
        assert story.run.variables() == {first: 1, second: 2}


def test_a_multiple_start_begins_with_any() -> None:
    body = start("s", message("m"), message("n")) + nodes(user="u", end="e") + chain("s", "u", "e")
    assert Story(model(body), at="s", event=Occurrence("message", "n")).open == ["u"]


@BOTH
@pytest.mark.parametrize("stops", [True, False])
def test_what_ends_everything_is_heard_outside_only(stops: bool, reloads: bool) -> None:
    """It says that "all Activities in the Process should be immediately ended" (table 10.88)."""
    inside = nodes(start="t", par="p", user="u v", end="x") + end("over", TERMINATE, signal("go"))
    inside += handler("h", signal("go"), "help", stops=stops)
    inside += chain("t", "p", "u", "over") + chain("p", "v", "x")
    body = nodes(start="s", user="after", end="e") + sub("m", inside) + chain("s", "m", "after", "e")
    story = Story(model(body + handler("o", signal("go"), "outside", stops=False)), reloads=reloads)
    assert story.finish("u").open == ["after", "outside"]
    assert [event.name for event in story.sent] == ["go"]
