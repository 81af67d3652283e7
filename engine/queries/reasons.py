"""Why somebody handles a task: the reasons kept with it, with the names that a sentence needs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from db.link import Answer, Link
from engine.definitions import Deployed

# Of every word of the reasons that is a principal key, and of every number, which may be a person's.
_NAMES = text(
    "WITH said AS MATERIALIZED (SELECT DISTINCT word #>> '{}' AS word FROM task t,"
    " LATERAL jsonb_path_query(t.reasons, '$[*][*]') AS word WHERE t.id = :task_id AND t.state = 'open')"
    " SELECT 'p:' || p.id AS key, p.name FROM said"
    " JOIN person p ON p.id = CAST(substring(word FROM '^p?:?([0-9]{1,18})$') AS bigint)"
    " UNION ALL SELECT 'g:' || g.key, g.name FROM said"
    " JOIN group_ g ON g.key = substring(word FROM '^g:(.+)$')"
    " UNION ALL SELECT 'r:' || r.key, r.name FROM said"
    " JOIN role r ON r.key = substring(word FROM '^r:(.+)@[0-9]+$')"
    " UNION ALL SELECT 'u:' || u.id, u.name FROM said"
    " JOIN unit u ON u.id = CAST(substring(word FROM '^r:.+@([0-9]{1,18})$') AS bigint)"
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


def ask_names_by_task(connection: Link, task_id: int) -> Answer:
    """Ask for the names of everybody of whom an open task's reasons speak."""
    return connection.execute(_NAMES, {"task_id": task_id})


def reasons_of(deployed: Deployed, reasons: Iterable[Sequence[str]], names: Answer) -> tuple[TaskReason, ...]:
    """Give the reasons of a task with the names that were asked for."""
    named = {row.key: row.name for row in names}
    return tuple(_reason(deployed, named, tuple(reason)) for reason in reasons)


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
