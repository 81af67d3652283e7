"""When timers fire: a moment, a duration, or a cycle (BPMN 2.0.2, table 10.101; ISO 8601; cron).

Days, and moments without a zone, are the campus's: ``0 8 * * 1-5`` is eight in the morning there.

A literal is parsed when the diagram is compiled, so that a broken one is refused there. Anything else is an
expression of our language whose value is read the same way when the timer starts.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Literal

import isodate
from croniter import croniter

from calendars.zone import CAMPUS_TIME
from engine.execution.errors import StepFailed
from engine.execution.events.spans import Span, read_span, span_of

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
    interval: Span | None = None
    start: datetime | None = None
    cron: str | None = None
    text: str = ""
    zone: tzinfo = CAMPUS_TIME

    def first(self, now: datetime) -> datetime:
        """When it fires for the first time."""
        if self.start is not None and self.start >= now:
            return self.start
        return self.after(self.start or now, now)

    def after(self, last: datetime, now: datetime) -> datetime:
        """When it fires next after `last`; what was missed before `now` is fired once, not made up for."""
        if self.cron is not None:
            return self._cron_after(self.cron, max(last, now).astimezone(self.zone))
        assert self.interval is not None
        # Counted from the first: from turn to turn the 31st would become the 28th for good.
        first, limit = (self.start or last).astimezone(UTC), max(last, now).astimezone(UTC)
        turn = max(1, int((limit - first) / self.interval.about) - 1)
        while (moment := self.interval.after(first, self.zone, turn)) <= limit:
            turn += 1
        return moment

    def _cron_after(self, cron: str, limit: datetime) -> datetime:
        moments = croniter(cron, limit, second_at_beginning=True)
        moment: datetime = moments.get_next(datetime)
        fields = cron.split()
        hours = fields[-4] if len(fields) > 4 else "*"
        # When the clocks are put back an hour comes twice; what has its hour comes once.
        while moment.fold and "*" not in hours:
            moment = moments.get_next(datetime)
        return moment.astimezone(UTC)

    @property
    def drifts(self) -> bool:
        """Tell whether its turns must be counted from the first, and nothing says yet which that is."""
        return self.interval is not None and self.start is None and not self.interval.is_exact

    def since(self, first: datetime) -> "Cycle":
        """Count its turns from `first` on, unless it says itself from when."""
        return replace(self, start=first) if self.drifts else self

    def text_since(self, first: datetime) -> str:
        """Write it so that it is counted from `first` on."""
        head, _, rest = self.text.partition("/")
        return f"{head}/{first.isoformat()}/{rest}"


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
    literal: "datetime | Span | Cycle | None"
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


def value_of(schedule: Schedule, found: Any) -> "datetime | Span | Cycle":
    """Read what the expression of a schedule gave.

    Raises
    ------
    StepFailed
        ``timer``
    """
    try:
        if schedule.kind == "duration" and isinstance(found, timedelta | isodate.Duration):
            return _short(span_of(found))
        if schedule.kind == "duration" and isinstance(found, int | float) and not isinstance(found, bool):
            return _short(Span(exact=timedelta(seconds=found)))
        if schedule.kind == "date" and isinstance(found, datetime):
            return _aware(found)
        if schedule.kind == "date" and isinstance(found, date):
            return datetime.combine(found, time(), CAMPUS_TIME)
        if isinstance(found, str):
            return _READERS[schedule.kind](found.strip())
    except (ValueError, OverflowError, KeyError) as exc:
        raise StepFailed("timer", f"{found!r}: {exc}") from exc
    raise StepFailed("timer", f"{found!r}")


def due_at(value: "datetime | Span | Cycle", now: datetime) -> tuple[datetime, int]:
    """Give the first moment, and the turns that are left after it."""
    if isinstance(value, Cycle):
        return value.first(now), value.turns if value.turns == FOREVER else value.turns - 1
    return (value if isinstance(value, datetime) else value.after(now, CAMPUS_TIME)), 0


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


def next_turn(
    timer: Schedule, due: datetime, left: int, now: datetime, first: datetime | None = None
) -> tuple[datetime | None, int]:
    """When it fires again after it fired at `due` with `left` turns to go; None if it does not.

    Parameters
    ----------
    first
        From when its turns are counted, if it does not say so itself; None where that is not known.
    """
    if not left or not isinstance(timer.literal, Cycle):
        return None, 0
    cycle = timer.literal.since(first) if first is not None else timer.literal
    return cycle.after(due, now), left if left == FOREVER else left - 1


def _moment(text: str) -> datetime:
    return _aware(isodate.parse_datetime(text) if "T" in text else _day(text))


def _day(text: str) -> datetime:
    if " " in text:
        return datetime.fromisoformat(text)
    return datetime.combine(isodate.parse_date(text), time())


def _aware(moment: datetime) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=CAMPUS_TIME)).astimezone(UTC)


def _duration(text: str) -> Span:
    return _short(read_span(text))


def _short(duration: Span) -> Span:
    years = float(duration.years) + float(duration.months) / 12
    if abs(years + duration.steady.days / 365) > LONGEST_YEARS:
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
        return replace(_repeated(turns, _duration(parts[0]), None), text=text)
    if parts[0].startswith("P"):
        # Duration and end: the first turn is so many durations before the end.
        interval, end = _duration(parts[0]), _moment(parts[1])
        first = interval.after(end, CAMPUS_TIME, 1 - turns) if turns > 0 else None
        return _repeated(turns, interval, first)
    start = _moment(parts[0])
    if parts[1].startswith("P"):
        return _repeated(turns, _duration(parts[1]), start)
    return _repeated(turns, Span(exact=_moment(parts[1]) - start), start)


def _repeated(turns: int, interval: Span, start: datetime | None) -> Cycle:
    anchor = datetime(2000, 1, 31, tzinfo=UTC)
    if interval.after(anchor, UTC) <= anchor:
        raise ValueError("the time between two turns must be positive")
    return Cycle(turns, interval=interval, start=start)


_READERS: Any = {"date": _moment, "duration": _duration, "cycle": _cycle}
