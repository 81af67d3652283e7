"""What the text of a timer is: a literal that can be checked now, or an expression (ISO 8601; cron).

The engine reads timers in the same way (`engine.execution.events.schedule`, which stands above this room); a
test holds the two to the same answers.
"""

import re
from datetime import UTC, datetime, time, timedelta
from typing import Final

import isodate
from croniter import croniter

_LITERAL: Final = re.compile(r"[-+]?P(\d|T).*|\d{4}-\d{2}-\d{2}.*|R\d*/.+|@\w+|([\d*?/,L#\w-]+\s+){4,5}\S+")
_WAYS: Final = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}
LONGEST_YEARS: Final = 100
"""A timer beyond it is a slip, or hostile."""


class TooLong(ValueError):
    """A duration beyond `LONGEST_YEARS`."""


def is_timer_text(name: str) -> bool:
    """Tell whether an element of this local name holds the text of a timer."""
    return name in _WAYS


def bare(text: str) -> str:
    """Strip blanks and the quotes that some tools put around literals."""
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def is_literal(text: str) -> bool:
    """Tell whether a text looks like a literal rather than an expression."""
    return _LITERAL.fullmatch(bare(text)) is not None


def check_literal(name: str, text: str) -> None:
    """Read a literal of the element `name`.

    Raises
    ------
    TooLong
    ValueError
        For something that only looks like a literal.
    """
    try:
        {"date": _moment, "duration": _duration, "cycle": _cycle}[_WAYS[name]](bare(text))
    except TooLong:
        raise
    except (ValueError, OverflowError, KeyError, isodate.ISO8601Error) as exc:
        raise ValueError(text) from exc


def _moment(text: str) -> datetime:
    if "T" in text:
        moment: datetime = isodate.parse_datetime(text)
    elif " " in text:
        moment = datetime.fromisoformat(text)
    else:
        moment = datetime.combine(isodate.parse_date(text), time())
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _duration(text: str) -> "timedelta | isodate.Duration":
    found = isodate.parse_duration(text)
    days = found.days if isinstance(found, timedelta) else found.tdelta.days
    years = 0.0 if isinstance(found, timedelta) else float(found.years) + float(found.months) / 12
    if abs(years + days / 365) > LONGEST_YEARS:
        raise TooLong(text)
    return found


def _cycle(text: str) -> None:
    if not text.startswith("R"):
        if not croniter.is_valid(text.replace("?", "*"), second_at_beginning=True):
            raise ValueError(text)
        return
    turns, _, rest = text[1:].partition("/")
    parts = rest.split("/")
    if (turns and int(turns) == 0) or len(parts) > 2:
        raise ValueError(text)
    _positive(_interval(parts))


def _interval(parts: list[str]) -> "timedelta | isodate.Duration":
    durations = [_duration(part) for part in parts if part.startswith("P")]
    moments = [_moment(part) for part in parts if not part.startswith("P")]
    if len(parts) == 1:
        return durations[0] if durations else _duration(parts[0])
    if len(durations) == 1:
        return durations[0]
    if durations:
        raise ValueError(parts[1])
    return moments[1] - moments[0]


def _positive(interval: "timedelta | isodate.Duration") -> None:
    anchor = datetime(2000, 1, 31, tzinfo=UTC)
    if anchor + interval <= anchor:
        raise ValueError("not positive")
