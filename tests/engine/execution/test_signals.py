"""Signals (BPMN 2.0.2, 10.5.6, 13.5.2): "Signals are broadcast": all that wait for the name catch it."""

from tests.engine.execution.stories import (
    Story,
    boundary,
    catch,
    end,
    handler,
    model,
    signal,
    start,
    sub,
    throw,
)
from tests.engine.execution.support import chain, flow, nodes


def test_all_that_wait_catch_it_whatever_level_they_are_on() -> None:
    inside = nodes(start="is", end="ie") + catch("c2", signal("go")) + chain("is", "c2", "ie")
    body = (
        nodes(start="s", par="p", user="u after", end="e1 e2 e3")
        + catch("c1", signal("go"))
        + sub("host", inside)
    )
    body += boundary("b", "u", signal("go")) + chain("s", "p", "c1", "e1") + chain("p", "host", "e2")
    body += chain("p", "u", "e3") + chain("b", "after", "e3")
    story = Story(model(body))
    assert story.receive("signal", "go", n=1)
    assert story.open == ["after"]
    assert story.run.read("n") == 1
    assert {"c1", "c2", "host"} <= story.run.marking().done


def test_a_signal_goes_out_also_when_it_is_caught_here() -> None:
    for thrower in (throw("t", signal("go")) + nodes(end="e"), ""):
        body = nodes(start="s", par="p", user="u", end="e2") + catch("c", signal("go"))
        body += chain("s", "p", "u", "t") + chain("p", "c", "e2")
        body += thrower + flow("t", "e") if thrower else end("t", signal("go"))
        story = Story(model(body)).finish("u")
        assert story.state == "completed"
        assert [(sent.kind, sent.name) for sent in story.sent] == [("signal", "go")]


def test_a_signal_nobody_waits_for_is_lost_here() -> None:
    body = nodes(start="s", end="e") + throw("t", signal("go")) + catch("c", signal("go"))
    story = Story(model(body + chain("s", "t", "c", "e")))
    assert story.at_now == {"c"}
    assert story.receive("signal", "go")
    assert story.state == "completed"


def test_an_interruption_by_the_first_leaves_the_others_inside_without_it() -> None:
    inside = nodes(start="is", user="x", end="ie") + catch("c", signal("go")) + chain("is", "c", "x", "ie")
    body = (
        nodes(start="s", user="late", end="e e2") + sub("host", inside) + boundary("b", "host", signal("go"))
    )
    story = Story(model(body + chain("s", "host", "e") + chain("b", "late", "e2")))
    story.receive("signal", "go")
    assert story.open == ["late"]


def test_two_that_call_each_other_for_ever_spend_the_budget() -> None:
    body = nodes(start="s", par="p", user="u", xor="m1 m2", end="e")
    body += throw("t1", signal("ping")) + catch("c1", signal("pong"))
    body += throw("t2", signal("pong")) + catch("c2", signal("ping"))
    body += (
        chain("s", "p", "m1", "c1", "t1", "m1") + chain("p", "m2", "c2", "t2", "m2") + chain("p", "u", "e")
    )
    story = Story(model(body), max_steps=500)
    assert story.failed == []
    story.receive("signal", "ping")
    assert {code for _, code in story.failed} == {"budget"}
    assert story.open == ["u"]


def test_a_signal_thrown_to_its_own_handler_is_caught_by_all_instances_of_it() -> None:
    body = nodes(start="s", user="u", end="e") + chain("s", "u", "e")
    story = Story(model(body + handler("h", signal("go"), "help", stops=False)))
    story.receive("signal", "go")
    story.receive("signal", "go")
    assert story.open == ["help", "help", "u"]


def test_a_signal_begins_a_process() -> None:
    compiled = model(start("s", signal("go")) + nodes(user="u", end="e") + chain("s", "u", "e"))
    (beginning,) = compiled.beginnings
    assert (beginning.element, beginning.kind, beginning.name) == ("s", "signal", "go")
    assert Story(compiled, at="s").open == ["u"]
