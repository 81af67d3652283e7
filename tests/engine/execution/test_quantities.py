"""startQuantity and completionQuantity (BPMN 2.0.2, table 10.3, 13.3.2).

"startQuantity … the number of tokens that must arrive before the Activity can begin"; "completionQuantity …
the number of tokens that must be generated … sent down any outgoing Sequence Flow".
"""

import pytest

from tests.engine.execution.stories import Story, after, boundary, compensate, items, model, throw, undo_by
from tests.engine.execution.support import chain, flow, nodes, token_of

BOTH = pytest.mark.parametrize("reloads", [True, False])
THREE = nodes(start="s", par="p", xor="m", user="a b c after", end="e") + chain("s", "p")
THREE += "".join(chain("p", step, "m") for step in "abc")


def task(quantity: int, kind: str = "userTask", more: str = "", body: str = "") -> str:
    return f'<{kind} id="u" startQuantity="{quantity}" {more}>{body}</{kind}>' + chain("m", "u", "after", "e")


@BOTH
@pytest.mark.parametrize("order", ["abc", "bca"])
def test_it_begins_when_enough_tokens_have_come(order: str, reloads: bool) -> None:
    story = Story(model(THREE + task(2)), reloads=reloads).finish(order[0])
    assert "u" not in story.open
    assert "u" in story.at_now
    story.finish(order[1])
    assert story.open == sorted(["u", order[2]])
    story.finish(order[2])
    assert story.open == ["u"]
    assert story.finish("u").open == ["after"]
    # One token was not enough for another beginning: it waits, and the instance with it.
    assert story.finish("after").state == "running"
    assert story.at_now == {"u"}


@BOTH
def test_it_gives_as_many_tokens_to_each_flow(reloads: bool) -> None:
    body = nodes(start="s", user="left right", end="e") + '<task id="u" completionQuantity="3"/>'
    body += chain("s", "u", "left", "e") + chain("u", "right", "e")
    story = Story(model(body), reloads=reloads)
    assert story.open == ["left"] * 3 + ["right"] * 3


def test_what_one_gives_another_may_take() -> None:
    body = nodes(start="s", user="after", end="e") + '<task id="u" completionQuantity="4"/>'
    body += '<task id="v" startQuantity="2"/>' + chain("s", "u", "v", "after", "e")
    assert Story(model(body)).open == ["after", "after"]


@BOTH
def test_its_boundary_events_listen_once_it_has_begun(reloads: bool) -> None:
    body = (
        THREE
        + task(2)
        + boundary("ob", "u", after("PT1H"))
        + nodes(user="late", end="e2")
        + chain("ob", "late", "e2")
    )
    story = Story(model(body), reloads=reloads).finish("a")
    assert story.due is None
    story.finish("b")
    assert story.due is not None
    assert story.after(hours=1).open == ["c", "late"]


@BOTH
def test_a_receive_task_waits_for_tokens_then_for_its_message(reloads: bool) -> None:
    story = Story(model(THREE + task(2, "receiveTask", 'messageRef="m"')), reloads=reloads).finish("a")
    assert not story.receive("message", "m")
    story.finish("b")
    assert story.receive("message", "m")
    assert story.open == ["after", "c"]
    story.finish("c")
    assert not story.receive("message", "m")


@BOTH
def test_a_counter_sign_begins_when_enough_have_come(reloads: bool) -> None:
    loop = items(2)
    story = Story(model(THREE + task(3, body=loop)), reloads=reloads).finish("a", "b", "c")
    assert story.open == ["u", "u"]
    assert story.finish(("u", 0), ("u", 1)).open == ["after"]


@BOTH
@pytest.mark.parametrize("target", ["a", "b"])
def test_a_return_across_it_leaves_the_other_token_waiting(target: str, reloads: bool) -> None:
    story = Story(model(THREE + task(2)), reloads=reloads).finish("a", "b")
    assert story.back(target, "u").open == sorted([target, "c"])
    assert "u" in story.at_now
    assert story.finish("c").open == sorted([target, "u"])
    assert story.finish("u").open == sorted([target, "after"])


@BOTH
def test_it_was_done_once_however_many_tokens_it_took(reloads: bool) -> None:
    body = THREE + task(3) + undo_by("u", "uu") + throw("t", compensate())
    body = body.replace('targetRef="after"', 'targetRef="t"') + flow("t", "after")
    story = Story(model(body), reloads=reloads).finish("a", "b", "c", "u")
    assert story.open == ["uu"]
    assert [step.element for step in story.run.completed] == ["u", "c", "b", "a"]
    assert [step.element for step in story.run.past(token_of(story.run, "uu"))] == ["u", "c", "b", "a"]
    assert story.finish("uu").open == ["after"]


def test_several_tokens_by_one_flow_count() -> None:
    body = nodes(start="s", user="a", xor="m x", end="e") + '<userTask id="u" startQuantity="2"/>'
    body += chain("s", "m", "a", "x") + flow("x", "m", "more") + flow("x", "u", "not more") + flow("u", "e")
    assert Story(model(body), more=False).finish("a").at_now == {"u"}
