"""What the page of an order for many matters asks for, and how a refusal is said."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext
from sqlalchemy import text

from db.link import Link
from engine import errors, mend_errors
from engine.definitions import in_force
from engine.mend_errors import UnknownMend
from portal.inputs import number
from web.current import runtime
from web.errors import sentence_of
from web.marks import N_
from web.sentences import KEPT, MENDINGS

FAILED: str = N_("It could not be read or stored; the log of the server says more.")

_VERSIONS = text(
    "SELECT id, number FROM definition WHERE service_key = :key AND published_at IS NOT NULL"
    " ORDER BY number DESC LIMIT 50"
)
_KINDS = {
    kind.code: kind
    for room in (errors, mend_errors)
    for kind in vars(room).values()
    if isinstance(kind, type) and issubclass(kind, errors.EngineError) and "code" in vars(kind)
}
_SAID: Mapping[str, str] = {
    **{code: sentence_of(kind, code) for code, kind in _KINDS.items()},
    **MENDINGS,
    **KEPT,
    "blocked": N_("It stands where the other version has nothing like it."),
    "same_version": N_("It is on that version already."),
    "failed": FAILED,
}
"""The sentence of each code."""


@dataclass(frozen=True, slots=True)
class Steps:
    """What may be named of a service: its elements, and the versions that its matters may go to."""

    elements: tuple[tuple[str, str, bool], ...]
    versions: tuple[tuple[int, int], ...]


def steps_of(connection: Link, service_key: str) -> Steps | None:
    """Give the elements and versions of a service in force; None if it has none."""
    current = in_force(connection, service_key)
    if current is None:
        return None
    deployed = runtime().definitions.get(connection, current)
    found = [
        (name, deployed.step_name(name), node.kind in ("userTask", "manualTask"))
        for name, node in deployed.program.nodes.items()
    ]
    versions = tuple((row.id, row.number) for row in connection.execute(_VERSIONS, {"key": service_key}))
    return Steps(tuple(sorted(found, key=lambda one: (not one[2], one[1]))), versions)


def told(action: str) -> dict[str, Any]:
    """Return what an action is told for many matters, by the elements of their diagram.

    Raises
    ------
    UnknownMend
        Something that it needs was not chosen, or is no value.
    """
    at, to = request.form.get("p_at", ""), request.form.get("p_to", "")
    match action:
        case "jump":
            return {"at": _needed(at, gettext("from where")), "to": _needed(to, gettext("to where"))}
        case "restart" | "cancel":
            return {"at": _needed(at, gettext("from where"))}
        case "retry" | "skip":
            return {"at": at}
        case "migrate":
            return {"definition": number("p_definition") or 0}
        case "reassign":
            return {"to": number("to") or 0, "at": at}
        case "edit":
            return {"name": _needed(request.form.get("p_name", ""), gettext("the value")), "value": _value()}
    return {}


def _needed(value: str, name: str) -> str:
    if not value:
        raise UnknownMend(name=name)
    return value


def _value() -> Any:
    typed = request.form.get("p_value", "").replace("\r\n", "\n")
    if not typed.strip():
        return None
    try:
        return json.loads(typed)
    except (ValueError, RecursionError):
        return typed


def reason_of(code: str | None, params: Mapping[str, Any]) -> str:
    """Say in the reader's language why a matter was or would be refused."""
    words = gettext(_SAID.get(code or "", "")) if code else ""
    try:
        return words % dict(params)
    except (KeyError, ValueError, TypeError):
        return words
