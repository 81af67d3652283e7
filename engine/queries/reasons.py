"""Why somebody handles a task: the reasons kept with it, with the names that a sentence needs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from db.link import Link
from engine.definitions import Deployed
from identity.keys import parse

_NAMES = text(
    "SELECT 'p:' || id AS key, name FROM person WHERE id = ANY(CAST(:persons AS bigint[]))"
    " UNION ALL SELECT 'g:' || key, name FROM group_ WHERE key = ANY(CAST(:groups AS text[]))"
    " UNION ALL SELECT 'r:' || key, name FROM role WHERE key = ANY(CAST(:roles AS text[]))"
    " UNION ALL SELECT 'u:' || id, name FROM unit WHERE id = ANY(CAST(:units AS bigint[]))"
)
NAMES_SOMEBODY = frozenset({"chosen", "substitute", "transferred", "delegated", "signer"})
"""Rules whose first parameter is the id of a person."""
MEMBER = "member"
"""The rule of one of many who countersign; its parameter is the key of the group or post."""
NAMES_A_FIELD = frozenset({"field", "unitHead"})
"""Rules whose last parameter may be the pointer of a field."""


@dataclass(frozen=True, slots=True)
class TaskReason:
    """One reason.

    Attributes
    ----------
    principal
        The principal key: somebody, a group, or a role at a unit.
    params
        What else the rule keeps: the level of a head, a pointer, a lane.
    name, unit
        Of the person, group or role, and of the unit where the role is held.
    by
        Of whom the reason speaks: who chose, who is away, who handed over; or of what he is a member.
    field
        The title of the field that it speaks of, as the form has it; None if it speaks of none.
    """

    principal: str
    rule: str
    params: tuple[str, ...]
    name: str
    unit: str = ""
    by: str = ""
    field: Any = None


def reasons_of(
    connection: Link, deployed: Deployed, reasons: Iterable[Sequence[str]]
) -> tuple[TaskReason, ...]:
    """Give the reasons of a task with their names."""
    rows = [tuple(reason) for reason in reasons]
    names = _names(connection, rows)
    return tuple(_reason(deployed, names, row) for row in rows)


def _reason(deployed: Deployed, names: dict[str, str], row: tuple[str, ...]) -> TaskReason:
    principal, rule, *params = row
    held, _, unit = principal.partition("@")
    by = _spoken_of(names, rule, params[0]) if params else ""
    pointer = params[-1] if rule in NAMES_A_FIELD and params and params[-1].startswith("/") else None
    return TaskReason(
        principal,
        rule,
        tuple(params),
        names.get(held, ""),
        names.get(f"u:{unit}", ""),
        by,
        _title(deployed, pointer) if pointer else None,
    )


def _spoken_of(names: dict[str, str], rule: str, param: str) -> str:
    if rule == MEMBER:
        held, _, unit = param.partition("@")
        return f"{names.get(f'u:{unit}', '')}{names.get(held, '')}"
    return names.get(f"p:{param}", "") if rule in NAMES_SOMEBODY else ""


def _title(deployed: Deployed, pointer: str) -> Any:
    """Give what stands beside a field on paper, else its title; of a column, that of its rows."""
    name = pointer.split("/")[1]
    cells = (cell for layout in deployed.form.layouts.values() for row in layout.rows for cell in row)
    label = next((cell.label for cell in cells if cell.field == f"/{name}" and cell.label), None)
    return label or deployed.form.schema.get("properties", {}).get(name, {}).get("title") or name


def _names(connection: Link, rows: list[tuple[str, ...]]) -> dict[str, str]:
    wanted = parse([row[0] for row in rows] + [row[2] for row in rows if row[1] == MEMBER])
    others = [int(row[2]) for row in rows if row[1] in NAMES_SOMEBODY and len(row) > 2]
    values = {
        "persons": [*wanted.persons, *others],
        "groups": list(wanted.groups),
        "roles": list(wanted.roles),
        "units": list(wanted.role_units),
    }
    if not rows:
        return {}
    return {row.key: row.name for row in connection.execute(_NAMES, values)}
