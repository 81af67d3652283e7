"""The demo campus's working calendar as its file tells it."""

import tomllib
from collections.abc import Iterator
from datetime import date, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final

from calendars.workdays import HOLIDAY, WORKDAY, Day
from calendars.working_time import Spans

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def days() -> tuple[Day, ...]:
    """Give the holidays and the working weekends that make up for them (调休)."""
    return tuple(day for entry in _told()["holidays"] for day in _days(entry))


def hours() -> dict[int, Spans]:
    """Give the working hours by weekday, Monday is 0."""
    return {
        _WEEKDAYS.index(name): tuple(_span(text) for text in spans)
        for name, spans in _told()["hours"].items()
    }


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(files("demo").joinpath("calendar.toml").read_text(encoding="utf-8"))


def _days(entry: dict[str, Any]) -> Iterator[Day]:
    first: date = entry["first"]
    for number in range((entry["last"] - first).days + 1):
        yield Day(first + timedelta(days=number), HOLIDAY, entry["name"])
    for day in entry.get("works", ()):
        yield Day(day, WORKDAY, f"{entry['name']}调休")


def _span(text: str) -> tuple[time, time]:
    starts, ends = text.split("-")
    return time.fromisoformat(starts), time.fromisoformat(ends)
