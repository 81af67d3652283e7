"""Event-based gateways (BPMN 2.0.2, 10.6.6, 13.4.4).

"…the first event that occurs determines the path": the others are withdrawn. With ``instantiate`` it begins a
process; then ``eventGatewayType="Parallel"`` means that all of the events must come.
"""

from datetime import timedelta

import pytest

from engine.execution import Execution, compile_process
from engine.execution.errors import NotStartable
from engine.execution.events.occurrence import Occurrence
from tests.engine.execution.stories import (
    Story,
    after,
    boundary,
    catch,
    file,
    findings,
    message,
    model,
    signal,
    sub,
    when,
)
from tests.engine.execution.support import chain, flow, make_env, nodes

BOTH = pytest.mark.parametrize("reloads", [True, False])
RACE = nodes(start="s", user="before m2 t2 s2 c2", end="e1 e2 e3 e4") + '<eventBasedGateway id="g"/>'
RACE += '<receiveTask id="m1" messageRef="m"/>' + catch("t1", after("PT1H")) + catch("s1", signal("go"))
RACE += catch("c1", when("flag")) + chain("s", "before", "g", "m1", "m2", "e1") + chain("g", "t1", "t2", "e2")
RACE += chain("g", "s1", "s2", "e3") + chain("g", "c1", "c2", "e4")

WAYS = {
    "m2": lambda story: story.receive("message", "m"),
    "t2": lambda story: story.after(hours=1),
    "s2": lambda story: story.receive("signal", "go"),
    "c2": lambda story: story.write(flag=True),
}


@BOTH
@pytest.mark.parametrize("way", WAYS)
def test_the_first_event_wins_and_the_others_are_withdrawn(way: str, reloads: bool) -> None:
    story = Story(model(RACE), reloads=reloads, flag=False).finish("before")
    assert story.at_now == {"m1", "t1", "s1", "c1"}
    WAYS[way](story)
    assert (story.open, story.at_now, story.due) == ([way], {way}, None)
    for other in WAYS.values():
        other(story)
    assert story.finish(way).state == "completed"


def test_one_that_is_true_already_wins_at_once() -> None:
    assert Story(model(RACE), flag=True).finish("before").open == ["c2"]


@BOTH
def test_two_that_are_due_together_do_not_both_win(reloads: bool) -> None:
    body = (
        nodes(start="s", user="u1 u2", end="e1 e2")
        + '<eventBasedGateway id="g"/>'
        + catch("a", after("PT2H"))
    )
    body += catch("b", after("PT1H")) + chain("s", "g", "a", "u1", "e1") + chain("g", "b", "u2", "e2")
    assert Story(model(body), reloads=reloads).after(days=1).open == ["u2"]


@BOTH
@pytest.mark.parametrize("way", WAYS)
def test_a_return_opens_the_race_again_with_its_timer_armed_anew(way: str, reloads: bool) -> None:
    story = Story(model(RACE), reloads=reloads, flag=False).finish("before").after(minutes=30)
    WAYS[way](story)
    story.write(flag=False).back("before")
    assert (story.open, story.due) == (["before"], None)
    story.finish("before")
    assert story.due == timedelta(hours=1)
    WAYS["s2"](story)
    assert story.open == ["s2"]


@BOTH
@pytest.mark.parametrize("target", ["g", "s1"])
def test_the_race_itself_can_be_returned_to(target: str, reloads: bool) -> None:
    story = Story(model(RACE), reloads=reloads, flag=False).finish("before").after(minutes=30)
    WAYS["s2"](story)
    story.back(target)
    assert story.at_now == {"m1", "t1", "s1", "c1"}
    assert story.due == timedelta(hours=1)
    assert story.after(hours=1).open == ["t2"]


def test_a_race_in_a_loop_is_run_each_time() -> None:
    body = (
        nodes(start="s", xor="m", user="u", end="e")
        + '<eventBasedGateway id="g"/>'
        + catch("a", after("PT1H"))
    )
    body += catch("b", message("m")) + chain("s", "m", "g", "a", "u", "m") + chain("g", "b", "e")
    story = Story(model(body))
    for _ in range(3):
        assert story.after(hours=1).open == ["u"]
        story.finish("u")
    story.receive("message", "m")
    assert story.state == "completed"


def test_two_races_at_once_are_two() -> None:
    body = nodes(start="s", par="p", xor="m", user="u1 u2", end="e1 e2") + '<eventBasedGateway id="g"/>'
    body += catch("a", message("a")) + catch("b", message("b")) + chain("s", "p", "m", "g", "a", "u1", "e1")
    body += flow("p", "m", name="second") + chain("g", "b", "u2", "e2")
    story = Story(model(body))
    story.receive("message", "a")
    assert story.open == ["u1"]
    story.receive("message", "b")
    assert story.open == ["u1", "u2"]


@BOTH
def test_an_interrupted_race_is_over(reloads: bool) -> None:
    inside = nodes(start="is", end="i1 i2") + '<eventBasedGateway id="g"/>' + catch("a", after("PT2H"))
    inside += catch("b", message("b")) + chain("is", "g", "a", "i1") + chain("g", "b", "i2")
    body = (
        nodes(start="s", user="late", end="e e2") + sub("host", inside) + boundary("x", "host", after("PT1H"))
    )
    story = Story(model(body + chain("s", "host", "e") + chain("x", "late", "e2")), reloads=reloads).after(
        hours=1
    )
    assert (story.open, story.due) == (["late"], None)
    assert not story.receive("message", "b")


# --- it begins a process


def instantiating(kind: str) -> str:
    body = f'<eventBasedGateway id="g" instantiate="true" eventGatewayType="{kind}"/>' + nodes(
        user="u1 u2", end="e1 e2"
    )
    body += '<receiveTask id="a" messageRef="a"/>' + catch("b", signal("b"))
    return body + chain("g", "a", "u1", "e1") + chain("g", "b", "u2", "e2")


@BOTH
def test_one_event_begins_the_process_and_withdraws_the_others(reloads: bool) -> None:
    compiled = model(instantiating("Exclusive"))
    assert [(begin.element, begin.kind, begin.name) for begin in compiled.beginnings] == [
        ("a", "message", "a"),
        ("b", "signal", "b"),
    ]
    story = Story(compiled, reloads=reloads, at="a", event=Occurrence("message", "a", payload={"n": 1}))
    assert (story.open, story.run.read("n")) == (["u1"], 1)
    assert not story.receive("signal", "b")
    assert story.finish("u1").state == "completed"


@BOTH
def test_a_parallel_one_waits_for_the_others_too(reloads: bool) -> None:
    story = Story(model(instantiating("Parallel")), reloads=reloads, at="b", event=Occurrence("signal", "b"))
    assert story.open == ["u2"]
    assert story.finish("u2").state == "running"
    assert story.receive("message", "a")
    assert story.open == ["u1"]
    assert story.finish("u1").state == "completed"


def test_it_does_not_begin_without_an_event() -> None:
    compiled = compile_process(file(instantiating("Exclusive")), "P")
    for at in (None, "g", "u1"):
        with pytest.raises(NotStartable):
            Execution.create(compiled, make_env(), {}, at=at)


def test_only_what_catches_may_stand_behind_it() -> None:
    body = nodes(start="s", user="u", end="e e2") + '<eventBasedGateway id="g"/>' + catch("a", message("a"))
    assert ("no_event_behind_gateway", "g") in findings(
        body + chain("s", "g", "u", "e") + chain("g", "a", "e2")
    )
    two_ways = body + chain("s", "g", "a", "e2") + flow("u", "a") + flow("s", "u")
    assert ("no_event_behind_gateway", "g") in findings(two_ways)
