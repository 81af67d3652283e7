"""A step that fails: its writes are taken back, its token stays, the others go on."""

from collections.abc import Mapping
from typing import Any

import pytest

from engine.execution import WAIT, NotFailed, NotWaiting, ServiceCall, ServiceFailed
from tests.engine.execution.support import (
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

SCRIPT = program(
    nodes(start="s", par="split join", user="u", end="e")
    + script("f", "total = amount / parts\nnote = 'done'")
    + chain("s", "split", "f", "join", "e")
    + chain("split", "u", "join")
)
CHOICE = program(
    nodes(start="s", user="u", xor="x", end="a b") + chain("s", "u", "x")
    + flow("x", "a", "n > 1") + flow("x", "b", "n < 0")
)  # fmt: skip
SERVICE = program(nodes(start="s", service="call", user="after", end="e") + chain("s", "call", "after", "e"))


def test_failed_script_leaves_no_trace_in_the_variables() -> None:
    run = started(SCRIPT, amount=4, parts=0)
    (failure,) = run.failures
    assert (failure.element, failure.code) == ("f", "failed")
    assert run.variables() == {"amount": 4, "parts": 0}
    assert run.take_changes() == []
    assert open_steps(run) == ["u"]
    assert "f" in run.marking().failed


def test_retry_runs_the_step_again_after_a_reload() -> None:
    run = reloaded(started(SCRIPT, amount=4, parts=0), SCRIPT)
    finish(run, "u")
    assert run.state == "running"
    run.write("parts", 2)
    (failure,) = run.failures
    run.retry(failure.token)
    assert run.state == "completed"
    assert run.read("total") == 2.0
    with pytest.raises(NotFailed):
        run.retry(failure.token)


def test_gateway_without_a_true_condition_fails() -> None:
    run = started(CHOICE, n=0)
    finish(run, "u")
    assert [(f.element, f.code) for f in run.failures] == [("x", "no_flow")]
    run.write("n", 5)
    run.retry(run.failures[0].token)
    assert "a" in run.marking().done


def test_unknown_name_fails_the_gateway_with_the_code_of_the_sandbox() -> None:
    run = started(CHOICE)
    finish(run, "u")
    assert [(f.element, f.code) for f in run.failures] == [("x", "name")]


def test_condition_on_the_way_out_of_a_user_task_fails_the_task() -> None:
    story = program(
        nodes(start="s", user="u", end="a b") + chain("s", "u") + flow("u", "a", "yes") + flow("u", "b", "no")
    )
    run = started(story, yes=True)
    token = token_of(run, "u")
    run.complete(token)
    assert [failure.token for failure in run.failures] == [token]
    assert run.waiting == ()
    run.write("no", False)
    run.retry(token)
    assert run.state == "completed"


def test_failing_completion_condition_fails_the_host_not_the_item() -> None:
    loop = (
        "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
        "<completionCondition>enough</completionCondition></multiInstanceLoopCharacteristics>"
    )
    story = program(nodes(start="s", end="e") + f'<userTask id="u">{loop}</userTask>' + chain("s", "u", "e"))
    run = started(story)
    finish(run, "u", 0)
    assert [f.code for f in run.failures] == ["name"]
    run = reloaded(run, story)
    assert open_steps(run) == ["u"]
    run.write("enough", True)
    run.retry(run.failures[0].token)
    assert run.state == "completed"


def test_service_writes_its_result() -> None:
    calls: list[ServiceCall] = []

    def serve(call: ServiceCall) -> Mapping[str, Any]:
        calls.append(call)
        return {"noticeId": 7}

    run = started(SERVICE, make_env(call_service=serve), title="x")
    assert run.read("noticeId") == 7
    assert calls[0].element == "call"
    assert calls[0].variables == {"title": "x"}


def test_service_that_raises_is_a_failure_with_its_code() -> None:
    def serve(call: ServiceCall) -> Mapping[str, Any]:
        raise ServiceFailed("mailbox_unknown", "no such box")

    run = started(SERVICE, make_env(call_service=serve))
    assert [(f.code, f.detail) for f in run.failures] == [("mailbox_unknown", "no such box")]


def test_service_may_answer_later() -> None:
    env = make_env(call_service=lambda call: WAIT)
    run = reloaded(started(SERVICE, env), SERVICE, env)
    (call,) = run.calls
    assert call.element == "call"
    run.answer(call.token, {"ok": True})
    run.advance()
    assert open_steps(run) == ["after"]
    with pytest.raises(NotWaiting):
        run.answer(call.token, {})


def test_result_that_is_not_json_fails_and_the_service_is_called_again() -> None:
    answers = iter([{"bad": object()}, {"good": 1}])
    run = started(SERVICE, make_env(call_service=lambda call: next(answers)))
    assert [f.code for f in run.failures] == ["not_storable"]
    run.retry(run.failures[0].token)
    assert run.variables() == {"good": 1}
