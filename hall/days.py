"""The school's day: instants are UTC, but a visit or a validity period counts days as the campus does."""

from datetime import date, datetime, timedelta, timezone

SCHOOL_TIME = timezone(timedelta(hours=8), "CST")
"""China has one time zone and no summer time, so no time zone database is needed."""


def school_day(now: datetime) -> date:
    """Return the calendar day on campus at the instant `now` (timezone-aware)."""
    return now.astimezone(SCHOOL_TIME).date()
