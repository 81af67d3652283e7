"""Failed steps: listing, trying again; and the late answers of services."""

from collections.abc import Mapping
from typing import Any

from engine.execution.environment import BpmnError, ServiceFailed
from engine.execution.errors import NotFailed, NotWaiting, StepFailed
from engine.execution.events.delivery import settle
from engine.execution.instance import Instance
from engine.execution.nodes.tasks import Calling
from engine.execution.reports import Failure
from engine.execution.token import READY, STARTED, WAITING, Token


def listed(instance: Instance) -> tuple[Failure, ...]:
    """The failed steps in order of their tokens."""
    failed = sorted(instance.failed.items())
    return tuple(Failure(key, token.task_spec.place, *_reason(token)) for key, token in failed)


def _reason(token: Token) -> tuple[str, str]:
    code, detail, _ = token.failure or ("", "", 0)
    return code, detail


def retry(instance: Instance, token: Token) -> None:
    """Run a failed step again from where it failed.

    A service is called anew, even if it failed on its late answer.

    Raises
    ------
    NotFailed
    """
    if token.id not in instance.failed or token.failure is None:
        raise NotFailed(token=token.id)
    state = token.failure[2] if token.task_spec.hosts else READY
    token.failure = None
    token._set_state(state)
    # What could not begin to listen tries that again; it has not been stepped yet.
    if instance.watches.rearm(token) or (state == WAITING and token.task_spec.catches):
        settle(instance)
        if token._state == STARTED:
            instance.agenda.push(token)
    else:
        instance.agenda.step(token)


def skip(instance: Instance, token: Token, result: Mapping[str, Any]) -> None:
    """Leave a failed step of a machine as if `result` had been written by it.

    Raises
    ------
    NotFailed
        With the code ``not_skipped`` if it is none of a machine.
    """
    if token.id not in instance.failed or token.failure is None:
        raise NotFailed(token=token.id)
    if not isinstance(token.task_spec, Calling):
        raise NotFailed("not_skipped", token=token.id)
    token.failure = None
    token._set_state(STARTED)
    answer(instance, token, result)


def calls(instance: Instance) -> list[Token]:
    """Service steps that wait for their answer."""
    waiting = [token for level in instance.levels() for token in level.open.values() if _called(token)]
    return sorted(waiting, key=lambda token: token.id)


def _called(token: Token) -> bool:
    return token._state == STARTED and isinstance(token.task_spec, Calling)


def answer(
    instance: Instance, token: Token, result: Mapping[str, Any] | BpmnError | ServiceFailed | None
) -> None:
    """Write the answer of a service and complete its step, let its error be caught, or let the step fail.

    Raises
    ------
    NotWaiting
    """
    if not _called(token):
        raise NotWaiting(token=token.id)
    mark = instance.journal.mark()
    instance.journal.element = token.task_spec.place
    try:
        if isinstance(result, ServiceFailed):
            raise StepFailed(result.code, result.detail)
        if isinstance(result, BpmnError):
            token.task_spec.raise_error(token, result)
        else:
            token.task_spec.answer(token, result)
    except StepFailed as failure:
        instance.journal.rollback(mark)
        token.fail(failure.code, failure.detail)
    finally:
        instance.journal.element = None
    settle(instance)
