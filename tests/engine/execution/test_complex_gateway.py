"""Complex gateways (BPMN 2.0.2, 10.6.5, 13.4.5).

Waiting for start: "the activationCondition … becomes true"; a token of each flow that has one is consumed.
Waiting for reset: "waits for a token on each of those incoming Sequence Flows from which it has not yet
received a token … unless such a token is not expected according to the join behavior of an inclusive
Gateway"; at the reset "those and only those [flows] that evaluate to true receive a token", none is no
error. Conditions know waitingForStart.
"""

import pytest

from tests.engine.execution.stories import Story, after, boundary, items, model, sub
from tests.engine.execution.support import chain, flow, nodes

BOTH = pytest.mark.parametrize("reloads", [True, False])


def gateway(condition: str = "activationCount >= 2", name: str = "g") -> str:
    text = f"<activationCondition><![CDATA[{condition}]]></activationCondition>" if condition else ""
    return f'<complexGateway id="{name}">{text}</complexGateway>'


def three(condition: str = "activationCount >= 2", out: str | None = None) -> str:
    body = nodes(start="s", par="p", user="first a b c after", end="e") + gateway(condition)
    body += chain("s", "first", "p") + "".join(chain("p", step, "g") for step in "abc")
    return body + (flow("g", "after") if out is None else out) + chain("after", "e")


@BOTH
@pytest.mark.parametrize("order", ["abc", "cab", "bca"])
def test_two_of_three_go_on_and_the_third_is_taken_in(order: str, reloads: bool) -> None:
    story = Story(model(three()), reloads=reloads).finish("first", order[0])
    assert story.open == sorted(order[1:])
    story.finish(order[1])
    assert story.open == sorted(["after", order[2]])
    story.finish(order[2])
    assert story.open == ["after"]
    assert story.finish("after").state == "completed"


@BOTH
def test_late_ones_may_be_told_by_the_state_of_the_gateway(reloads: bool) -> None:
    out = nodes(user="late", end="e2") + flow("g", "after", "waitingForStart")
    out += flow("g", "late", "not waitingForStart") + chain("late", "e2")
    story = Story(model(three(out=out)), reloads=reloads).finish("first", "a", "b")
    assert story.open == ["after", "c"]
    assert story.finish("c").open == ["after", "late"]


@BOTH
def test_the_first_of_three_is_enough_and_the_others_are_one_reset(reloads: bool) -> None:
    story = Story(model(three("activationCount == 1")), reloads=reloads).finish("first", "b")
    assert story.open == ["a", "after", "c"]
    story.finish("a")
    assert "g" in story.at_now
    story.finish("c")
    assert story.open == ["after"]
    assert story.at_now == {"after"}
    assert story.turns("after") == 0


@BOTH
def test_a_variable_may_open_it(reloads: bool) -> None:
    story = Story(model(three("activationCount > limit")), reloads=reloads, limit=2).finish("first", "a", "b")
    assert story.open == ["c"]
    assert story.write(limit=1).open == ["after", "c"]


@BOTH
def test_it_is_reset_when_the_rest_cannot_come(reloads: bool) -> None:
    body = three() + boundary("x", "c", after("PT1H")) + nodes(end="away") + flow("x", "away")
    story = Story(model(body), reloads=reloads).finish("first", "a", "b")
    assert story.run._instance.resets
    story.after(hours=1).finish("after")
    assert story.state == "completed"


@BOTH
def test_a_loop_comes_round_again_after_the_reset(reloads: bool) -> None:
    body = nodes(start="s", xor="m x", par="p", user="a b after", end="e") + gateway("activationCount == 1")
    body += chain("s", "m", "p", "a", "g") + chain("p", "b", "g", "after", "x")
    body += flow("x", "m", "more") + flow("x", "e", "not more")
    story = Story(model(body), reloads=reloads, more=True)
    for _ in range(3):
        story.finish("a")
        assert story.open == ["after", "b"]
        story.finish("b")
        story.finish("after")
        assert story.open == ["a", "b"]
    assert story.write(more=False).finish("b", "a", "after").state == "completed"


def test_without_a_condition_it_joins_like_an_inclusive_gateway() -> None:
    story = Story(model(three(""))).finish("first", "a", "b")
    assert story.open == ["c"]
    assert story.finish("c").open == ["after"]


def test_a_condition_that_fails_is_an_incident_of_who_came() -> None:
    story = Story(model(three("activationCount >= limit"))).finish("first", "a")
    assert story.failed == [("g", "name")]
    story.write(limit=1)
    assert story.retry().open == ["after", "b", "c"]


def test_splitting_it_takes_every_flow_whose_condition_holds() -> None:
    body = nodes(start="s", user="a b c", end="e") + gateway("") + chain("s", "g")
    body += flow("g", "a", "n > 1") + flow("g", "b", "n > 2") + flow("g", "c", "n > 5")
    body += "".join(flow(step, "e") for step in "abc")
    assert Story(model(body), n=3).open == ["a", "b"]
    assert Story(model(body), n=0).failed == [("g", "no_flow")]


@BOTH
def test_a_return_across_it(reloads: bool) -> None:
    story = Story(model(three()), reloads=reloads).finish("first", "a", "b")
    assert story.back("first", "after").open == ["first"]
    story.finish("first", "a", "b")
    assert story.back("b", "after").open == ["b", "c"]
    assert story.finish("c").open == ["after", "b"]
    assert story.finish("b").open == ["after"]


@BOTH
def test_a_return_across_it_after_the_reset_leaves_two_of_three(reloads: bool) -> None:
    story = Story(model(three()), reloads=reloads).finish("first", "a", "b", "c")
    assert story.open == ["after"]
    # The two that are left are enough: they go on, and the step returned to is the late one.
    assert story.back("b").open == ["after", "b"]
    assert story.finish("b").open == ["after"]
    assert story.finish("after").state == "completed"


@BOTH
def test_a_return_of_the_late_one_alone(reloads: bool) -> None:
    out = nodes(user="late", end="e2") + flow("g", "after", "waitingForStart")
    out += flow("g", "late", "not waitingForStart") + chain("late", "e2")
    story = Story(model(three(out=out)), reloads=reloads).finish("first", "a", "b", "c")
    assert story.back("c", "late").open == ["after", "c"]
    assert story.finish("c").open == ["after", "late"]
    assert story.finish("after", "late").state == "completed"


def test_its_state_is_its_levels() -> None:
    inner = nodes(start="is", par="p", user="a b u", end="ie") + gateway("activationCount == 1")
    inner += chain("is", "p", "a", "g", "u", "ie") + chain("p", "b", "g")
    loop = items(2)
    story = Story(model(nodes(start="s", end="e") + sub("host", loop + inner) + chain("s", "host", "e")))
    for _ in range(2):
        first = min(step.token for step in story.run.waiting if step.element == "a")
        story.run.complete(first)
        story.pause().advance()
    assert story.open == ["b", "b", "u", "u"]
