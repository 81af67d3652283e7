"""Boundary events (BPMN 2.0.2, 10.5.4, 13.5.3).

"For boundary Intermediate Events, handling consists of consuming the event occurrence and triggering an
Exception Flow. If the cancelActivity attribute is set, the Activity the Event is attached to is cancelled";
otherwise "the Activity continues execution", and the event can occur again while it does.
"""

import pytest

from tests.engine.execution.stories import (
    Story,
    after,
    boundary,
    error,
    findings,
    message,
    model,
    signal,
    sub,
)
from tests.engine.execution.support import chain, flow, nodes

INTERRUPTING = model(
    nodes(start="s", user="work late after", end="e e2")
    + boundary("b", "work", message("m"))
    + chain("s", "work", "after", "e")
    + chain("b", "late", "e2")
)
BESIDE = model(
    nodes(start="s", user="work extra after", end="e e2")
    + boundary("b", "work", message("m"), stops=False)
    + chain("s", "work", "after", "e")
    + chain("b", "extra", "e2")
)
INSIDE = (
    nodes(start="is", par="ip", user="x y", end="ie ie2")
    + chain("is", "ip", "x", "ie")
    + chain("ip", "y", "ie2")
)
BOTH = pytest.mark.parametrize("reloads", [True, False])


@BOTH
def test_the_activity_ends_when_an_interrupting_event_comes_first(reloads: bool) -> None:
    story = Story(INTERRUPTING, reloads=reloads)
    assert story.receive("message", "m", note="x")
    assert story.open == ["late"]
    assert story.run.read("note") == "x"
    assert not story.receive("message", "m")
    assert story.run.marking().done == {"s", "b"}
    assert story.finish("late").state == "completed"


@BOTH
def test_the_event_is_over_when_the_activity_is_done_first(reloads: bool) -> None:
    story = Story(INTERRUPTING, reloads=reloads).finish("work")
    assert not story.receive("message", "m")
    assert story.open == ["after"]
    assert story.finish("after").state == "completed"


@BOTH
def test_an_event_beside_the_activity_fires_each_time(reloads: bool) -> None:
    story = Story(BESIDE, reloads=reloads)
    for _ in range(3):
        assert story.receive("message", "m")
    assert story.open == ["extra"] * 3 + ["work"]
    story.finish("work")
    assert not story.receive("message", "m")
    assert story.open == ["after", "extra", "extra", "extra"]
    story.finish("after")
    assert story.state == "running"
    for token in [step.token for step in story.run.waiting]:
        story.run.complete(token)
        story.advance()
    assert story.state == "completed"


def test_a_timer_due_in_downtime_fires_once() -> None:
    for stops, left in ((True, ["late"]), (False, ["late", "work"])):
        compiled = model(
            nodes(start="s", user="work late", end="e e2")
            + boundary("b", "work", after("PT1H"), stops=stops)
            + chain("s", "work", "e")
            + chain("b", "late", "e2")
        )
        story = Story(compiled)
        assert story.due is not None
        assert story.due.total_seconds() == 3600
        assert story.after(minutes=59).open == ["work"]
        assert story.after(days=30).open == left
        assert story.due is None
        assert story.after(days=30).open == left


def test_a_host_that_a_loop_enters_again_listens_again() -> None:
    compiled = model(
        nodes(start="s", user="work late", xor="m x", end="e")
        + boundary("b", "work", after("PT1H"))
        + chain("s", "m", "work", "x")
        + chain("b", "late", "m")
        + flow("x", "m", "again")
        + flow("x", "e", "not again")
    )
    story = Story(compiled, again=True)
    for _ in range(3):
        story.after(minutes=50).finish("work")
        assert story.due is not None
        assert story.due.total_seconds() == 3600
        assert story.after(hours=1).open == ["late"]
        assert story.finish("late").open == ["work"]
    assert story.write(again=False).finish("work").state == "completed"
    assert story.turns("b") == 3


@BOTH
@pytest.mark.parametrize("kind", ["subProcess", "transaction", "adHocSubProcess"])
def test_everything_inside_an_interrupted_sub_process_ends(kind: str, reloads: bool) -> None:
    inside = INSIDE if kind != "adHocSubProcess" else nodes(user="x y")
    inside += nodes(user="z") + boundary("ib", "x", after("PT5H")) + flow("ib", "z")
    compiled = model(
        nodes(start="s", user="late after", end="e e2")
        + sub("host", inside, kind)
        + boundary("b", "host", signal("stop"))
        + chain("s", "host", "after", "e")
        + chain("b", "late", "e2")
    )
    story = Story(compiled, reloads=reloads)
    assert story.due is not None
    story.finish("y")
    assert story.receive("signal", "stop")
    assert (story.open, story.due) == (["late"], None)
    assert story.finish("late").state == "completed"


@BOTH
def test_three_levels_deep_everything_ends(reloads: bool) -> None:
    inner = nodes(start="a", user="x", end="z c") + boundary("ib", "x", after("PT1H"), stops=False)
    inner = sub("in", inner + chain("a", "x", "z") + flow("ib", "c"))
    middle = sub("mid", nodes(start="ms", end="me") + inner + chain("ms", "in", "me"))
    outer = sub("out", nodes(start="os", end="oe") + middle + chain("os", "mid", "oe"))
    compiled = model(
        nodes(start="s", user="late", end="e e2")
        + outer
        + boundary("b", "out", message("m"))
        + chain("s", "out", "e")
        + chain("b", "late", "e2")
    )
    story = Story(compiled, reloads=reloads)
    assert story.open == ["x"]
    story.receive("message", "m")
    assert (story.open, story.due) == (["late"], None)


@BOTH
@pytest.mark.parametrize("sequential", ["true", "false"])
def test_an_interrupted_counter_sign_ends_with_all_its_items(sequential: str, reloads: bool) -> None:
    loop = (
        f'<multiInstanceLoopCharacteristics isSequential="{sequential}"><loopCardinality>3</loopCardinality>'
        "</multiInstanceLoopCharacteristics>"
    )
    compiled = model(
        nodes(start="s", user="late", end="e e2")
        + f'<userTask id="sign">{loop}</userTask>'
        + boundary("b", "sign", after("PT1H"))
        + boundary("remind", "sign", message("m"), stops=False)
        + nodes(user="reminder", end="e3")
        + chain("s", "sign", "e")
        + chain("b", "late", "e2")
        + chain("remind", "reminder", "e3")
    )
    story = Story(compiled, reloads=reloads).finish(("sign", 0))
    story.receive("message", "m")
    story.receive("message", "m")
    assert story.open.count("reminder") == 2
    story.after(hours=1)
    assert story.open == ["late", "reminder", "reminder"]
    assert not story.receive("message", "m")


def test_an_interrupted_call_ends_what_it_called() -> None:
    called = f'<process id="Q">{nodes(start="qs", user="x", end="qe")}{chain("qs", "x", "qe")}</process>'
    compiled = model(
        nodes(start="s", user="late", end="e e2")
        + '<callActivity id="call" calledElement="Q"/>'
        + boundary("b", "call", signal("stop"))
        + chain("s", "call", "e")
        + chain("b", "late", "e2"),
        called,
    )
    story = Story(compiled)
    assert story.open == ["x"]
    story.receive("signal", "stop")
    assert story.open == ["late"]


def test_an_interrupted_service_takes_no_late_answer() -> None:
    from engine.execution import WAIT, NotWaiting

    compiled = model(
        nodes(start="s", service="call", user="late", end="e e2")
        + boundary("b", "call", after("PT1M"))
        + chain("s", "call", "e")
        + chain("b", "late", "e2")
    )
    story = Story(compiled, call_service=lambda call: WAIT)
    (call,) = story.run.calls
    assert story.after(minutes=1).open == ["late"]
    with pytest.raises(NotWaiting):
        story.run.answer(call.token, {})


def test_a_failed_activity_still_listens() -> None:
    compiled = model(
        nodes(start="s", user="late", end="e e2")
        + '<scriptTask id="f"><script>x = missing</script></scriptTask>'
        + boundary("b", "f", after("P3D"))
        + chain("s", "f", "e")
        + chain("b", "late", "e2")
    )
    story = Story(compiled)
    assert story.failed == [("f", "name")]
    story.after(days=3)
    assert (story.failed, story.open) == ([], ["late"])


def test_only_the_event_that_fires_first_interrupts() -> None:
    compiled = model(
        nodes(start="s", user="work one two", end="e e1 e2")
        + boundary("b1", "work", after("PT1H"))
        + boundary("b2", "work", after("PT2H"))
        + chain("s", "work", "e")
        + chain("b1", "one", "e1")
        + chain("b2", "two", "e2")
    )
    assert Story(compiled).after(hours=5).open == ["one"]


def test_an_inclusive_join_goes_on_when_an_interruption_empties_its_branch() -> None:
    compiled = model(
        nodes(start="s", par="split", inc="join", user="a b", end="e away")
        + boundary("t", "b", after("PT1H"))
        + chain("s", "split", "a", "join", "e")
        + chain("split", "b", "join")
        + flow("t", "away")
    )
    story = Story(compiled).finish("a")
    assert "join" in story.at_now
    assert story.after(hours=1).state == "completed"


def test_error_and_cancel_interrupt_whatever_the_attribute_says() -> None:
    inside = nodes(start="is", par="ip", user="u", end="ie") + chain("is", "ip", "u", "ie")
    inside += f'<endEvent id="bad">{error("E1")}</endEvent>' + flow("ip", "bad")
    compiled = model(
        nodes(start="s", user="late", end="e e2")
        + sub("host", inside)
        + boundary("b", "host", error("E1"), stops=False)
        + chain("s", "host", "e")
        + chain("b", "late", "e2")
    )  # fmt: skip
    story = Story(compiled)
    assert story.open == ["late"]
    assert story.finish("late").state == "completed"


def test_what_a_boundary_event_must_be() -> None:
    body = nodes(start="s", user="work", end="e") + chain("s", "work", "e")
    assert findings(body + boundary("b", "work") + nodes(end="x") + flow("b", "x"))
    assert findings(body + boundary("b", "nothing", message("m"))) >= {("boundary_attached_to_nothing", "b")}
    assert ("cancel_outside_transaction", "b") in findings(
        body + boundary("b", "work", "<cancelEventDefinition/>") + nodes(end="x") + flow("b", "x")
    )
