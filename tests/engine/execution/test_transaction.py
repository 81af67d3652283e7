"""Transactions (BPMN 2.0.2, 10.3.5, 10.5.3, 13.3.4).

A Cancel End Event "will cancel the Transaction": everything active in it ends, everything completed in it is
compensated, and then "a Cancel Intermediate Event attached to the boundary" is the way out.
"""

import pytest

from tests.engine.execution.stories import (
    CANCEL,
    TERMINATE,
    Story,
    boundary,
    end,
    error,
    findings,
    items,
    model,
    sub,
    undo_by,
)
from tests.engine.execution.support import chain, flow, nodes

BOTH = pytest.mark.parametrize("reloads", [True, False])
INSIDE = (
    nodes(start="is", par="p", user="x y z", xor="c", end="ie ie2") + undo_by("x", "ux") + undo_by("z", "uz")
)
INSIDE += end("stop", CANCEL) + chain("is", "x", "z", "p", "c") + flow("c", "stop", "refuse")
INSIDE += flow("c", "ie", "not refuse") + chain("p", "y", "ie2")


def around(inside: str = INSIDE, more: str = "") -> str:
    body = nodes(start="s", user="after sorry", end="e e2") + sub("T", inside, "transaction")
    body += boundary("b", "T", CANCEL) + chain("s", "T", "after", "e") + chain("b", "sorry", "e2")
    return body + more


@BOTH
def test_cancel_ends_what_is_open_then_undoes_then_leaves_by_its_boundary(reloads: bool) -> None:
    story = Story(model(around()), reloads=reloads, refuse=True).finish("x", "z")
    assert story.open == ["uz"]
    assert story.finish("uz").open == ["ux"]
    assert story.finish("ux").open == ["sorry"]
    assert "T" not in story.run.marking().done
    assert story.finish("sorry").state == "completed"


@BOTH
def test_without_cancel_a_transaction_is_a_sub_process(reloads: bool) -> None:
    story = Story(model(around()), reloads=reloads, refuse=False).finish("x", "z", "y")
    assert story.open == ["after"]


@BOTH
def test_nothing_to_undo_leaves_at_once(reloads: bool) -> None:
    inside = nodes(start="is", par="p", user="y", end="ie") + end("stop", CANCEL)
    inside += chain("is", "p", "y", "ie") + flow("p", "stop")
    assert Story(model(around(inside)), reloads=reloads).open == ["sorry"]


def test_an_error_leaves_a_transaction_without_undoing() -> None:
    inside = INSIDE.replace(CANCEL, error("E")).replace('id="stop"', 'id="bad"').replace("stop", "bad")
    body = around(
        inside, boundary("eb", "T", error("E")) + nodes(user="mend", end="e3") + chain("eb", "mend", "e3")
    )
    story = Story(model(body), refuse=True).finish("x", "z")
    assert story.open == ["mend"]


def test_terminate_ends_its_level_without_undoing_and_goes_on() -> None:
    story = Story(model(around(INSIDE.replace(CANCEL, TERMINATE)).replace(CANCEL, error("E"))), refuse=True)
    assert story.finish("x", "z").open == ["after"]


@BOTH
def test_one_item_that_cancels_leaves_the_whole_activity(reloads: bool) -> None:
    loop = items(2)
    inside = (
        loop
        + nodes(start="is", user="x")
        + undo_by("x", "ux")
        + end("stop", CANCEL)
        + chain("is", "x", "stop")
    )
    story = Story(model(around(inside)), reloads=reloads)
    story.run.complete(story.run.waiting[0].token)
    story.pause().advance()
    assert story.open == ["ux", "x"]
    assert story.finish("ux").open == ["sorry"]
    assert story.finish("sorry").state == "completed"


def test_a_transaction_inside_a_transaction() -> None:
    inner = nodes(start="js", user="k", end="je") + undo_by("k", "uk") + chain("js", "k", "je")
    inside = (
        nodes(start="is") + sub("U", inner, "transaction") + end("stop", CANCEL) + chain("is", "U", "stop")
    )
    story = Story(model(around(inside))).finish("k")
    assert story.open == ["uk"]
    assert story.finish("uk").open == ["sorry"]


@BOTH
def test_a_return_out_of_what_was_cancelled(reloads: bool) -> None:
    inside = nodes(start="is", par="p", user="y w", end="ie") + end("stop", CANCEL)
    inside += chain("is", "p", "y", "ie") + chain("p", "w", "stop")
    body = around(inside).replace('<userTask id="after"/>', '<userTask id="after"/><userTask id="first"/>')
    body = body.replace(
        '<sequenceFlow id="s-T" sourceRef="s"', flow("s", "first") + '<sequenceFlow id="q" sourceRef="first"'
    )
    story = Story(model(body), reloads=reloads).finish("first", "w")
    assert story.open == ["sorry"]
    assert story.back("w").open == ["w", "y"]
    assert story.finish("w").open == ["sorry"]
    assert story.back("first").open == ["first"]
    assert story.finish("first").open == ["w", "y"]


def test_what_a_transaction_needs() -> None:
    inside = nodes(start="is") + end("stop", CANCEL) + chain("is", "stop")
    body = nodes(start="s", end="e") + sub("T", inside, "transaction") + chain("s", "T", "e")
    assert ("cancel_without_boundary", "T") in findings(body)
    assert ("cancel_outside_transaction", "stop") in findings(
        nodes(start="s") + end("stop", CANCEL) + chain("s", "stop")
    )
