"""修改变量: an administrator puts a value right that a matter works with."""

import uuid
from typing import Any

from db.unit_of_work import transaction
from engine import filling
from engine.errors import Invalid
from engine.mend_errors import NoSuchVariable, VariableKept
from engine.opening import SUSPENDED, open_to_mend
from engine.queries.inspection.variables import type_of
from engine.queries.mending import EDITED
from engine.running import Running
from engine.runtime import Runtime
from engine.saving import save
from engine.words import reason_words
from forms.access import Access
from forms.faults import field_error
from forms.limits import limit_errors
from forms.model import Form, top_level
from forms.schema_rules import compile_schema
from forms.validation import FieldError, check
from identity.principal import Principal


def edit_variable(
    rt: Runtime,
    by: Principal,
    instance_id: uuid.UUID,
    *,
    name: str,
    value: Any,
    scope: int = 0,
    reason: str,
) -> str:
    """Give a variable of a scope another value; give the state. What waits for it goes on.

    A field of the form is checked as where it is typed; any other keeps its type. The change log and the
    record say what it was, who changed it and why.

    Parameters
    ----------
    scope
        0 for the instance, else as :meth:`engine.execution.Execution.scopes` names it; one that lives.

    Raises
    ------
    NotFound, Forbidden, NotRunning
        See :func:`engine.opening.open_to_mend`; also what is suspended is edited.
    NoSuchVariable
        Nothing of that name is in that scope, or nobody reads it any more.
    VariableKept
        See :func:`engine.filling.why_kept`; ``file`` also where files would be added: they are uploaded.
    Invalid
        With every field's error.
    ReasonRequired, ReasonTooLong
    """
    with transaction() as uow:
        running = open_to_mend(rt, uow, by, instance_id, EDITED)
        words = reason_words(reason)
        _check(running, scope, name, value)
        running.note("edit", person_id=by.person_id, outcome=name, words=words)
        try:
            running.execution.write_in(scope, name, value)
        except KeyError as exc:
            raise NoSuchVariable(name=name) from exc
        if running.state == SUSPENDED:
            running.derive()
        else:
            running.settle()
        save(running)
        return running.state


def _check(running: Running, scope: int, name: str, value: Any) -> None:
    found = next((one for one in running.execution.scopes() if one.id == scope), None)
    form = running.deployed.form
    field = form.fields.get(name)
    old = found.names.get(name) if found else None
    kept = filling.why_kept(form, scope, name, old)
    # A secret stands in no scope, and that there is one is no news.
    if kept != "secret" and (found is None or name not in found.names):
        raise NoSuchVariable(name=name)
    if kept is not None:
        raise VariableKept(kept, name=name)
    if scope != 0 or field is None:
        _check_type(name, old, value)
        return
    if field.control == "attachment" and not _fewer(old, value):
        raise VariableKept("file", name=name)
    _check_field(running, form, name, value)


def _check_field(running: Running, form: Form, name: str, value: Any) -> None:
    """By the form's schema; that a step asks for it is no fault of whoever mends."""
    before = filling.document_of(running)
    if form.fields[name].settable:
        errors = check(form, Access({f"/{name}": "edit"}, frozenset(), "read"), before, {name: value})
    else:
        errors = limit_errors({name: value})
        if not errors and value is not None:
            errors = _schema_errors(form, {**before, name: value}, name)
    if errors:
        raise Invalid(errors)


def _schema_errors(form: Form, document: dict[str, Any], name: str) -> list[FieldError]:
    found = [field_error(form, fault) for fault in compile_schema(form, frozenset()).iter_errors(document)]
    return [error for error in found if top_level(error.pointer) == name]


def _check_type(name: str, old: Any, value: Any) -> None:
    errors = limit_errors({name: value})
    if not errors and None not in (old, value) and type_of(old) != type_of(value):
        errors = [FieldError(f"/{name}", "type", {"type": type_of(old)})]
    if errors:
        raise Invalid(errors)


def _fewer(old: Any, new: Any) -> bool:
    """Whether only files that are there already stay."""
    return new is None or (isinstance(new, list) and all(file in (old or []) for file in new))
