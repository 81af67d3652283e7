"""Compensation (BPMN 2.0.2, 10.7, 13.5.5).

"Compensation is concerned with undoing steps that were already successfully completed." A handler is an
activity behind a boundary event's association or a compensation event sub-process. Without one of its own, a
sub-process is undone by undoing what is inside it, "in reverse order of the execution". "If an Activity is
still active, it cannot be compensated"; "nothing happens" for what has not completed; nothing is undone
twice.
"""

import pytest

from engine.execution import CannotReturn
from tests.engine.execution.stories import (
    Story,
    after,
    boundary,
    compensate,
    end,
    event_sub,
    findings,
    handler,
    message,
    model,
    start,
    sub,
    throw,
    undo_by,
)
from tests.engine.execution.support import chain, flow, nodes

BOTH = pytest.mark.parametrize("reloads", [True, False])
HOTEL = nodes(start="s", par="p j", user="a b c after", end="e") + undo_by("a", "ua") + undo_by("b", "ub")
HOTEL += throw("t", compensate()) + chain("s", "p", "a", "j", "c", "t", "after", "e") + chain("p", "b", "j")


@BOTH
@pytest.mark.parametrize("order", ["ab", "ba"])
def test_what_completed_last_is_undone_first_and_one_after_the_other(order: str, reloads: bool) -> None:
    story = Story(model(HOTEL), reloads=reloads).finish(*order, "c")
    first, second = f"u{order[1]}", f"u{order[0]}"
    assert story.open == [first]
    assert story.at_now == {"t", first}
    assert story.finish(first).open == [second]
    assert story.finish(second).open == ["after"]
    assert story.finish("after").state == "completed"


@BOTH
def test_nothing_is_undone_twice(reloads: bool) -> None:
    body = HOTEL.replace('<userTask id="after"/>', throw("after", compensate()))
    story = Story(model(body), reloads=reloads).finish("a", "b", "c", "ub", "ua")
    assert story.state == "completed"


@BOTH
def test_one_activity_may_be_named(reloads: bool) -> None:
    body = HOTEL.replace("<compensateEventDefinition />", compensate("a"))
    story = Story(model(body), reloads=reloads).finish("a", "b", "c")
    assert story.open == ["ua"]
    assert story.finish("ua").open == ["after"]


def test_what_has_not_completed_is_not_undone() -> None:
    body = nodes(start="s", par="p", user="a b after", end="e e2") + undo_by("a", "ua") + undo_by("b", "ub")
    body += throw("t", compensate()) + chain("s", "p", "a", "t", "after", "e") + chain("p", "b", "e2")
    story = Story(model(body)).finish("a")
    assert story.open == ["b", "ua"]
    assert story.finish("b", "ua").open == ["after"]
    none = body.replace("<compensateEventDefinition />", compensate("b"))
    assert Story(model(none)).finish("a").open == ["after", "b"]


def test_each_turn_of_a_loop_is_undone() -> None:
    body = (
        nodes(start="s", user="a after", xor="m x", end="e") + undo_by("a", "ua") + throw("t", compensate())
    )
    body += (
        chain("s", "m", "a", "x")
        + flow("x", "m", "more")
        + flow("x", "t", "not more")
        + chain("t", "after", "e")
    )
    story = Story(model(body), more=True).finish("a", "a").write(more=False).finish("a")
    story.finish("ua", "ua")
    assert story.open == ["ua"]
    assert story.finish("ua").open == ["after"]


def inner(more: str = "") -> str:
    return (
        nodes(start="is", user="x y", end="ie")
        + undo_by("x", "ux")
        + undo_by("y", "uy")
        + more
        + chain("is", "x", "y", "ie")
    )


AROUND = nodes(start="s", user="z after", end="e") + undo_by("z", "uz") + throw("t", compensate())
AROUND += chain("s", "host", "z", "t", "after", "e")


@BOTH
def test_a_completed_sub_process_is_undone_from_inside(reloads: bool) -> None:
    story = Story(model(AROUND + sub("host", inner())), reloads=reloads).finish("x", "y", "z")
    for step in ("uz", "uy", "ux"):
        assert story.open == [step]
        story.finish(step)
    assert story.open == ["after"]


@BOTH
def test_its_own_event_sub_process_comes_before_what_is_inside(reloads: bool) -> None:
    inside = inner(handler("h", compensate(), "all")) + '<dataObject id="local"/>'
    story = Story(model(AROUND + sub("host", inside)), reloads=reloads)
    story.run.write("local", 5, story.run.waiting[0].token)
    story.finish("x", "y", "z", "uz")
    assert story.open == ["all"]
    assert story.run.read("local", story.run.waiting[0].token) == 5
    assert story.finish("all").open == ["after"]


@BOTH
def test_a_handler_may_ask_for_what_is_inside(reloads: bool) -> None:
    from tests.engine.execution.stories import event_sub, start

    own = start("hs", compensate()) + throw("ht", compensate("x")) + nodes(user="rest", end="he")
    inside = inner(event_sub("h", own + chain("hs", "ht", "rest", "he")))
    story = Story(model(AROUND + sub("host", inside)), reloads=reloads).finish("x", "y", "z", "uz")
    assert story.open == ["ux"]
    assert story.finish("ux").open == ["rest"]
    assert story.finish("rest").open == ["after"]


@BOTH
def test_the_activity_behind_the_association_comes_before_all_inside(reloads: bool) -> None:
    body = AROUND + sub("host", inner(handler("h", compensate(), "all"))) + undo_by("host", "uhost")
    story = Story(model(body), reloads=reloads).finish("x", "y", "z", "uz")
    assert story.open == ["uhost"]
    assert story.finish("uhost").open == ["after"]


@BOTH
def test_a_sub_process_reopened_for_compensation_listens_for_nothing(reloads: bool) -> None:
    inside = inner(handler("h", message("m"), "help"))
    story = Story(model(AROUND + sub("host", inside)), reloads=reloads).finish("x", "y", "z", "uz")
    assert story.open == ["uy"]
    assert not story.receive("message", "m")
    assert story.finish("uy", "ux").open == ["after"]


def test_a_called_process_is_undone_from_inside() -> None:
    called = f'<process id="Q">{inner()}</process>'
    story = Story(model(AROUND + '<callActivity id="host" calledElement="Q"/>', called)).finish("x", "y", "z")
    story.finish("uz", "uy", "ux")
    assert story.open == ["after"]


@BOTH
def test_the_host_of_the_asker_may_be_interrupted_with_the_handlers(reloads: bool) -> None:
    inside = nodes(start="is", user="x", end="ie") + undo_by("x", "ux") + throw("t", compensate())
    inside += chain("is", "x", "t", "ie")
    body = (
        nodes(start="s", user="late", end="e e2") + sub("host", inside) + boundary("b", "host", after("PT1H"))
    )
    story = Story(model(body + chain("s", "host", "e") + chain("b", "late", "e2")), reloads=reloads).finish(
        "x"
    )
    assert story.open == ["ux"]
    assert story.after(hours=1).open == ["late"]
    assert story.finish("late").state == "completed"


@BOTH
def test_who_does_not_wait_goes_on_at_once(reloads: bool) -> None:
    definition = '<compensateEventDefinition waitForCompletion="false"/>'
    story = Story(model(HOTEL.replace("<compensateEventDefinition />", definition, 3)), reloads=reloads)
    story.finish("a", "b", "c")
    assert story.open == ["after", "ub"]
    story.finish("after")
    assert story.state == "running"
    assert story.finish("ub", "ua").state == "completed"


def test_an_end_event_asks_and_the_instance_ends_when_all_is_undone() -> None:
    body = nodes(start="s", user="a") + undo_by("a", "ua") + end("e", compensate()) + chain("s", "a", "e")
    story = Story(model(body)).finish("a")
    assert story.open == ["ua"]
    assert story.finish("ua").state == "completed"


def test_a_handler_that_fails_is_retried_and_the_event_still_waits() -> None:
    body = (
        nodes(start="s", user="a after", end="e")
        + boundary("b", "a", compensate())
        + throw("t", compensate())
    )
    body += '<scriptTask id="ua" isForCompensation="true"><script>undone = missing</script></scriptTask>'
    body += '<association id="as" sourceRef="b" targetRef="ua"/>' + chain("s", "a", "t", "after", "e")
    story = Story(model(body)).finish("a")
    assert story.failed == [("ua", "name")]
    assert story.open == []
    story.write(missing=1)
    assert story.retry().open == ["after"]


def test_what_the_diagram_has_undone_cannot_be_returned_over() -> None:
    story = Story(model(HOTEL)).finish("a", "b", "c", "ub", "ua")
    for target in ("a", "b"):
        with pytest.raises(CannotReturn) as caught:
            story.run.return_to(story.run.waiting[0].token, target)
        assert caught.value.code == "compensated"
    assert story.open == ["after"]


def test_what_compensation_needs() -> None:
    body = nodes(start="s", user="a", end="e") + chain("s", "a", "e")
    assert ("compensation_without_handler", "b") in findings(body + boundary("b", "a", compensate()))
    flows = undo_by("a", "ua") + flow("ua", "e")
    assert ("flow_beside_the_flow", "ua") in findings(body + flows)


@BOTH
@pytest.mark.parametrize("named", ["x", ""])
def test_an_event_sub_process_undoes_what_was_done_in_it(named: str, reloads: bool) -> None:
    """What is "in normal flow at the same level" (10.4.6); without a name, what is around it comes after."""
    inside = start("hs", message("m"), more='isInterrupting="true"') + undo_by("x", "ux")
    inside += nodes(user="x y", end="he") + throw("t", compensate(named)) + chain("hs", "x", "t", "y", "he")
    body = nodes(start="s", user="a u", end="e") + undo_by("a", "ua") + event_sub("h", inside)
    story = Story(model(body + chain("s", "a", "u", "e")), reloads=reloads).finish("a")
    story.receive("message", "m")
    assert story.finish("x").open == ["ux"]
    story.finish("ux")
    if not named:
        assert story.open == ["ua"]
        story.finish("ua")
    assert story.open == ["y"]
    assert story.finish("y").state == "completed"
