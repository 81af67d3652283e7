"""Who has approved in a matter, as far as it still counts: nothing from before a return does.

An approval is a completed step with an outcome of the kind ``approve``; whoever only signs at another's step
gives none. A return takes the approvals it undoes
from the execution; those of parallel branches stay done, but what they approved may have changed since, so
whoever gave them is asked again where his next step comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import text

from designer_export.native import Outcome

if TYPE_CHECKING:
    from engine.running import Running

_MOVES_BACK = ("return", "back", "jump", "restart")
_DONE = text(
    "SELECT e.kind, e.person_id, e.element, e.outcome, t.token FROM record_entry e"
    " LEFT JOIN task t ON t.id = e.task_id WHERE e.instance_id = :id AND e.n > coalesce((SELECT max(n)"
    " FROM record_entry WHERE instance_id = :id AND kind = ANY(CAST(:back AS text[]))), 0)"
    " AND e.kind = 'complete' AND t.sign IS NULL ORDER BY e.n"
)


def approvals(running: Running) -> dict[int, str]:
    """Give who has approved and still stands by it, with the id of his last approving outcome."""
    counting = {step.token for step in running.execution.completed}
    found: dict[int, str] = {}
    for person_id, element, outcome, token in _completed(running):
        if token in counting and _approves(running, element, outcome):
            found[person_id] = outcome
    return found


def approving(running: Running, element: str, like: str) -> Outcome | None:
    """Give the outcome by which a step approves: the one called `like` if it is one, else the first."""
    offered = [one for one in running.deployed.step(element).outcomes if one.kind == "approve"]
    return next((one for one in offered if one.id == like), offered[0] if offered else None)


def _completed(running: Running) -> Iterator[tuple[int, str, str, int]]:
    """Completions since the last move back, those of this very command among them."""
    entries = [entry for entry, _ in running.pending.entries]
    tokens = {row.id: row.token for row in running.open_tasks if row.sign is None}
    backs = [n for n, entry in enumerate(entries) if entry.kind in _MOVES_BACK]
    if not backs and running.stored:
        values = {"id": running.facts.id, "back": list(_MOVES_BACK)}
        for row in running.uow.execute(_DONE, values):
            yield row.person_id, row.element, row.outcome, row.token
    for entry in entries[backs[-1] + 1 if backs else 0 :]:
        if entry.kind == "complete" and entry.task_id in tokens:
            yield entry.person_id or 0, entry.element or "", entry.outcome or "", tokens[entry.task_id]


def _approves(running: Running, element: str, outcome: str) -> bool:
    offered = running.deployed.step(element).outcomes
    return any(one.id == outcome and one.kind == "approve" for one in offered)
