"""The variables of a matter by scope, and what became of each: who changed it, when and at which step.

Fields that the reader does not see, and secrets, are absent. What merely repeats the record (outcomes of
steps, opinions) has a value and no changes of its own: the record tells them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import text

from db.link import Link, Row
from engine.execution import ScopeView
from engine.filling import is_of_the_record

from .opened import Opened

FOLDED = 240
"""Characters of JSON that are shown at once; the rest at a link."""
PAGE = 100
_MOST = 20_000

_CHANGES = text(
    "SELECT v.n, v.changes, e.at, e.kind, e.element, p.name AS person_name"
    " FROM variable_change v JOIN record_entry e USING (instance_id, n)"
    " LEFT JOIN person p ON p.id = e.person_id WHERE v.instance_id = :id ORDER BY v.n DESC LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of one scope.

    Attributes
    ----------
    type
        ``null``, ``boolean``, ``number``, ``string``, ``array`` or ``object``, as JSON has it.
    text
        Its value as JSON, at most `FOLDED` characters of it; `folded` says how many there are if more.
    changes
        How many changes of it are kept; None where the record tells them.
    field
        Whether it is a field of the form.
    """

    name: str
    type: str
    text: str
    folded: int
    changes: int | None
    field: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """One scope; `around` is where it lies, None for the instance and for what was called.

    Attributes
    ----------
    kind
        ``root``, ``call``, ``item`` or ``level``.
    """

    id: int
    kind: str
    around: int | None
    element: str
    name: str
    item: int | None
    live: bool
    variables: tuple[Variable, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one leaf; `old` and `new` are JSON texts.

    Attributes
    ----------
    n, kind
        Of the entry of the record that made it.
    person_name
        Empty if nobody did it by hand.
    """

    n: int
    at: datetime
    kind: str
    person_name: str
    element: str
    step_name: str
    scope: int
    pointer: str
    old: str
    new: str


def scopes_of(matter: Opened, connection: Link) -> tuple[Scope, ...]:
    """Give every scope with its variables in the order of their names, the instance's first."""
    changed: dict[tuple[int, str], int] = {}
    for one in _all_changes(matter, connection):
        key = (one.scope, _top(one.pointer))
        changed[key] = changed.get(key, 0) + 1
    return tuple(_scope(matter, scope, changed) for scope in matter.execution.scopes())


def value_of(matter: Opened, scope_id: int, name: str) -> Any:
    """Give the whole value of a variable.

    Raises
    ------
    KeyError
        There is none, or not for this reader.
    """
    for scope in matter.execution.scopes():
        if scope.id == scope_id and name in scope.names and not matter.hides(name):
            return scope.names[name]
    raise KeyError(name)


def changes_of(
    matter: Opened, connection: Link, *, scope: int | None = None, name: str | None = None, page: int = 1
) -> tuple[tuple[Change, ...], int]:
    """Give a page of changes, the latest first, and how many there are; of one variable or of all."""
    found = [
        one
        for one in _all_changes(matter, connection)
        if (scope is None or one.scope == scope) and (name is None or _top(one.pointer) == name)
    ]
    start = (max(page, 1) - 1) * PAGE
    return tuple(found[start : start + PAGE]), len(found)


def _scope(matter: Opened, scope: ScopeView, changed: Mapping[tuple[int, str], int]) -> Scope:
    form = matter.deployed.form
    variables = []
    for name in sorted(scope.names):
        if matter.hides(name):
            continue
        told = scope.id == 0 and is_of_the_record(form, name)
        text_, folded = _shown(scope.names[name])
        count = None if told else changed.get((scope.id, name), 0)
        is_field = scope.id == 0 and name in form.fields
        variables.append(Variable(name, type_of(scope.names[name]), text_, folded, count, is_field))
    return Scope(
        scope.id,
        _kind(scope),
        scope.around,
        scope.element,
        matter.name_of(scope.element),
        scope.item,
        scope.live,
        tuple(variables),
    )


def _kind(scope: ScopeView) -> str:
    if scope.id == 0:
        return "root"
    if scope.id < 0:
        return "call"
    return "item" if scope.item is not None else "level"


def _all_changes(matter: Opened, connection: Link) -> Iterator[Change]:
    rows = connection.execute(_CHANGES, {"id": matter.row.id, "most": _MOST})
    for row in rows:
        # Later ones of one entry were made later.
        for change in reversed(row.changes):
            if not matter.hides(_top(change[0])):
                yield _change(matter, row, change)


def _change(matter: Opened, row: Row, change: list[Any]) -> Change:
    pointer, old, new, *scope = change
    return Change(
        n=row.n,
        at=row.at,
        kind=row.kind,
        person_name=row.person_name or "",
        element=row.element or "",
        step_name=matter.name_of(row.element or ""),
        scope=scope[0] if scope else 0,
        pointer=pointer,
        old=_shown(old)[0],
        new=_shown(new)[0],
    )


def _top(pointer: str) -> str:
    """The variable that a JSON Pointer leads into."""
    return pointer.split("/")[1].replace("~1", "/").replace("~0", "~") if pointer else ""


def _shown(value: Any) -> tuple[str, int]:
    whole = orjson.dumps(value).decode()
    return (whole, 0) if len(whole) <= FOLDED else (whole[:FOLDED], len(whole))


def type_of(value: Any) -> str:
    """Say which of the types of JSON a value has."""
    if value is None:
        return "null"
    kinds = {bool: "boolean", int: "number", float: "number", str: "string", list: "array"}
    return kinds.get(type(value), "object")
