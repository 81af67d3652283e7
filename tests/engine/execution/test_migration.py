"""Instances go to another version: what stands stays, what is gone is history, what is stuck is told."""

from datetime import timedelta

import pytest

from engine.execution import CannotReturn, Execution, Migration, Program
from tests.engine.execution.migrating import FORK, LINE, at, blocks, declared, move
from tests.engine.execution.support import (
    NOON,
    chain,
    finish,
    flow,
    make_env,
    nodes,
    open_steps,
    program,
    started,
    token_of,
)


def test_a_step_that_is_open_stays_open_with_its_token_and_its_tag() -> None:
    old = program(LINE)
    new = program(LINE.replace('id="b"', 'id="b" name="复核"'))
    run = at(old, "a")
    token = token_of(run, "b")
    run.tag(token, {"who": [["p:1", "named"]]})
    assert Migration(old, new).same_structure
    moved = move(run, old, new)
    (step,) = moved.waiting
    assert (step.token, step.name, step.tag) == (token, "复核", {"who": [["p:1", "named"]]})


def test_steps_put_in_ahead_are_done_and_steps_taken_out_ahead_are_not() -> None:
    old = program(LINE)
    longer = program(nodes(start="s", user="a b x c", end="e") + chain("s", "a", "b", "x", "c", "e"))
    run = move(at(old, "a"), old, longer)
    assert not Migration(old, longer).same_structure
    finish(run, "b")
    assert open_steps(run) == ["x"]
    back = move(
        run, longer, program(nodes(start="s", user="a b x", end="e") + chain("s", "a", "b", "x", "e"))
    )
    finish(back, "x")
    assert back.state == "completed"


def test_a_step_has_another_id_where_somebody_says_so() -> None:
    old, new = (
        program(LINE),
        program(LINE.replace('"b"', '"check"').replace("-b", "-check").replace("b-", "check-")),
    )
    run = at(old, "a")
    assert blocks(run, old, new) == [("gone", "b")]
    moved = move(run, old, new, b="check")
    assert open_steps(moved) == ["check"]
    assert moved.marking().flows == {"s-a", "a-check"}


def test_a_step_that_was_done_and_is_gone_is_history_that_nobody_goes_back_to() -> None:
    old = program(LINE)
    new = program(nodes(start="s", user="a c", end="e") + chain("s", "a", "c", "e"))
    run = at(old, "a", "b")
    assert Migration(old, new).gone == ("b",)
    assert Migration(old, new).lost(run) == ("b",)
    moved = move(run, old, new)
    token = token_of(moved, "c")
    assert [step.element for step in moved.past(token)] == ["a"]
    with pytest.raises(CannotReturn) as refused:
        moved.return_to(token, "b")
    assert refused.value.code == "not_in_past"
    moved.return_to(token, "a")
    moved.advance()
    assert open_steps(moved) == ["a"]
    finish(moved, "a")
    finish(moved, "c")
    assert moved.state == "completed"


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (nodes(start="s", user="a c", end="e") + chain("s", "a", "c", "e"), ("gone", "b")),
        (
            nodes(start="s", user="a c", service="b", end="e") + chain("s", "a", "b", "c", "e"),
            ("changed", "b"),
        ),
        (
            nodes(start="s", user="a c", end="e")
            + chain("s", "a", "P2", "c", "e")
            + f'<subProcess id="P2">{nodes(start="t", user="b", end="u")}{chain("t", "b", "u")}</subProcess>',
            ("gone", "b"),
        ),
    ],
)
def test_an_instance_stays_where_its_open_step_is_gone_or_has_changed(
    new: str, expected: tuple[str, str]
) -> None:
    old = program(LINE)
    assert blocks(at(old, "a"), old, program(new)) == [expected]


# --- parallel branches


def test_a_branch_is_not_added_to_those_that_are_under_way() -> None:
    old = program(FORK)
    more = program(
        nodes(start="s", user="a b c d", par="f j", end="e")
        + chain("s", "f", "a", "j", "c", "e")
        + chain("f", "b", "j")
        + chain("f", "d", "j")
    )
    assert blocks(at(old), old, more) == [("branches", "f"), ("join", "j")]
    assert blocks(at(old, "a"), old, more) == [("join", "j")]
    for done in ((), ("a", "b")):
        run = at(old, *done) if done else started(program(LINE))
        assert done or run.state == "running"
    after = move(at(old, "a", "b"), old, more)
    finish(after, "c")
    assert after.state == "completed"


def test_a_join_that_has_fired_and_has_changed_cannot_wait_again() -> None:
    old = program(FORK)
    more = program(
        nodes(start="s", user="a b c d", par="f j", end="e")
        + chain("s", "f", "a", "j", "c", "e")
        + chain("f", "b", "j")
        + chain("f", "d", "j")
    )
    moved = move(at(old, "a", "b"), old, more)
    token = token_of(moved, "c")
    before = moved.dump()
    with pytest.raises(CannotReturn) as refused:
        moved.return_to(token, "a")
    assert refused.value.code == "gone"
    assert moved.dump() == before
    assert [step.element for step in moved.restartable(10)] == []


@pytest.mark.parametrize("done", [(), ("a",), ("b",)])
def test_a_step_is_put_into_a_branch_while_the_others_wait(done: tuple[str, ...]) -> None:
    old = program(FORK)
    new = program(
        nodes(start="s", user="a b c x", par="f j", end="e")
        + chain("s", "f", "a", "x", "j", "c", "e")
        + chain("f", "b", "j")
    )
    run = move(at(old, *done), old, new)
    for element in ("a", "x", "b"):
        if element in open_steps(run):
            finish(run, element)
    assert open_steps(run) == ["c"]
    finish(run, "c")
    assert run.state == "completed"


def test_a_return_into_a_branch_finds_the_other_waiting_after_a_step_was_put_in() -> None:
    old = program(FORK)
    new = program(
        nodes(start="s", user="a b c x", par="f j", end="e")
        + chain("s", "f", "a", "x", "j", "c", "e")
        + chain("f", "b", "j")
    )
    run = move(at(old, "a", "b"), old, new)
    run.return_to(token_of(run, "c"), "b")
    run.advance()
    assert open_steps(run) == ["b"]
    finish(run, "b")
    assert open_steps(run) == ["c"]


def test_steps_that_were_one_after_the_other_do_not_become_branches_under_way() -> None:
    assert blocks(at(program(LINE), "a"), program(LINE), program(FORK)) == [("branches", "f")]
    assert blocks(at(program(FORK), "a"), program(FORK), program(LINE))[0] == ("gone", "j")


def test_a_fork_that_is_put_in_ahead_is_gone_through() -> None:
    new = program(
        nodes(start="s", user="a b c x y", par="f j", end="e")
        + chain("s", "a", "f", "b", "j", "c", "e")
        + chain("f", "x", "j")
        + chain("f", "y", "j")
    )
    run = move(started(program(LINE)), program(LINE), new)
    finish(run, "a")
    assert open_steps(run) == ["b", "x", "y"]


# --- sub-processes, loops, signers

INNER = (
    f'<subProcess id="sub">{nodes(start="t", user="p q", end="u")}{chain("t", "p", "q", "u")}</subProcess>'
)
OUTER = nodes(start="s", user="a z", end="e") + chain("s", "a", "sub", "z", "e")


def test_an_open_sub_process_goes_along_and_grows() -> None:
    old = program(OUTER + INNER)
    inside = nodes(start="t", user="p q r", end="u") + chain("t", "p", "q", "r", "u")
    inner = f'<subProcess id="sub">{inside}</subProcess>'
    run = move(at(old, "a", "p"), old, program(OUTER + inner))
    finish(run, "q")
    finish(run, "r")
    assert open_steps(run) == ["z"]


def test_a_sub_process_that_has_finished_and_is_gone_is_history() -> None:
    old = program(OUTER + INNER)
    new = program(nodes(start="s", user="a z", end="e") + chain("s", "a", "z", "e"))
    assert blocks(at(old, "a", "p"), old, new) == [("gone", "sub"), ("gone", "q")]
    run = move(at(old, "a", "p", "q"), old, new)
    assert [step.element for step in run.past(token_of(run, "z"))] == ["a"]
    run.return_to(token_of(run, "z"), "a")
    run.advance()
    finish(run, "a")
    finish(run, "z")
    assert run.state == "completed"


def test_a_restart_of_what_was_terminated_in_a_vanished_place_is_not_offered() -> None:
    old = program(LINE)
    run = at(old, "a", "b")
    run.terminate()
    new = program(nodes(start="s", user="a b", end="e") + chain("s", "a", "b", "e"))
    moved = move(run, old, new)
    assert [step.element for step in moved.restartable(10)] == ["b", "a"]
    moved.restart(moved.restartable(10)[0].token)
    moved.advance()
    assert open_steps(moved) == ["b"]


def multi(ordered: str) -> str:
    loop = f'<multiInstanceLoopCharacteristics isSequential="{ordered}"><loopCardinality>3</loopCardinality>'
    loop += "</multiInstanceLoopCharacteristics>"
    return f'<userTask id="m">{loop}</userTask>' + nodes(start="s", end="e") + chain("s", "m", "e")


def test_signatures_that_were_given_count_and_another_kind_of_countersign_blocks() -> None:
    old, new = program(multi("false")), program(multi("false").replace('id="m"', 'id="m" name="会签"'))
    run = started(old)
    finish(run, "m", 1)
    moved = move(run, old, new)
    assert [step.position for step in moved.waiting] == [0, 2]
    assert blocks(run, old, program(multi("true"))) == [("changed", "m")]


def test_signers_stay_with_their_step() -> None:
    old, new = program(LINE), program(LINE.replace('id="c"', 'id="c" name="归档"'))
    run = at(old, "a")
    signer = run.add_signer(token_of(run, "b"), "before", {"who": []})
    moved = move(run, old, new)
    assert [(step.element, step.sign) for step in moved.waiting] == [("b", "before")]
    moved.complete(signer or 0)
    moved.advance()
    finish(moved, "b")
    assert open_steps(moved) == ["c"]


# --- time and messages


def timed(text: str, boundary: str = "late") -> str:
    timer = f"<timerEventDefinition><timeDuration>{text}</timeDuration></timerEventDefinition>"
    return (
        nodes(start="s", user="a x", end="e f")
        + f'<boundaryEvent id="{boundary}" attachedToRef="a">{timer}</boundaryEvent>'
        + chain("s", "a", "e")
        + chain(boundary, "x", "f")
    )


def test_a_timer_that_has_not_changed_runs_on_and_another_begins_anew() -> None:
    now = [NOON]
    env = make_env(clock=lambda: now[0])
    old = program(timed("P3D"))
    run = Execution.create(old, env, {})
    run.advance()
    now[0] += timedelta(days=1)
    stored = run.dump()

    def arrived(new: str) -> Execution:
        return move(Execution.load(old, env, stored), old, program(new), env)

    assert arrived(timed("P3D").replace('id="x"', 'id="x" name="x"')).next_due == NOON + timedelta(days=3)
    assert arrived(timed("P5D")).next_due == NOON + timedelta(days=6)
    assert arrived(timed("P3D", "other")).next_due == NOON + timedelta(days=4)


def test_a_boundary_event_put_on_an_earlier_step_is_no_obstacle() -> None:
    old = program(LINE)
    timer = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
    beside = f'<boundaryEvent id="late" attachedToRef="a" cancelActivity="false">{timer}</boundaryEvent>'
    new = program(LINE + beside + nodes(user="r", end="g") + chain("late", "r", "g"))
    run = move(at(old, "a"), old, new)
    assert run.next_due is None
    run = move(started(old), old, new)
    assert run.next_due == NOON + timedelta(days=1)


def catching(name: str, more: str = "") -> str:
    head = nodes(start="s", end="e") + chain("s", "w", "e")
    return (
        head
        + f'<intermediateCatchEvent id="w"><messageEventDefinition messageRef="{name}"/>{more}'
        + "</intermediateCatchEvent>"
    )


def test_a_message_of_another_name_is_waited_for_after() -> None:
    old, new = (declared(catching(name), name) for name in ("m1", "m2"))
    run = move(started(old), old, new)
    assert [listener.name for listener in run.listening] == ["m2"]


def test_a_way_added_behind_an_event_gateway_blocks_while_it_waits() -> None:
    def race(*names: str) -> Program:
        body = nodes(start="s", end="e") + '<eventBasedGateway id="g"/>' + chain("s", "g")
        for name in names:
            body += f'<intermediateCatchEvent id="{name}"><signalEventDefinition signalRef="s.{name}"/>'
            body += "</intermediateCatchEvent>"
            body += chain("g", name, "e")
        return declared(body, *names)

    old = race("p", "q")
    assert blocks(started(old), old, race("p", "q", "r")) == [("branches", "g")]
    assert [one.name for one in move(started(old), old, race("p", "q")).listening] == ["p", "q"]


def test_a_failed_step_is_tried_again_in_the_version_that_mends_it() -> None:
    body = nodes(start="s", end="e x", xor="g") + chain("s", "g")
    wrong = program(body + flow("g", "e", "missing > 1") + flow("g", "x"))
    right = program(body + flow("g", "e", "1 > 0") + flow("g", "x"))
    run = started(wrong)
    (failure,) = run.failures
    moved = move(run, wrong, right)
    moved.retry(failure.token)
    assert moved.state == "completed"


def test_what_ended_something_by_force_and_is_gone_blocks() -> None:
    def ending(name: str) -> Program:
        start = '<startEvent id="t"><signalEventDefinition signalRef="s.stop"/></startEvent>'
        inside = start + nodes(user="p", end="u") + chain("t", "p", "u")
        sub = f'<subProcess id="{name}" triggeredByEvent="true">{inside}</subProcess>'
        return declared(LINE + sub, "stop")

    from engine.execution.events.occurrence import Occurrence

    old = ending("stopped")
    run = at(old, "a")
    run.receive(Occurrence("signal", "stop"))
    run.advance()
    assert open_steps(run) == ["p"]
    assert ("gone", "stopped") in blocks(run, old, program(LINE))


def test_what_was_terminated_by_an_end_that_is_gone_blocks_for_ever() -> None:
    def inside(end: str) -> Program:
        stop = '<endEvent id="x"><terminateEventDefinition/></endEvent>' if end == "x" else nodes(end=end)
        level = nodes(start="t", user="p q", par="f", end="u") + stop
        level += chain("t", "f", "p", end) + chain("f", "q", "u")
        return program(OUTER + f'<subProcess id="sub">{level}</subProcess>')

    old = inside("x")
    assert blocks(at(old, "a", "p"), old, inside("y")) == [("ended", "x")]
    assert blocks(at(old, "a"), old, inside("y")) == []


def test_a_return_does_not_revive_a_step_that_is_gone() -> None:
    def inside(*beside: str) -> Program:
        stop = '<endEvent id="x"><terminateEventDefinition/></endEvent>'
        level = nodes(start="t", user=" ".join(["p", *beside]), par="f", end="u") + stop
        level += chain("t", "f", "p", "x") + chain("f", *beside, "u")
        return program(OUTER + f'<subProcess id="sub">{level}</subProcess>')

    old = inside("q")
    # The end has taken `q` away; whoever returned to `p` would wait at `q` once more.
    run = move(at(old, "a", "p"), old, inside())
    before = run.dump()
    with pytest.raises(CannotReturn) as refused:
        run.return_to(token_of(run, "z"), "p")
    assert refused.value.code == "gone"
    assert run.dump() == before
