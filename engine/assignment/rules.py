"""The rules a diagram may name, a function each: rule → (principal key, rule, parameters …)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from designer_export.native import AssignRule
from identity import directory
from identity.keys import group_key, person_key, role_key

if TYPE_CHECKING:
    from engine.execution import WaitingStep
    from engine.running import Running

Reason = tuple[str, ...]


def by_initiator(running: Running, step: WaitingStep, rule: AssignRule) -> list[Reason]:
    """The person who started the instance."""
    return [(person_key(running.facts.initiator_id), "initiator")]


def by_person(running: Running, step: WaitingStep, rule: AssignRule) -> list[Reason]:
    """A person named by number."""
    person_id = directory.id_by_number(running.uow, rule.value or "")
    return [] if person_id is None else [(person_key(person_id), "person")]


def by_group(running: Running, step: WaitingStep, rule: AssignRule) -> list[Reason]:
    """Whoever is in a group when the task is opened: membership follows the group."""
    return [(group_key(rule.value), "group", rule.value)] if rule.value else []


def by_role(running: Running, step: WaitingStep, rule: AssignRule) -> list[Reason]:
    """Whoever holds a role at a unit."""
    unit_id, role = _unit(running, step, rule), rule.role or rule.value
    return [(role_key(role, unit_id), "role", role)] if unit_id and role else []


def by_unit_head(running: Running, step: WaitingStep, rule: AssignRule) -> list[Reason]:
    """The head of a unit; where the post is vacant, of the nearest unit above that has one."""
    unit_id = _unit(running, step, rule)
    if unit_id is None:
        return []
    headed = directory.nearest_headed(running.uow, unit_id)
    return [(role_key("head", headed.id), "unitHead")] if headed else []


def by_field(running: Running, step: WaitingStep, rule: AssignRule) -> list[Reason]:
    """The people chosen in a field of the form."""
    field = rule.of or ""
    value = _read(running, step, field)
    chosen = value if isinstance(value, list) else [value]
    return [(person_key(person), "field", field) for person in chosen if isinstance(person, int)]


def _unit(running: Running, step: WaitingStep, rule: AssignRule) -> int | None:
    of = rule.of or "initiator"
    if of == "initiator":
        return running.facts.unit_id
    value = _read(running, step, of) if of.startswith("/") else of
    code = value if isinstance(value, str) else ""
    unit = directory.unit_by_code(running.uow, code)
    return unit.id if unit else None


def _read(running: Running, step: WaitingStep, pointer: str) -> Any:
    """A variable as it is seen at the step: an item of a multi-instance has variables of its own."""
    return running.execution.variables(step.token).get(pointer.lstrip("/"))


RULES: dict[str, Callable[[Running, WaitingStep, AssignRule], list[Reason]]] = {
    "initiator": by_initiator,
    "person": by_person,
    "group": by_group,
    "role": by_role,
    "unitHead": by_unit_head,
    "field": by_field,
}
