"""Escalations (BPMN 2.0.2, 10.5.6, table 10.89).

"Escalation … is used to raise an Escalation; unlike an Error, the activity that threw it goes on." It goes
outwards like an error; one that nobody catches is lost without harm.
"""

import pytest

from tests.engine.execution.stories import (
    Story,
    boundary,
    end,
    escalation,
    event_sub,
    handler,
    items,
    model,
    start,
    sub,
    throw,
)
from tests.engine.execution.support import chain, nodes

BOTH = pytest.mark.parametrize("reloads", [True, False])
ASKS = nodes(start="is", user="x", end="ie") + throw("t", escalation("high")) + chain("is", "t", "x", "ie")
END = nodes(start="is", par="p", user="x y", end="ie") + end("up", escalation("high"))
END += chain("is", "p", "x", "up") + chain("p", "y", "ie")


def around(body: str, code: str = "high", stops: bool = False, more: str = "") -> str:
    text = (
        nodes(start="s", user="after chief", end="e e2")
        + sub("host", body)
        + chain("s", "host", "after", "e")
    )
    return text + boundary("b", "host", escalation(code), stops=stops) + chain("b", "chief", "e2") + more


def test_uncaught_it_is_told_and_the_thrower_goes_on() -> None:
    body = nodes(start="s", user="u", end="e") + throw("t", escalation("high")) + chain("s", "t", "u", "e")
    story = Story(model(body))
    assert (story.open, story.failed) == (["u"], [])
    assert [(event.kind, event.name, event.element) for event in story.sent] == [("escalation", "high", "t")]
    story = Story(model(around(ASKS, "other")))
    assert story.open == ["x"]


@BOTH
@pytest.mark.parametrize("code", ["high", ""])
def test_caught_beside_both_go_on(code: str, reloads: bool) -> None:
    story = Story(model(around(ASKS, code)), reloads=reloads)
    assert story.open == ["chief", "x"]
    story.finish("x")
    assert story.open == ["after", "chief"]


@BOTH
def test_an_interrupting_catcher_ends_the_host_with_the_thrower_in_it(reloads: bool) -> None:
    story = Story(model(around(ASKS, stops=True)), reloads=reloads)
    assert story.open == ["chief"]
    assert story.finish("chief").state == "completed"


@BOTH
def test_an_escalation_end_event_ends_its_own_branch_only(reloads: bool) -> None:
    story = Story(model(around(END)), reloads=reloads).finish("x")
    assert story.open == ["chief", "y"]
    assert story.finish("y").open == ["after", "chief"]


def test_the_last_end_event_of_a_level_is_heard_before_the_level_ends() -> None:
    inside = nodes(start="is") + end("up", escalation("high")) + chain("is", "up")
    assert Story(model(around(inside))).open == ["after", "chief"]
    assert Story(model(around(inside, stops=True))).open == ["chief"]
    story = Story(model(around(inside + handler("h", escalation("high"), "inner", stops=False), more="")))
    assert story.open == ["inner"]
    assert story.finish("inner").open == ["after"]


@BOTH
def test_it_crosses_the_border_of_a_call(reloads: bool) -> None:
    """Upstream's call-activity escalation: the calling process catches at the call's boundary."""
    called = f'<process id="Q">{ASKS}</process>'
    body = nodes(start="s", user="after chief", end="e e2") + '<callActivity id="call" calledElement="Q"/>'
    body += boundary("b", "call", escalation("high"), stops=False)
    body += chain("s", "call", "after", "e") + chain("b", "chief", "e2")
    story = Story(model(body, called), reloads=reloads)
    assert story.open == ["chief", "x"]
    assert story.finish("x").open == ["after", "chief"]


def test_the_innermost_catcher_of_its_code_wins_and_it_is_caught_once() -> None:
    inner = sub("in", ASKS) + nodes(start="ms", user="near", end="me ne") + chain("ms", "in", "me")
    inner += boundary("ib", "in", escalation("high"), stops=False) + chain("ib", "near", "ne")
    assert Story(model(around(inner))).open == ["near", "x"]


def test_each_item_may_escalate() -> None:
    loop = items(3)
    assert Story(model(around(loop + ASKS))).open == ["chief"] * 3 + ["x"] * 3


def test_what_a_handler_throws_again_goes_outwards() -> None:
    inside = start("hs", escalation("high"), more='isInterrupting="false"') + throw("ht", escalation("high"))
    inside += nodes(end="he") + chain("hs", "ht", "he")
    story = Story(model(around(ASKS + event_sub("h", inside))))
    assert story.open == ["chief", "x"]
    assert (story.turns("h"), story.turns("b"), story.failed) == (1, 1, [])
