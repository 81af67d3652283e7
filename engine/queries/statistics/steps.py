"""The steps of a service in figures: how often, how long, and how they ended."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import text

from db.link import Answer, Link
from db.planning import ask_planned

from .asked import Subject
from .calls import CALL_CLOSED_AT, STATE_OF_CALL
from .spreads import CALENDAR, FRACTIONS, Spread, epoch, spread, worked

# What people do and what outside systems are asked, as rows of one kind.
_ITEMS = f"""
 SELECT t.element, 'task' AS kind, t.name, i.id AS instance, t.state, t.opened_at, t.closed_at,
 t.due_at, coalesce(t.closed_at, t.held_at, i.suspended_at, :now) AS judged_at
 FROM instance i JOIN task t ON t.instance_id = i.id WHERE {{cohort}}
 UNION ALL
 SELECT c.element, 'call', NULL, i.id, {STATE_OF_CALL}, c.opened_at, {CALL_CLOSED_AT}, NULL, :now
 FROM instance i JOIN call c ON c.instance_id = i.id WHERE {{cohort}}"""

# Signers beside each other, or turns that overlap, hold a matter once: of each row counts what no earlier
# one of the same step and matter has covered.
_STEPS = f"""WITH {CALENDAR}, item AS (
 SELECT *, coalesce(closed_at, :now) AS left_at, max(coalesce(closed_at, :now)) OVER (
 PARTITION BY instance, element ORDER BY opened_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
 AS covered FROM ({_ITEMS}) AS rows),
 timed AS MATERIALIZED (SELECT element, kind, name, state, due_at IS NOT NULL AS due,
 judged_at > due_at AS late, state IN ('completed', 'returned') AS ended,
 greatest({epoch("left_at")} - {epoch("greatest(opened_at, covered)")}, 0) AS held_up,
 {epoch("closed_at")} - {epoch("opened_at")} AS took,
 {worked("closed_at")} - {worked("opened_at")} AS took_working FROM item CROSS JOIN calendar)
 SELECT element, min(kind) AS kind, max(name) AS name, count(*) AS entered,
 count(*) FILTER (WHERE state = 'completed') AS completed,
 count(*) FILTER (WHERE state = 'returned') AS returned,
 count(*) FILTER (WHERE state = 'cancelled') AS cancelled, count(*) FILTER (WHERE state = 'open') AS standing,
 count(*) FILTER (WHERE due) AS due, count(*) FILTER (WHERE late) AS late, sum(held_up) AS held_up,
 count(*) FILTER (WHERE ended) AS ended,
 percentile_cont({FRACTIONS}) WITHIN GROUP (ORDER BY took) FILTER (WHERE ended) AS took,
 percentile_cont({FRACTIONS}) WITHIN GROUP (ORDER BY took_working) FILTER (WHERE ended) AS took_working
 FROM timed GROUP BY element"""

_OUTCOMES = """SELECT t.element, t.outcome, count(*) AS number
 FROM instance i JOIN task t ON t.instance_id = i.id WHERE {cohort}
 AND t.state IN ('completed', 'returned') AND t.outcome IS NOT NULL GROUP BY t.element, t.outcome"""

# When a to-do item was first opened by anybody whom it was offered.
_LOOKS = f"""SELECT element, count(*) AS number,
 percentile_cont({FRACTIONS}) WITHIN GROUP (ORDER BY {epoch("first_at")} - {epoch("opened_at")}) AS waited,
 percentile_cont({FRACTIONS}) WITHIN GROUP (ORDER BY {epoch("closed_at")} - {epoch("first_at")}) AS handled
 FROM (SELECT t.element, t.opened_at, t.closed_at, min(r.first_at) AS first_at
 FROM instance i JOIN task t ON t.instance_id = i.id JOIN task_read r ON r.task_id = t.id
 WHERE {{cohort}} AND t.state IN ('completed', 'returned') GROUP BY t.id) AS looked
 WHERE first_at BETWEEN opened_at AND closed_at GROUP BY element"""

_OPEN = f"""SELECT element, count(*) AS number, count(*) FILTER (WHERE late) AS late, min(opened_at) AS since
 FROM (SELECT t.element, t.opened_at, coalesce(t.held_at, i.suspended_at, :now) > t.due_at AS late
 FROM instance i JOIN task t ON t.instance_id = i.id
 WHERE {{opening}} AND i.state IN ('running', 'suspended') AND t.state = 'open'
 UNION ALL SELECT c.element, c.opened_at, NULL FROM instance i JOIN call c ON c.instance_id = i.id
 WHERE {{opening}} AND i.state IN ('running', 'suspended') AND {STATE_OF_CALL} = 'open') AS standing
 GROUP BY element"""

_FAULTS = """SELECT f.element, count(*) AS number FROM instance i JOIN incident f ON f.instance_id = i.id
 WHERE {opening} AND i.state IN ('running', 'suspended') AND f.closed_at IS NULL GROUP BY f.element"""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at a step now, whenever its matters began."""

    open: int = 0
    late: int = 0
    since: datetime | None = None
    faults: int = 0


@dataclass(frozen=True, slots=True)
class StepFigures:
    """A step; to-do items are counted, of which a step with several signers has several a turn.

    Attributes
    ----------
    kind
        ``task``, or ``call`` for a step that asks an outside system.
    entered, completed, returned, cancelled, standing
        Items of the period by what became of them; `standing` are not over yet.
    due, late
        Those that had a deadline, and those that missed it.
    took, took_working
        How long it was until they were completed or returned.
    waited, handled
        Until somebody first opened one, and from then on; of those of which it is known.
    held_up
        Seconds that matters stood here altogether, each moment of a matter counted once.
    share
        `held_up` as a share of what all steps held up.
    outcomes
        How often each was chosen, the most frequent first.
    """

    element: str
    kind: str
    name: str
    entered: int
    completed: int
    returned: int
    cancelled: int
    standing: int
    due: int
    late: int
    took: Spread | None
    took_working: Spread | None
    waited: Spread | None
    handled: Spread | None
    held_up: float
    share: float
    outcomes: tuple[tuple[str, int], ...]
    now: Standing

    @property
    def return_rate(self) -> float | None:
        """Which share of what was decided here was sent back."""
        decided = self.completed + self.returned
        return self.returned / decided if decided else None

    @property
    def late_rate(self) -> float | None:
        """Which share of what had a deadline missed it."""
        return self.late / self.due if self.due else None


@dataclass(frozen=True, slots=True)
class AskedSteps:
    """Questions on their way to the server."""

    steps: Answer
    outcomes: Answer
    looks: Answer
    standing: Answer
    faults: Answer


def ask_steps(connection: Link, subject: Subject, values: Mapping[str, Any]) -> AskedSteps:
    """Ask for everything about the steps; nobody waits yet."""

    def ask(sql: str) -> Answer:
        return ask_planned(
            connection, text(sql.format(cohort=subject.cohort, opening=subject.opening)), values
        )

    return AskedSteps(ask(_STEPS), ask(_OUTCOMES), ask(_LOOKS), ask(_OPEN), ask(_FAULTS))


def steps_of(asked: AskedSteps) -> tuple[StepFigures, ...]:
    """Read the answers, those that held matters up longest first."""
    looks = {row.element: row for row in asked.looks}
    now = _standing(asked)
    outcomes: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in asked.outcomes:
        outcomes[row.element].append((row.outcome, row.number))
    rows = {row.element: row for row in asked.steps}
    total = sum(float(row.held_up) for row in rows.values())
    found = [_step(row, looks.get(row.element), total, outcomes, now) for row in rows.values()]
    # What stands there now may have come with matters begun before the period.
    found += [_only_standing(element, now[element]) for element in now.keys() - rows.keys()]
    return tuple(sorted(found, key=lambda step: (-step.held_up, step.element)))


def _standing(asked: AskedSteps) -> dict[str, Standing]:
    found = {row.element: Standing(row.number, row.late, row.since) for row in asked.standing}
    for row in asked.faults:
        found[row.element] = replace(found.get(row.element, Standing()), faults=row.number)
    return found


def _step(
    row: Any,
    looked: Any,
    total: float,
    outcomes: Mapping[str, list[tuple[str, int]]],
    now: Mapping[str, Standing],
) -> StepFigures:
    return StepFigures(
        element=row.element,
        kind=row.kind,
        name=row.name or "",
        entered=row.entered,
        completed=row.completed,
        returned=row.returned,
        cancelled=row.cancelled,
        standing=row.standing,
        due=row.due,
        late=row.late,
        took=spread(row.ended, row.took),
        took_working=spread(row.ended, row.took_working),
        waited=spread(looked.number, looked.waited) if looked else None,
        handled=spread(looked.number, looked.handled) if looked else None,
        held_up=float(row.held_up),
        share=float(row.held_up) / total if total else 0.0,
        outcomes=tuple(sorted(outcomes.get(row.element, ()), key=lambda one: (-one[1], one[0]))),
        now=now.get(row.element, Standing()),
    )


def _only_standing(element: str, now: Standing) -> StepFigures:
    return StepFigures(element, "task", "", 0, 0, 0, 0, 0, 0, 0, None, None, None, None, 0.0, 0.0, (), now)
