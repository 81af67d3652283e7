"""What the page of an order for many matters asks for, and how a refusal is said."""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import request
from flask_babel import gettext
from sqlalchemy import text

from db.link import Link
from engine import errors, mend_errors
from engine.definitions import in_force
from engine.mend_errors import UnknownMend
from engine.queries.bulks import OrderView
from engine.queries.skipping import Output, outputs_of
from identity.directory import people
from portal.inputs import number
from portal.mend_inputs import value_of_kind
from web.current import runtime
from web.errors import fault_of, sentence_of
from web.marks import N_
from web.problem import sentence
from web.sentences import KEPT, MENDINGS

Given = TypeVar("Given")
FAILED: str = N_("It could not be read or stored; the log of the server says more.")

_VERSIONS = text(
    "SELECT id, number FROM definition WHERE service_key = :key AND published_at IS NOT NULL"
    " ORDER BY number DESC LIMIT 50"
)
# All of them must be found among services that he looks after: of others he learns nothing.
_SERVICE = text(
    "SELECT min(service_key) AS key FROM instance WHERE id = ANY(CAST(:ids AS uuid[]))"
    " AND service_key = ANY(CAST(:services AS text[]))"
    " HAVING count(*) = :n AND min(service_key) = max(service_key)"
)
_NUMBER = text("SELECT number FROM definition WHERE id = :id")
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


NEEDS: Mapping[str, tuple[str, ...]] = {
    "retry": ("at",),
    "skip": ("at", "values"),
    "jump": ("at", "to"),
    "restart": ("at",),
    "cancel": ("at",),
    "edit": ("value",),
    "reassign": ("at", "people"),
    "migrate": ("version",),
}
"""The parts of the page that an action needs; any other needs none."""


@dataclass(frozen=True, slots=True)
class Call:
    """A step that asks an outside system, and what it declares to write."""

    element: str
    name: str
    outputs: tuple[Output, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """What may be named of a service: its elements, its calls, the versions its matters may go to."""

    elements: tuple[tuple[str, str, bool], ...]
    versions: tuple[tuple[int, int], ...]
    calls: tuple[Call, ...]


def service_of(connection: Link, ids: Iterable[uuid.UUID], services: Iterable[str]) -> str:
    """Return the one of these services that all these matters are of; empty if there is none."""
    wanted = {str(one) for one in ids}
    values = {"ids": list(wanted), "services": list(services), "n": len(wanted)}
    row = connection.execute(_SERVICE, values).one_or_none()
    return row.key if row is not None else ""


def steps_of(connection: Link, service_key: str) -> Steps | None:
    """Give what a service in force has; None if it has none."""
    current = in_force(connection, service_key)
    if current is None:
        return None
    deployed = runtime().definitions.get(connection, current)
    found = [
        (name, deployed.step_name(name), node.kind in ("userTask", "manualTask"))
        for name, node in deployed.program.nodes.items()
    ]
    versions = tuple((row.id, row.number) for row in connection.execute(_VERSIONS, {"key": service_key}))
    calls = tuple(
        Call(element, deployed.step_name(element), outputs)
        for element in deployed.operations
        if (outputs := outputs_of(deployed, element))
    )
    return Steps(tuple(sorted(found, key=lambda one: (not one[2], one[1]))), versions, calls)


def actions_for(part: str) -> tuple[str, ...]:
    """Give the actions that need a part of the page."""
    return tuple(action for action, parts in NEEDS.items() if part in parts)


def told(action: str, steps: Steps | None) -> dict[str, Any]:
    """Return what an action is told for many matters, by the elements of their diagram.

    Raises
    ------
    UnknownMend
        Something that it needs was not chosen, or is no value.
    """
    at, to = request.form.get("p_at", ""), request.form.get("p_to", "")
    match _needed(action, gettext("the action")):
        case "jump":
            return {"at": _needed(at, gettext("from where")), "to": _needed(to, gettext("to where"))}
        case "restart" | "cancel":
            return {"at": _needed(at, gettext("from where"))}
        case "retry":
            return {"at": at}
        case "skip":
            return {"at": at, "values": _values(at, steps)}
        case "migrate":
            return {"definition": _needed(number("p_definition"), gettext("the version"))}
        case "reassign":
            to_whom = _needed(number("to"), gettext("who gets the tasks"))
            return {"to": to_whom, "held_by": number("held_by"), "at": at}
        case "edit":
            name = _needed(request.form.get("p_name", "").strip(), gettext("the value"))
            return {"name": name, "value": _typed("p_value")}
    return {}


def _needed(value: Given | None, name: str) -> Given:
    if not value:
        raise UnknownMend(name=name)
    return value


def _values(at: str, steps: Steps | None) -> dict[str, Any] | None:
    """Read what the call at a step would have written; None for nothing."""
    calls = steps.calls if steps else ()
    outputs = next((call.outputs for call in calls if call.element == at), ())
    given = {one.name: _typed(f"v:{at}:{one.name}", one.kind) for one in outputs}
    return {name: value for name, value in given.items() if value is not None} or None


def _typed(name: str, kind: str = "") -> Any:
    typed = request.form.get(name, "").replace("\r\n", "\n")
    return value_of_kind(typed, kind) if typed.strip() else None


_PARAMS: Mapping[str, str] = {
    "at": N_("at the step"),
    "to": N_("to"),
    "held_by": N_("tasks of"),
    "name": N_("the value"),
    "value": N_("its new value"),
    "values": N_("what it would have written"),
    "definition": N_("Version to go to"),
    "renamed": N_("renamed"),
    "token": N_("token"),
    "incident": N_("fault"),
    "scope": N_("scope"),
    "task": N_("task"),
}


def params_told(connection: Link, order: OrderView) -> tuple[tuple[str, str], ...]:
    """Say what an order was told: people by name, versions by number; nothing of what was left open."""
    said = {
        name: value
        for name, value in order.params.items()
        if value not in (None, "") or (order.action, name) == ("edit", "value")
    }
    if order.action == "reassign":
        named = {name: said[name] for name in ("to", "held_by") if name in said}
        known = people(connection, named.values())
        said |= {name: known[one].name for name, one in named.items() if one in known}
    if "definition" in said:
        number = connection.execute(_NUMBER, {"id": said["definition"]}).scalar_one_or_none()
        said["definition"] = f"V{number}.0" if number else said["definition"]
    return tuple((gettext(_PARAMS.get(name, name)), _as_text(value)) for name, value in said.items())


def _as_text(value: Any) -> str:
    if value is None:
        return gettext("empty")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def reason_of(code: str | None, params: Mapping[str, Any]) -> str:
    """Say in the reader's language why a matter was or would be refused."""
    if "fault" in params:
        told = sentence(fault_of(params["field"], params["fault"], params))
        return gettext("%(field)s: %(words)s", field=params["field"].rpartition("/")[2], words=told)
    wording = _SAID.get(code or "")
    # A catalogue gives its own head for no words at all.
    words = gettext(wording) if wording else ""
    try:
        return words % dict(params)
    except (KeyError, ValueError, TypeError):
        return words
