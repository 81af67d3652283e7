"""From whom somebody may be chosen."""

from collections.abc import Mapping
from typing import Any

from db.link import Link
from designer_export.native import AssignRule
from identity import directory
from identity.keys import group_key, person_key, role_key
from identity.refs import PersonRef


def people_among(
    connection: Link, rule: AssignRule, unit_id: int | None, variables: Mapping[str, Any]
) -> tuple[PersonRef, ...] | None:
    """Give the active people among whom a rule lets choose; None where it names no limit.

    Parameters
    ----------
    unit_id
        The initiator's unit.
    variables
        The document, where the rule speaks of a unit that stands in the form.
    """
    if rule.among == "group":
        return directory.expand(connection, [group_key(rule.value or "")])
    if rule.among != "role":
        return None
    role = rule.role or ""
    if rule.of is None:
        keys = [person_key(one) for one in directory.holders_anywhere(connection, role)]
        return directory.expand(connection, keys)
    unit = _unit(connection, rule.of, unit_id, variables)
    return directory.expand(connection, [role_key(role, unit)]) if unit else ()


def _unit(connection: Link, of: str, unit_id: int | None, variables: Mapping[str, Any]) -> int | None:
    if of == "initiator":
        return unit_id
    code = variables.get(of[1:]) if of.startswith("/") else of
    unit = directory.unit_by_code(connection, code) if isinstance(code, str) else None
    return unit.id if unit else None
