"""The rules a diagram may name, a function each: rule → (principal key, rule, parameters …)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from designer_export.native import AssignRule
from identity import directory
from identity.keys import group_key, person_key, role_key

from .situation import Situation

Reason = tuple[str, ...]


def by_initiator(situation: Situation, rule: AssignRule) -> list[Reason]:
    """The person who started the instance."""
    return [(person_key(situation.initiator_id), "initiator")]


def by_person(situation: Situation, rule: AssignRule) -> list[Reason]:
    """A person named by number."""
    person_id = directory.id_by_number(situation.link, rule.value or "")
    return [] if person_id is None else [(person_key(person_id), "person")]


def by_group(situation: Situation, rule: AssignRule) -> list[Reason]:
    """Whoever is in a group when the task is opened: membership follows the group."""
    return [(group_key(rule.value), "group", rule.value)] if rule.value else []


def by_role(situation: Situation, rule: AssignRule) -> list[Reason]:
    """Whoever holds a role at a unit."""
    unit_id, role = _unit(situation, rule), rule.role or rule.value
    return [(role_key(role, unit_id), "role", role)] if unit_id and role else []


def by_unit_head(situation: Situation, rule: AssignRule) -> list[Reason]:
    """The head of a unit; where the post is vacant, of the nearest unit above that has one."""
    unit_id = _unit(situation, rule)
    if unit_id is None:
        return []
    headed = directory.nearest_headed(situation.link, unit_id)
    return [(role_key("head", headed.id), "unitHead")] if headed else []


def by_field(situation: Situation, rule: AssignRule) -> list[Reason]:
    """The people chosen in a field of the form."""
    field = rule.of or ""
    value = _read(situation, field)
    chosen = value if isinstance(value, list) else [value]
    return [(person_key(person), "field", field) for person in chosen if isinstance(person, int)]


def _unit(situation: Situation, rule: AssignRule) -> int | None:
    of = rule.of or "initiator"
    if of == "initiator":
        return situation.unit_id
    value = _read(situation, of) if of.startswith("/") else of
    code = value if isinstance(value, str) else ""
    unit = directory.unit_by_code(situation.link, code)
    return unit.id if unit else None


def _read(situation: Situation, pointer: str) -> Any:
    return situation.read(pointer.lstrip("/"))


RULES: dict[str, Callable[[Situation, AssignRule], list[Reason]]] = {
    "initiator": by_initiator,
    "person": by_person,
    "group": by_group,
    "role": by_role,
    "unitHead": by_unit_head,
    "field": by_field,
}


def by_rule(situation: Situation, rule: AssignRule) -> list[Reason]:
    """Whom one rule names."""
    return RULES[rule.rule](situation, rule)
