"""When timers fire: a moment, a duration, or a cycle (BPMN 2.0.2, table 10.101; ISO 8601; cron).

A literal is parsed when the diagram is compiled, so that a broken one is refused there. Anything else is an
expression of our language whose value is read the same way when the timer starts.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

import isodate
from croniter import croniter

from engine.execution.errors import StepFailed

ScheduleKind = Literal["date", "duration", "cycle"]
_LITERAL = re.compile(r"[-+]?P(\d|T).*|\d{4}-\d{2}-\d{2}.*|R\d*/.+|@\w+|([\d*?/,L#\w-]+\s+){4,5}\S+")
FOREVER = -1
"""Turns of a cycle without end."""
LONGEST_YEARS = 100
"""A timer beyond it is a slip, or hostile."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """A repetition: every `interval` from `start` on, or at the moments of a cron text."""

    turns: int
    interval: timedelta | isodate.Duration | None = None
    start: datetime | None = None
    cron: str | None = None

    def first(self, now: datetime) -> datetime:
        """When it fires for the first time."""
        if self.start is not None and self.start >= now:
            return self.start
        return self.after(self.start or now, now)

    def after(self, last: datetime, now: datetime) -> datetime:
        """When it fires next after `last`; what was missed before `now` is fired once, not made up for."""
        if self.cron is not None:
            moment: datetime = croniter(self.cron, max(last, now), second_at_beginning=True).get_next(
                datetime
            )
            return moment
        assert self.interval is not None
        moment = last + self.interval
        if moment <= now and isinstance(self.interval, timedelta):
            moment += ((now - moment) // self.interval) * self.interval
            return moment if moment > now else moment + self.interval
        while moment <= now:
            moment = moment + self.interval
        return moment


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a timer fires.

    Attributes
    ----------
    literal
        The parsed text, or None.
    source
        The expression that gives it, or None.
    """

    kind: ScheduleKind
    literal: "datetime | timedelta | isodate.Duration | Cycle | None"
    source: str | None


def read_schedule(kind: ScheduleKind, text: str) -> Schedule:
    """Read the text of a timer.

    Raises
    ------
    ValueError
        For something that looks like a literal and is none.
    """
    text = text.strip()
    bare = text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
    if _LITERAL.fullmatch(bare):
        return Schedule(kind, _READERS[kind](bare), None)
    return Schedule(kind, None, text)


def value_of(schedule: Schedule, found: Any) -> "datetime | timedelta | isodate.Duration | Cycle":
    """Read what the expression of a schedule gave.

    Raises
    ------
    StepFailed
        ``timer``
    """
    try:
        if schedule.kind == "duration" and isinstance(found, timedelta | isodate.Duration):
            return _short(found)
        if schedule.kind == "duration" and isinstance(found, int | float) and not isinstance(found, bool):
            return _short(timedelta(seconds=found))
        if schedule.kind == "date" and isinstance(found, datetime):
            return _aware(found)
        if schedule.kind == "date" and isinstance(found, date):
            return datetime.combine(found, time(), UTC)
        if isinstance(found, str):
            return _READERS[schedule.kind](found.strip())
    except (ValueError, OverflowError, KeyError) as exc:
        raise StepFailed("timer", f"{found!r}: {exc}") from exc
    raise StepFailed("timer", f"{found!r}")


def due_at(value: "datetime | timedelta | isodate.Duration | Cycle", now: datetime) -> tuple[datetime, int]:
    """Give the first moment, and the turns that are left after it."""
    if isinstance(value, Cycle):
        return value.first(now), value.turns if value.turns == FOREVER else value.turns - 1
    return (value if isinstance(value, datetime) else now + value), 0


def first_turn(timer: Schedule, now: datetime) -> tuple[datetime, int]:
    """When a timer that begins a process fires first, and the turns left after it.

    Raises
    ------
    ValueError
        If its text is no literal: there is nothing yet that an expression could look at.
    """
    if timer.literal is None:
        raise ValueError(timer.source)
    return due_at(timer.literal, now)


def next_turn(timer: Schedule, due: datetime, left: int, now: datetime) -> tuple[datetime | None, int]:
    """When it fires again after it fired at `due` with `left` turns to go; None if it does not."""
    if not left or not isinstance(timer.literal, Cycle):
        return None, 0
    return timer.literal.after(due, now), left if left == FOREVER else left - 1


def _moment(text: str) -> datetime:
    return _aware(isodate.parse_datetime(text) if "T" in text else _day(text))


def _day(text: str) -> datetime:
    if " " in text:
        return datetime.fromisoformat(text)
    return datetime.combine(isodate.parse_date(text), time())


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _duration(text: str) -> "timedelta | isodate.Duration":
    return _short(isodate.parse_duration(text))


def _short(duration: "timedelta | isodate.Duration") -> "timedelta | isodate.Duration":
    days = duration.days if isinstance(duration, timedelta) else duration.tdelta.days
    years = 0 if isinstance(duration, timedelta) else float(duration.years) + float(duration.months) / 12
    if abs(years + days / 365) > LONGEST_YEARS:
        raise ValueError(f"longer than {LONGEST_YEARS} years")
    return duration


def _cycle(text: str) -> Cycle:
    if not text.startswith("R"):
        # Six fields begin with the seconds, as in Quartz and Camunda; `?` is their word for "any".
        text = text.replace("?", "*")
        if not croniter.is_valid(text, second_at_beginning=True):
            raise ValueError("no ISO 8601 repetition and no cron text")
        return Cycle(FOREVER, cron=text)
    head, _, rest = text.partition("/")
    turns = int(head[1:]) if len(head) > 1 else FOREVER
    parts = rest.split("/")
    if turns == 0 or len(parts) > 2:
        raise ValueError("a repetition needs at least one turn")
    if len(parts) == 1:
        return _repeated(turns, _duration(parts[0]), None)
    if parts[0].startswith("P"):
        # Duration and end: the first turn is so many durations before the end.
        interval, end = _duration(parts[0]), _moment(parts[1])
        return _repeated(turns, interval, end - interval * max(turns - 1, 0) if turns > 0 else None)
    start = _moment(parts[0])
    if parts[1].startswith("P"):
        return _repeated(turns, _duration(parts[1]), start)
    return _repeated(turns, _moment(parts[1]) - start, start)


def _repeated(turns: int, interval: "timedelta | isodate.Duration", start: datetime | None) -> Cycle:
    anchor = datetime(2000, 1, 31, tzinfo=UTC)
    if anchor + interval <= anchor:
        raise ValueError("the time between two turns must be positive")
    return Cycle(turns, interval=interval, start=start)


_READERS: Any = {"date": _moment, "duration": _duration, "cycle": _cycle}
