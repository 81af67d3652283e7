"""重启: an administrator lets a finished, ended or stuck matter go on from one of its steps."""

import uuid

from db.unit_of_work import transaction
from engine import choosing, handlers, returning
from engine.execution import PastStep
from engine.mending import attempt, done_at
from engine.opening import RUNNING, open_to_mend
from engine.running import Running
from engine.runtime import Runtime
from engine.saving import ENDED, save
from engine.words import reason_words
from identity.principal import Principal

MOST_STEPS = 200
"""How far back a step is looked for by its element."""


def restart_instance(
    rt: Runtime,
    by: Principal,
    instance_id: uuid.UUID,
    *,
    token: int | None = None,
    at: str = "",
    reason: str,
) -> str:
    """Open a completed step of an instance again; give the state.

    What depends on the step is undone, as by a return; what an end by force took away comes back. The
    instance keeps its number and its record, which goes on. The step opens for whoever did it.

    Parameters
    ----------
    token
        Of a step, as :func:`engine.queries.mending.mending` gives it.
    at
        Without a token: the element whose latest completion is meant.

    Raises
    ------
    NotFound, Forbidden, Suspended
        See :func:`engine.opening.open_to_mend`.
    CannotMend
        Its code as of :func:`engine.execution.moves.restarting.restart`.
    ReasonRequired, ReasonTooLong
    """
    with transaction() as uow:
        running = open_to_mend(rt, uow, by, instance_id, (*RUNNING, *ENDED))
        words = reason_words(reason)
        token = done_at(running, at, MOST_STEPS) if token is None else token
        step = next((step for step in running.execution.completed if step.token == token), None)
        element = step.element if step else None
        running.note("restart", person_id=by.person_id, element=element, words=words)
        running.state = "running"
        _open_again(running, token, step)
        running.settle()
        save(running)
        return running.state


def _open_again(running: Running, token: int, step: PastStep | None) -> None:
    chosen = choosing.kept(running.execution.tag_of(token)) if step else {}
    opened = attempt(running, lambda: running.execution.restart(token), gone="not_done").token
    running.returned.add(opened)
    if step and (again := returning.who_did(running, step)):
        # An added signer stays one: who asked him, and how he signs.
        kept = running.execution.tag_of(opened) or {}
        running.execution.tag(opened, {**kept, **handlers.tag_for(again, **chosen)})
