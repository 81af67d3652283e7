"""The events that begin an instance of a version."""

from datetime import datetime
from typing import Any

from engine.definitions import Deployed
from engine.execution import first_turn

Begun = dict[str, Any]
"""A row of those events."""


def beginnings_of(prepared: Deployed, now: datetime) -> list[Begun]:
    """Give the rows of the events that begin an instance of this version."""
    found = []
    for process_id, program in prepared.programs.by_id.items():
        for one in program.beginnings:
            due, left = first_turn(one.schedule, now) if one.schedule else (None, 0)
            row = {"process_id": process_id, "element": one.element, "kind": one.kind}
            found.append({**row, "name": one.name or "", "next_due": due, "turns_left": left, "since": now})
    return found
