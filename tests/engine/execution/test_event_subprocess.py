"""Event sub-processes (BPMN 2.0.2, 10.3.5, 13.5.4).

"An Event Sub-Process is a specialized Sub-Process that is used within a Process (or Sub-Process) … triggered
by an Event." Non-interrupting ones may be initiated several times, also at the same time. "Once the
interrupting Event Handler is started, the parent Activity is interrupted and no new Event Handlers can be
initiated or started." "If the parent Activity enters the state Completing, it remains in that state until
all contained active Event Sub-Processes have completed. While the parent Activity is in the Completing
state, no new Event Sub-Processes can be initiated."
"""

import pytest

from tests.engine.execution.stories import (
    Story,
    after,
    boundary,
    end,
    error,
    escalation,
    event_sub,
    every,
    findings,
    handler,
    message,
    model,
    signal,
    start,
    sub,
    throw,
    when,
)
from tests.engine.execution.support import chain, flow, nodes, script

LINE = nodes(start="s", user="u", end="e") + chain("s", "u", "e")
BOTH = pytest.mark.parametrize("reloads", [True, False])

FROM_OUTSIDE = {
    "message": (message("m"), lambda story: story.receive("message", "m")),
    "signal": (signal("m"), lambda story: story.receive("signal", "m")),
    "timer": (after("PT1H"), lambda story: story.after(hours=1)),
    "conditional": (when("level > 3"), lambda story: story.write(level=4)),
}


@BOTH
@pytest.mark.parametrize("kind", FROM_OUTSIDE)
def test_an_interrupting_handler_takes_the_level_over(kind: str, reloads: bool) -> None:
    trigger, come = FROM_OUTSIDE[kind]
    compiled = model(
        LINE + handler("h", trigger, "help") + handler("o", message("other"), "more", stops=False)
    )
    story = Story(compiled, reloads=reloads, level=0)
    come(story)
    assert story.open == ["help"]
    assert not story.receive("message", "other")
    assert story.due is None
    assert story.finish("help").state == "completed"


@BOTH
@pytest.mark.parametrize("kind", FROM_OUTSIDE)
def test_a_handler_beside_the_level_may_come_again_and_holds_the_end(kind: str, reloads: bool) -> None:
    trigger, come = FROM_OUTSIDE[kind]
    story = Story(model(LINE + handler("h", trigger, "help", stops=False)), reloads=reloads, level=0)
    come(story)
    assert story.open == ["help", "u"]
    if kind != "timer":
        story.write(level=0)
        come(story)
        assert story.open == ["help", "help", "u"]
    story.finish("u")
    assert story.state == "running"
    for token in [step.token for step in story.run.waiting]:
        story.run.complete(token)
        story.advance()
    assert story.state == "completed"


@BOTH
def test_no_handler_begins_while_the_level_is_completing(reloads: bool) -> None:
    compiled = model(
        LINE + handler("h", message("m"), "help", stops=False) + handler("i", signal("s"), "stop")
    )
    story = Story(compiled, reloads=reloads)
    story.receive("message", "m")
    story.finish("u")
    assert not story.receive("message", "m")
    assert not story.receive("signal", "s")
    assert story.run.listening == ()
    assert story.finish("help").state == "completed"


@BOTH
def test_a_sub_process_goes_on_after_its_handler(reloads: bool) -> None:
    inside = (
        nodes(start="is", user="x", end="ie") + chain("is", "x", "ie") + handler("h", message("m"), "help")
    )
    compiled = model(
        nodes(start="s", user="after", end="e") + sub("host", inside) + chain("s", "host", "after", "e")
    )
    story = Story(compiled, reloads=reloads)
    story.receive("message", "m", why="late")
    assert story.open == ["help"]
    assert story.run.read("why") == "late"
    assert story.finish("help").open == ["after"]
    assert not story.receive("message", "m")
    assert Story(compiled, reloads=reloads).finish("x").open == ["after"]


@BOTH
def test_inner_errors_and_escalations_reach_the_handler(reloads: bool) -> None:
    for result, trigger, stops in (
        (error("E"), error("E"), True),
        (error("E"), error(), True),
        (escalation("E"), escalation("E"), True),
        (escalation("E"), escalation("E"), False),
    ):
        inside = nodes(start="is", par="ip", user="x y", end="ie") + end("bad", result)
        inside += chain("is", "ip", "x", "bad") + chain("ip", "y", "ie")
        compiled = model(
            nodes(start="s", user="after", end="e")
            + sub("host", inside + handler("h", trigger, "help", stops=stops))
            + chain("s", "host", "after", "e")
        )
        story = Story(compiled, reloads=reloads).finish("x")
        assert story.open == (["help"] if stops else ["help", "y"])
        if not stops:
            story.finish("y")
        assert story.finish("help").open == ["after"]


def test_an_error_of_a_handler_goes_outwards() -> None:
    bad = event_sub("h", start("hs", message("m")) + end("he", error("E")) + flow("hs", "he"))
    inside = nodes(start="is", user="x", end="ie") + chain("is", "x", "ie") + bad
    compiled = model(
        nodes(start="s", user="mend", end="e e2")
        + sub("host", inside)
        + boundary("b", "host", error("E"))
        + chain("s", "host", "e")
        + chain("b", "mend", "e2")
    )
    story = Story(compiled)
    story.receive("message", "m")
    assert story.open == ["mend"]


def test_handlers_of_nested_levels_are_told_apart() -> None:
    inside = (
        nodes(start="is", user="x", end="ie") + chain("is", "x", "ie") + handler("h", signal("go"), "inner")
    )
    compiled = model(
        nodes(start="s", user="after", end="e")
        + sub("host", inside)
        + chain("s", "host", "after", "e")
        + handler("o", signal("go"), "outer", stops=False)
    )
    story = Story(compiled)
    story.receive("signal", "go")
    assert story.open == ["inner", "outer"]
    story.finish("inner")
    story.receive("signal", "go")
    assert story.open == ["after", "outer", "outer"]


def test_a_cycle_counts_down() -> None:
    story = Story(model(LINE + handler("h", every("R3/PT1H"), "help", stops=False)))
    for hour in range(1, 4):
        assert story.after(hours=1).open == ["help"] * hour + ["u"]
    assert story.due is None
    assert story.after(days=1).open == ["help"] * 3 + ["u"]


def test_a_compensation_handler_waits_until_it_is_asked() -> None:
    compiled = model(LINE + handler("h", "<compensateEventDefinition/>", "undo"))
    story = Story(compiled)
    assert story.open == ["u"]
    assert story.finish("u").state == "completed"


def test_a_handler_has_variables_of_its_own_and_sees_those_around() -> None:
    inner = (
        start("hs", message("m")) + script("f", "local = outside + 1\nseen = local") + nodes(end="he")
        + '<dataObject id="local"/>' + chain("hs", "f", "he")
    )  # fmt: skip
    story = Story(model(LINE + event_sub("h", inner)), outside=1)
    story.receive("message", "m")
    assert story.state == "completed"
    assert story.run.variables() == {"outside": 1, "seen": 2}


def test_a_handler_that_throws_its_own_trigger_spends_the_budget() -> None:
    inner = start("hs", signal("go"), more='isInterrupting="false"') + throw("t", signal("go"))
    inner += nodes(end="he") + chain("hs", "t", "he")
    story = Story(model(LINE + event_sub("h", inner)), max_steps=300)
    story.receive("signal", "go")
    assert {code for _, code in story.failed} == {"budget"}
    assert story.open == ["u"]


def test_what_an_event_sub_process_must_be() -> None:
    assert findings(LINE + event_sub("h", nodes(start="a", end="b") + flow("a", "b"))) == {
        ("invalid_element", "h")
    }
    two = event_sub("h", start("a", message("m")) + start("a2", signal("x")) + nodes(end="b") + flow("a", "b")
                    + flow("a2", "b"))  # fmt: skip
    assert ("invalid_element", "h") in findings(LINE + two)
    ok = handler("h", message("m"), "x")
    assert ("flow_beside_the_flow", "h") in findings(LINE.replace("u-e", "q") + ok + flow("u", "h"))
