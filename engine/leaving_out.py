"""跳过: a failed step of the system is left as if it had been done."""

from collections.abc import Mapping
from typing import Any

from engine.errors import CannotMend, Invalid
from engine.execution import NotFailed
from engine.filling import RESERVED, document_of
from engine.running import Running
from engine.store import calls
from forms.access import Access
from forms.limits import limit_errors
from forms.pointers import split
from forms.validation import FieldError, check
from identity.principal import Principal

NOTED = "skip_call"
"""The kind of the record's entry; its words are the reason."""


def leave_out(
    running: Running, by: Principal, token: int, element: str, values: Mapping[str, Any], words: str
) -> None:
    """Let a matter go on behind a failed step, with a line in its record; the caller settles it.

    Raises
    ------
    CannotMend
        ``not_failed``; ``not_skipped``: it is a step of people, or an event.
    Invalid
        At ``/values/…``.
    """
    given = _checked(running, element, dict(values))
    running.note(NOTED, person_id=by.person_id, element=element, words=words)
    try:
        running.execution.skip(token, given)
    except NotFailed as problem:
        raise CannotMend(problem.code, element="", split="") from problem
    calls.skip(running.uow, running.facts.id, token, running.now)


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
    beyond = limit_errors(values)
    if beyond:
        raise Invalid([FieldError(f"/values{one.pointer}", one.code, one.params) for one in beyond])
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
