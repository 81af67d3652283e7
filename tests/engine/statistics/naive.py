"""The same figures counted in plain Python from all rows, one after the other."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import text

from calendars.working_time import WorkingTime
from calendars.zone import CAMPUS_TIME
from db.link import Link

ALL = ("running", "suspended", "completed", "terminated", "cancelled")


def percentile(values: Sequence[float], part: float) -> float:
    """Between the two nearest values, as PostgreSQL's percentile_cont."""
    ordered = sorted(values)
    place = part * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def spread(values: Sequence[float]) -> tuple[float, ...] | None:
    return (len(values), *(percentile(values, part) for part in (0.5, 0.9, 0.95))) if values else None


def union(spans: Iterable[tuple[datetime, datetime]]) -> float:
    """How long at least one of some spans lasted."""
    total, until = 0.0, None
    for begins, ends in sorted(spans):
        begins = begins if until is None else max(begins, until)
        total += max((ends - begins).total_seconds(), 0)
        until = ends if until is None else max(until, ends)
    return total


@dataclass
class Naive:
    """All rows of a service, and what somebody chose of them."""

    link: Link
    key: str
    now: datetime
    calendar: WorkingTime
    since: datetime | None = None
    until: datetime | None = None
    units: frozenset[int] | None = None
    definitions: frozenset[int] | None = None

    def matters(self, *, ever: bool = False) -> list[Any]:
        rows = self.link.execute(text("SELECT * FROM instance")).all()
        return [row for row in rows if row.service_key == self.key and (ever or self.in_period(row))
                and (self.units is None or row.unit_id in self.units)
                and (self.definitions is None or row.definition_id in self.definitions)]  # fmt: skip

    def in_period(self, row: Any) -> bool:
        return (self.since is None or row.started_at >= self.since) and (
            self.until is None or row.started_at < self.until
        )

    def tasks(self, matters: list[Any]) -> list[Any]:
        ids = {row.id for row in matters}
        return [r for r in self.link.execute(text("SELECT * FROM task")).all() if r.instance_id in ids]

    def seconds(self, begins: datetime, ends: datetime) -> float:
        return (ends - begins).total_seconds()

    def working(self, begins: datetime, ends: datetime) -> float:
        return self.calendar.between(begins, ends).total_seconds()

    def steps(self) -> dict[str, dict[str, Any]]:
        matters = self.matters()
        self.suspended = {row.id: row.suspended_at for row in matters}
        tasks = self.tasks(matters)
        return {one: self.step([t for t in tasks if t.element == one]) for one in {t.element for t in tasks}}

    def step(self, tasks: list[Any]) -> dict[str, Any]:
        states = Counter(task.state for task in tasks)
        ended = [task for task in tasks if task.state in ("completed", "returned")]
        looks = [(task, at) for task in ended if (at := self.first_look(task)) is not None]
        held = [
            union((t.opened_at, t.closed_at or self.now) for t in tasks if t.instance_id == one)
            for one in {task.instance_id for task in tasks}
        ]
        outcomes = Counter(task.outcome for task in ended if task.outcome)
        return {
            "entered": len(tasks),
            "completed": states["completed"],
            "returned": states["returned"],
            "cancelled": states["cancelled"],
            "standing": states["open"],
            "due": sum(task.due_at is not None for task in tasks),
            "late": sum(self.late(task, self.suspended[task.instance_id]) for task in tasks),
            "took": spread([self.seconds(t.opened_at, t.closed_at) for t in ended]),
            "took_working": spread([self.working(t.opened_at, t.closed_at) for t in ended]),
            "waited": spread([self.seconds(t.opened_at, at) for t, at in looks]),
            "handled": spread([self.seconds(at, t.closed_at) for t, at in looks]),
            "held_up": sum(held),
            "outcomes": tuple(sorted(outcomes.items(), key=lambda one: (-one[1], one[0]))),
        }

    def late(self, task: Any, suspended_at: datetime | None) -> bool:
        if task.due_at is None:
            return False
        return bool((task.closed_at or task.held_at or suspended_at or self.now) > task.due_at)

    def first_look(self, task: Any) -> datetime | None:
        rows = self.link.execute(text("SELECT * FROM task_read WHERE task_id = :id"), {"id": task.id}).all()
        return min((row.first_at for row in rows), default=None)

    def standing(self) -> dict[str, tuple[int, int, datetime]]:
        matters = {row.id: row for row in self.matters(ever=True) if row.state in ("running", "suspended")}
        tasks = [task for task in self.tasks(list(matters.values())) if task.state == "open"]
        found = {}
        for element in {task.element for task in tasks}:
            here = [task for task in tasks if task.element == element]
            late = sum(self.late(task, matters[task.instance_id].suspended_at) for task in here)
            found[element] = (len(here), late, min(task.opened_at for task in here))
        return found

    def whole(self, matters: list[Any]) -> dict[str, Any]:
        states = Counter(row.state for row in matters)
        ended = [row for row in matters if row.state == "completed"]
        return {
            "started": len(matters),
            **{state: states[state] for state in ALL},
            "took": spread([self.seconds(row.started_at, row.ended_at) for row in ended]),
            "took_working": spread([self.working(row.started_at, row.ended_at) for row in ended]),
        }

    def by(self, what: str) -> dict[Any, dict[str, Any]]:
        matters = self.matters()
        keys = {_key(row, what) for row in matters}
        return {key: self.whole([row for row in matters if _key(row, what) == key]) for key in keys}

    def ages(self) -> list[int]:
        days = [
            (self.now - row.started_at).total_seconds() / 86400
            for row in self.matters(ever=True)
            if row.state in ("running", "suspended")
        ]
        bounds = [0, 1, 3, 7, 30, 10**9]
        return [sum(low <= day < high for day in days) for low, high in pairwise(bounds)]


def _key(row: Any, what: str) -> Any:
    if what == "month":
        return row.started_at.astimezone(CAMPUS_TIME).strftime("%Y-%m")
    return getattr(row, what)
