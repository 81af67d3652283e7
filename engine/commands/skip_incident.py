"""跳过: leave a failed step of the system as if it had been done (administrators)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text

from db.unit_of_work import transaction
from engine.errors import CannotMend, Invalid, NotFound
from engine.execution import NotFailed
from engine.filling import RESERVED, document_of
from engine.opening import open_to_mend
from engine.running import Running
from engine.runtime import Runtime
from engine.saving import save
from engine.store import calls
from engine.words import reason_words
from forms.access import Access
from forms.pointers import split
from forms.validation import FieldError, check
from identity.principal import Principal

NOTED = "skip_call"
"""The kind of the record's entry; its words are the reason."""

_INCIDENT = text("SELECT instance_id, token, element FROM incident WHERE id = :id AND closed_at IS NULL")


def skip_incident(
    rt: Runtime,
    by: Principal,
    incident_id: int,
    *,
    values: Mapping[str, Any] | None = None,
    reason: str = "",
) -> str:
    """Let the matter go on behind the failed step; give the instance's state.

    The call is not made any more. What it may have done outside stays done.

    Parameters
    ----------
    values
        What the step would have written, by name: names of its outputs only, where the diagram tells them,
        and of no secret; fields of the form hold to it.

    Raises
    ------
    NotFound, Forbidden, NotRunning, Suspended, ReasonRequired, ReasonTooLong
    CannotMend
        ``not_failed``; ``not_skipped``: it is a step of people, or an event.
    Invalid
        At ``/values/…``.
    """
    with transaction() as uow:
        row = uow.execute(_INCIDENT, {"id": incident_id}).one_or_none()
        if row is None:
            raise NotFound(incident=incident_id)
        running = open_to_mend(rt, uow, by, row.instance_id)
        words = reason_words(reason)
        given = _checked(running, row.element, dict(values or {}))
        running.note(NOTED, person_id=by.person_id, element=row.element, words=words)
        try:
            running.execution.skip(row.token, given)
        except NotFailed as problem:
            raise CannotMend(problem.code, element="", split="") from problem
        calls.skip(uow, row.instance_id, row.token, running.now)
        running.settle()
        save(running)
        return running.state


def _checked(running: Running, element: str, values: dict[str, Any]) -> dict[str, Any]:
    """Give the values, those of the form's fields as it takes them; None for those that were not given.

    What reads an output later would fail on a name that was never written.
    """
    form, call = running.deployed.form, running.deployed.operations.get(element)
    names = None if call is None or call.outputs is None else {name for name, _ in call.outputs}
    hidden = {pointer.lstrip("/") for pointer in form.secrets}
    unknown = [
        name
        for name in values
        if name in RESERVED or name in hidden or (names is not None and name not in names)
    ]
    if unknown:
        raise Invalid([FieldError(f"/values/{name}", "unknown_field", {}) for name in unknown])
    fields = {name: value for name, value in values.items() if name in form.fields}
    errors = [
        FieldError(f"/values{one.pointer}", one.code, one.params)
        for one in check(form, Access.everything("edit"), document_of(running), fields)
        if split(one.pointer)[:1] and split(one.pointer)[0] in fields
    ]
    if errors:
        raise Invalid(errors)
    missing = {name: None for name in names or () if name not in values and name not in form.fields}
    return {**missing, **values}
