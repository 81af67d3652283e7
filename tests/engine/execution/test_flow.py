"""How tokens move through gateways, sub-processes and ends."""

from datetime import timedelta

import pytest

from engine.execution import Execution, NotWaiting, UnknownToken
from tests.engine.execution.support import (
    NOON,
    chain,
    finish,
    flow,
    make_env,
    nodes,
    open_steps,
    program,
    reloaded,
    script,
    started,
    token_of,
)

APPROVAL = program(
    nodes(start="s", user="apply review", xor="choice", end="yes no")
    + chain("s", "apply", "review", "choice")
    + flow("choice", "yes", "outcome == 'approve'")
    + flow("choice", "no", "outcome == 'reject'")
)
THREE = program(
    nodes(start="s", par="split join", user="a b c after", end="e")
    + chain("s", "split")
    + "".join(flow("split", name) + flow(name, "join") for name in "abc")
    + chain("join", "after", "e")
)


def test_nothing_runs_before_advance() -> None:
    run = Execution.create(APPROVAL, make_env(), {"title": "x"})
    assert run.waiting == ()
    assert run.state == "running"
    assert [step.element for step in started(APPROVAL).waiting] == ["apply"]


@pytest.mark.parametrize(("outcome", "end"), [("approve", "yes"), ("reject", "no")])
def test_outcome_steers_the_drawn_flows(outcome: str, end: str) -> None:
    run = started(APPROVAL)
    finish(run, "apply")
    run.write("outcome", outcome)
    finish(reloaded(run, APPROVAL), "review")
    finish(run, "review")
    assert run.state == "completed"
    assert end in run.marking().done
    assert f"choice-{end}" in run.marking().flows


def test_a_step_is_completed_once() -> None:
    run = started(APPROVAL)
    token = token_of(run, "apply")
    run.complete(token)
    with pytest.raises(NotWaiting):
        run.complete(token)
    with pytest.raises(UnknownToken):
        run.complete(4711)


@pytest.mark.parametrize("order", ["abc", "cab", "bca"])
def test_join_fires_once_after_all_branches_in_any_order(order: str) -> None:
    run = started(THREE)
    for name in order:
        assert "after" not in open_steps(run)
        finish(run, name)
        run = reloaded(run, THREE)
    assert open_steps(run) == ["after"]
    assert [event.element for event in run.take_events()] == []


def test_join_waits_at_n_minus_one() -> None:
    run = started(THREE)
    finish(run, "a")
    finish(run, "c")
    assert open_steps(run) == ["b"]
    assert "join" in run.marking().current


def test_inclusive_gateway_waits_only_for_branches_taken() -> None:
    story = program(
        nodes(start="s", inc="split join", user="a b c", end="e").replace(
            '<inclusiveGateway id="split"/>', '<inclusiveGateway id="split" default="split-c"/>'
        )
        + chain("s", "split")
        + flow("split", "a", "amount > 10")
        + flow("split", "b", "amount > 100")
        + flow("split", "c")
        + "".join(flow(name, "join") for name in "abc")
        + chain("join", "e")
    )
    run = started(story, amount=50)
    assert open_steps(run) == ["a"]
    finish(run, "a")
    assert run.state == "completed"
    run = started(story, amount=500)
    finish(run, "b")
    assert open_steps(run) == ["a"]
    run = reloaded(run, story)
    finish(run, "a")
    assert run.state == "completed"
    assert open_steps(started(story, amount=1)) == ["c"]


def test_inclusive_join_fires_when_the_last_other_token_goes_elsewhere() -> None:
    story = program(
        nodes(start="s", par="split", inc="join", user="a b", xor="x", end="e other")
        + chain("s", "split", "a", "join", "e")
        + chain("split", "b", "x")
        + flow("x", "join", "back")
        + flow("x", "other", "not back")
    )
    run = started(story, back=False)
    finish(run, "a")
    assert "join" in run.marking().current
    finish(reloaded(run, story), "b")
    finish(run, "b")
    assert run.state == "completed"


def test_sub_process_has_finished_when_it_is_empty() -> None:
    inside = nodes(start="is", par="ip", user="x y", end="ie1 ie2") + chain("is", "ip", "x", "ie1")
    story = program(
        nodes(start="s", user="after", end="e")
        + f'<subProcess id="sub">{inside}{chain("ip", "y", "ie2")}</subProcess>'
        + chain("s", "sub", "after", "e")
    )
    run = started(story)
    assert open_steps(run) == ["x", "y"]
    finish(run, "x")
    run = reloaded(run, story)
    finish(run, "y")
    assert open_steps(run) == ["after"]
    assert story.nodes["x"].parent == "sub"


def test_terminate_end_event_ends_its_level_only() -> None:
    inside = nodes(start="is", par="ip", user="x y") + chain("is", "ip", "x", "stop") + flow("ip", "y")
    story = program(
        nodes(start="s", user="after", end="e")
        + f'<subProcess id="sub">{inside}'
        + '<endEvent id="stop"><terminateEventDefinition/></endEvent></subProcess>'
        + chain("s", "sub", "after", "e")
    )
    run = started(story)
    finish(run, "x")
    assert open_steps(run) == ["after"]
    returned = run.return_to(token_of(run, "after"), "x")
    assert open_steps(run) == ["x", "y"]
    assert returned.token == token_of(run, "x")
    run = reloaded(run, story)
    finish(run, "y")
    finish(run, "x")
    assert open_steps(run) == ["after"]


def test_lanes_names_and_conditions_are_told() -> None:
    story = program(
        '<laneSet><lane id="l" name="校医院"><flowNodeRef> u </flowNodeRef></lane></laneSet>'
        '<startEvent id="s"/><userTask id="u" name="签意见"/>' + chain("s", "u")
    )
    (step,) = started(story).waiting
    assert (step.name, step.lane) == ("签意见", "校医院")
    assert story.nodes["u"].kind == "userTask"
    assert story.flows["s-u"].target == "u"


def test_two_tokens_by_one_flow_pass_a_join_one_after_the_other() -> None:
    story = program(
        nodes(start="s", par="split join", xor="merge", user="a b c after", end="e")
        + chain("s", "split", "a", "merge")
        + chain("split", "b", "merge", "join", "after", "e")
        + chain("split", "c", "join")
    )
    run = started(story)
    finish(run, "a")
    finish(run, "b")
    assert open_steps(run) == ["c"]
    finish(run, "c")
    assert open_steps(run) == ["after"]
    assert run.marking().current == {"after", "join"}


def test_timer_fires_when_its_moment_has_come() -> None:
    timer = "<timerEventDefinition><timeDuration>PT2H</timeDuration></timerEventDefinition>"
    story = program(
        nodes(start="s", end="e")
        + f'<intermediateCatchEvent id="t">{timer}</intermediateCatchEvent>'
        + chain("s", "t", "e")
    )
    run = started(story)
    assert run.next_due == NOON + timedelta(hours=2)
    run = reloaded(run, story, make_env(clock=lambda: NOON + timedelta(hours=1)))
    run.advance()
    assert run.state == "running"
    run = reloaded(run, story, make_env(clock=lambda: NOON + timedelta(hours=2)))
    run.advance()
    assert run.state == "completed"


def test_trace_counts_upwards_over_a_reload() -> None:
    story = program(
        nodes(start="s", user="u", end="e") + script("f", "y = x + 1") + chain("s", "u", "f", "e")
    )
    run = started(story, x=1)
    first = run.take_events()
    run = reloaded(run, story)
    finish(run, "u")
    numbers = [event.n for event in (*first, *run.take_events())]
    assert numbers == list(range(1, len(numbers) + 1))


def test_terminated_instance_keeps_its_history() -> None:
    run = started(THREE)
    finish(run, "a")
    run.terminate()
    assert run.state == "terminated"
    assert run.waiting == ()
    assert reloaded(run, THREE).state == "terminated"
    assert "a" in run.marking().done
