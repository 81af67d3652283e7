"""The document of an instance: filled by the system, by the form of a step, and by opinions.

The document's top-level fields are variables of the root scope, all declared from the start
(``None`` while empty), so that an expression may name any field and a write inside a
sub-process goes to the document.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from db.unit_of_work import UnitOfWork
from designer_export.native import Outcome
from forms.model import Form
from forms.validation import FieldError, check, merge
from identity.principal import Principal

from . import attachments, countersigning, handlers, steering
from .attachments import AttachmentRef
from .errors import Invalid
from .execution import WaitingStep

if TYPE_CHECKING:
    from .running import Running

INITIATOR = "initiator"
INSTANCE = "instance"
RESERVED = (steering.STEPS, INITIATOR, INSTANCE)

Files = Callable[[], dict[str, AttachmentRef]]
"""Gives the files that were asked for, by id."""


def is_of_the_record(form: Form, name: str) -> bool:
    """Say whether a variable only repeats the record: what steers the flows, and opinions in their cells.

    The change log leaves these out; an entry says who decided what, when, and in which words.
    """
    field = form.fields.get(name)
    return name in RESERVED or (field is not None and field.control == "opinion")


def why_kept(form: Form, scope: int, name: str, value: Any) -> str | None:
    """Say why nobody changes a variable by hand, as :class:`engine.mend_errors.VariableKept` has it.

    What the hall itself has written of a matter (``x-auto``: its number, who began it) would contradict
    the matter; a field for files that holds none has nothing that could be taken out.

    Returns
    -------
    ``secret``, ``of_the_record``, ``opinion``, ``of_the_hall`` or ``file``; None if it may be changed.
    """
    field = form.fields.get(name)
    if field is not None and field.secret:
        return "secret"
    if scope != 0:
        return None
    if name in RESERVED:
        return "of_the_record"
    if field is None:
        return None
    if field.control == "opinion":
        return "opinion"
    if field.auto:
        return "of_the_hall"
    return "file" if field.control == "attachment" and not value else None


def empty_document(form: Form) -> dict[str, Any]:
    """Every field of the form, empty."""
    return dict.fromkeys(form.schema.get("properties", {}))


def follow(running: Running, renamed: Mapping[str, str]) -> None:
    """After it went to another version: declare new fields, and keep what was decided under the new ids."""
    known = running.execution.variables()
    for name in empty_document(running.deployed.form):
        if name not in known:
            running.execution.write(name, None)
    steps = known.get(steering.STEPS) or {}
    if renamed.keys() & steps.keys():
        running.execution.write(
            steering.STEPS, {renamed.get(key, key): value for key, value in steps.items()}
        )


def document_of(running: Running) -> dict[str, Any]:
    """Give the document as it stands: the fields that hold something."""
    form = running.deployed.form
    return pick_document(form, running.execution.pick(form.fields))


def pick_document(form: Form, variables: Mapping[str, Any]) -> dict[str, Any]:
    """Pick the form's fields out of the root scope's variables."""
    fields = form.schema.get("properties", {})
    return {name: variables[name] for name in fields if variables.get(name) is not None}


def submit(
    running: Running, by: Principal, element: str, submitted: Mapping[str, Any], files: Files | None = None
) -> None:
    """Check what a person sent against the step's fields, and write it.

    Secret fields are checked like any other and then set aside to be sealed: they never become
    variables.

    Parameters
    ----------
    files
        If they were asked for already.

    Raises
    ------
    Invalid
        With every field's error; nothing was written.
    """
    form, access = running.deployed.form, running.deployed.step(element).access
    before = document_of(running)
    known = (files or ask_files(running.uow, by, form, running.facts.id, submitted))()
    sent, unknown = _with_stored_files(running, dict(submitted), known)
    errors = [*check(form, access, before, sent), *unknown]
    if errors:
        raise Invalid(errors)
    if not sent:
        return
    after = merge(form, access, before, sent)
    for pointer in form.secrets:
        name = pointer.lstrip("/")
        plain = after.pop(name, None)
        if plain is not None:
            running.pending.secrets[pointer] = str(plain)
    for name in form.schema.get("properties", {}):
        if after.get(name) != before.get(name):
            running.execution.write(name, after.get(name))


def ask_files(
    uow: UnitOfWork, by: Principal, form: Form, instance_id: uuid.UUID, submitted: Mapping[str, Any]
) -> Files:
    """Ask for the files that a client names, so that the answer comes along with others."""
    named = _named_files(form, submitted)
    ids = [str(file.get("id", "")) for files in named.values() for file in files]
    return attachments.ask_usable(uow, by, instance_id, ids)


def _named_files(form: Form, submitted: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    fields = form.schema.get("properties", {})
    return {
        name: [file for file in submitted[name] if isinstance(file, dict)]
        for name, field in fields.items()
        if field.get("x-control") == "attachment" and isinstance(submitted.get(name), list)
    }


def _with_stored_files(
    running: Running, submitted: dict[str, Any], known: Mapping[str, AttachmentRef]
) -> tuple[dict[str, Any], list[FieldError]]:
    """Replace what a client says of its files by what is stored; refuse files that are not his to use."""
    running.pending.attachments.update(known)
    errors = []
    for name, files in _named_files(running.deployed.form, submitted).items():
        wanted = [str(file.get("id", "")) for file in files]
        errors += [FieldError(f"/{name}", "unknown_file", {}) for one in wanted if one not in known]
        submitted[name] = [asdict(known[one]) for one in wanted if one in known]
    return submitted, errors


def decide(
    running: Running, by: Principal | None, step: WaitingStep, outcome: Outcome, words: str = ""
) -> None:
    """Write what steers the drawn flows, or keep it as one vote of several; add the opinion to its cell.

    The outcome is written where the step stands: the flows of a called process see no other variables.

    Parameters
    ----------
    by
        None where nobody handled the step; then there is no opinion.
    """
    rejects = outcome.kind == "reject"
    steers = steering.steers(running.execution, step, rejects=rejects)
    if countersigning.is_counted(running, step):
        if steers and handlers.kind_of(step) != "back":
            countersigning.vote(running, step, outcome.id)
    elif steers:
        steering.steer(running, step.element, step.token, outcome.id, {"person": by and by.person_id})
    steering.keep(running.execution, step, rejects=rejects)
    pointer = running.deployed.step(step.element).opinion
    if pointer and words and by:
        name = pointer.lstrip("/")
        entry = {
            "id": f"o{running.length + 1}",
            "person": by.name if by else "",
            "step": running.deployed.step_name(step.element),
            "outcome": outcome.id,
            "text": words,
            "time": running.now.isoformat(timespec="seconds"),
            "signature": None,
        }
        running.execution.write(name, [*(running.execution.read(name) or []), entry])
