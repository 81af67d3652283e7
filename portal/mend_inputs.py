"""What the pages of administration ask for, as the actions of :mod:`engine.mends` take it."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import request

from db import reading
from engine.queries.inspection.opened import opened
from engine.queries.inspection.variables import value_of
from portal.inputs import LARGEST, number
from web.principal import require_principal, runtime

NAMES: Mapping[str, tuple[str, ...]] = {
    "jump": ("to",),
    "restart": ("token",),
    "cancel": ("token",),
    "retry": ("token",),
    "add": ("to",),
    "edit": ("variable", "value"),
    "reassign": ("task", "to"),
    "migrate": ("definition",),
}
"""The inputs of each action besides its reason; the page of confirmation carries them along."""


class NothingChosen(Exception):
    """The form came without what the action needs."""


class NotJson(Exception):
    """What was typed as a value can be read as none."""


def given(action: str, instance_id: Any) -> dict[str, Any]:
    """Return what was typed for an action.

    Raises
    ------
    NothingChosen, NotJson
    """
    read = _READ.get(action)
    return read(instance_id) if read else {}


def carried(action: str) -> dict[str, str]:
    """Return the inputs of an action as they were sent."""
    return {name: request.form.get(name, "") for name in NAMES.get(action, ())}


def variable_of() -> tuple[int, str]:
    """Return the scope and the name of the variable that was chosen.

    Raises
    ------
    NothingChosen
    """
    scope, _, name = request.values.get("variable", "").partition(":")
    if not name or not scope.lstrip("-").isdigit() or not scope.isascii() or len(scope) > 18:
        raise NothingChosen
    return int(scope), name


def shown_value(instance_id: Any) -> str:
    """Return the present value of the chosen variable as it is typed: text as it is, else JSON.

    Raises
    ------
    NothingChosen
    """
    scope, name = variable_of()
    value = _value(instance_id, scope, name)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)


def _value(instance_id: Any, scope: int, name: str) -> Any:
    with reading() as connection:
        matter = opened(runtime(), connection, require_principal(), instance_id)
        try:
            return value_of(matter, scope, name)
        except KeyError as exc:
            raise NothingChosen from exc


def value_of_kind(typed: str, kind: str = "") -> Any:
    """Read a value where no old one tells its kind: a text where `kind` says so, else JSON if it is some."""
    if kind == "string":
        return typed
    try:
        return json.loads(typed)
    except (ValueError, RecursionError):
        return typed


def _edit(instance_id: Any) -> dict[str, Any]:
    scope, name = variable_of()
    typed = request.form.get("value", "").replace("\r\n", "\n")
    return {"scope": scope, "name": name, "value": _typed(typed, _value(instance_id, scope, name))}


def _typed(typed: str, old: Any) -> Any:
    """Read what was typed: text stays text, nothing is nothing, all else is JSON."""
    if not typed.strip():
        return None
    if isinstance(old, str):
        return typed
    try:
        return json.loads(typed, parse_constant=_no_number)
    except (ValueError, RecursionError) as exc:
        if old is None:
            return typed
        raise NotJson from exc


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _jump(instance_id: Any) -> dict[str, Any]:
    token, to = _pair()
    return {"token": token, "to": to}


def _add(instance_id: Any) -> dict[str, Any]:
    within, to = _pair()
    return {"within": within, "to": to}


def _pair() -> tuple[int, str]:
    token, _, to = request.form.get("to", "").partition(":")
    if not token.isascii() or not token.isdigit() or len(token) > 18 or not to:
        raise NothingChosen
    return int(token), to


def _token(instance_id: Any) -> dict[str, Any]:
    token = number("token")
    if token is None:
        raise NothingChosen
    return {"token": token}


def _retry(instance_id: Any) -> dict[str, Any]:
    return {"token": number("token")}


def _reassign(instance_id: Any) -> dict[str, Any]:
    to = number("to")
    if to is None:
        raise NothingChosen
    return {"to": to, "task": number("task")}


def _migrate(instance_id: Any) -> dict[str, Any]:
    found = number("definition") or 0
    return {"definition": found if abs(found) <= LARGEST else 0}


_READ: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "jump": _jump,
    "restart": _token,
    "cancel": _token,
    "retry": _retry,
    "add": _add,
    "edit": _edit,
    "reassign": _reassign,
    "migrate": _migrate,
}
