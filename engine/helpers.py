"""The functions that expressions may call, beside the sandbox's own."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from calendars.zone import CAMPUS_TIME


def functions(now: datetime) -> Mapping[str, Callable[..., Any]]:
    """Give the helpers of one command; time stands still while it runs."""

    def campus_now() -> datetime:
        return now.astimezone(CAMPUS_TIME)

    def today() -> date:
        return campus_now().date()

    def zone_of(name: str) -> timezone:
        """Give a time zone by its name, as it is at this moment: summer time is that of now."""
        try:
            offset = now.astimezone(ZoneInfo(name)).utcoffset()
        except (ZoneInfoNotFoundError, ValueError, TypeError, OSError) as problem:
            raise ValueError("no such time zone") from problem
        return timezone(offset or timedelta())

    return {"now": campus_now, "today": today, "zone_of": zone_of}
