"""The functions that expressions may call, beside the sandbox's own."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from calendars.zone import CAMPUS_TIME


def functions(now: datetime) -> Mapping[str, Callable[..., Any]]:
    """Give the helpers of one command; time stands still while it runs."""

    def campus_now() -> datetime:
        return now.astimezone(CAMPUS_TIME)

    def today() -> date:
        return campus_now().date()

    return {"now": campus_now, "today": today}
