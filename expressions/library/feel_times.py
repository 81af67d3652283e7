"""FEEL: dates, times, durations. A zone is an offset; zones by name are not known here."""

import datetime
import re
from typing import Any

from expressions.library.feel_values import FeelMonths, feel_kind, feel_single

FEEL_DURATION = (
    r"(-?)P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)W)?(?:([0-9]+)D)?"
    r"(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?)?$"
)
FEEL_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FEEL_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def feel_parsed(parse: Any, text: Any) -> Any:
    """Read a text; nothing where it says no moment."""
    try:
        return parse(text)
    except (ValueError, OverflowError):
        return None


def feel_date(a: Any = None, month: Any = None, day: Any = None) -> Any:
    """``date(…)``: of a text, of a date and time, or of year, month and day."""
    a = feel_single(a)
    if isinstance(a, datetime.datetime):
        return a.date()
    if isinstance(a, datetime.date):
        return a
    if isinstance(a, str):
        found = re.match(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(T[0-9:.]+)?$", a)
        return feel_parsed(lambda day: datetime.date.fromisoformat(day), found.group(1)) if found else None
    if all(feel_kind(part) == "number" for part in (a, month, day)):
        return feel_parsed(
            lambda parts: datetime.date(int(parts[0]), int(parts[1]), int(parts[2])), (a, month, day)
        )
    return None


def feel_clock(text: Any) -> Any:
    """Read ``10:30:00+02:00``."""
    found = re.match(r"([0-9]{2}:[0-9]{2})(:[0-9]{2}(?:\.[0-9]+)?)?(Z|z|[+-][0-9]{2}:[0-9]{2})?$", text)
    if not found:
        return None
    seconds = (found.group(2) or ":00")[:10].split(".")
    fraction = "." + (seconds[1] + "000000")[:6] if len(seconds) > 1 else ""
    zone = found.group(3) or ""
    whole = found.group(1) + seconds[0] + fraction + ("+00:00" if zone in ("Z", "z") else zone)
    moment = feel_parsed(lambda said: datetime.datetime.fromisoformat(said), "1970-01-01T" + whole)
    return (
        None
        if moment is None
        else datetime.time(
            moment.hour, moment.minute, moment.second, moment.microsecond, tzinfo=moment.tzinfo
        )
    )


def feel_time(a: Any = None, minute: Any = None, second: Any = None, offset: Any = None) -> Any:
    """``time(…)``: of a text, of a moment, or of hour, minute, second and an offset."""
    a = feel_single(a)
    if isinstance(a, str):
        return feel_clock(a)
    if isinstance(a, datetime.datetime):
        return datetime.time(a.hour, a.minute, a.second, a.microsecond, tzinfo=a.tzinfo)
    if isinstance(a, datetime.date):
        return datetime.time(0, 0, 0, tzinfo=datetime.timezone.utc)
    if isinstance(a, datetime.time):
        return a
    if not all(feel_kind(part) == "number" for part in (a, minute, second)):
        return None
    zone = datetime.timezone(offset) if isinstance(offset, datetime.timedelta) else None
    return feel_parsed(
        lambda parts: datetime.time(int(parts[0]), int(parts[1]), int(parts[2]), tzinfo=zone),
        (a, minute, second),
    )


def feel_date_and_time(a: Any = None, time: Any = None) -> Any:
    """``date and time(…)``: of a text, or of a date and a time."""
    a, time = feel_single(a), feel_single(time)
    if isinstance(a, str):
        day, _, clock = a.partition("T")
        a, time = feel_date(day), feel_clock(clock) if clock else datetime.time(0, 0, 0)
    elif isinstance(a, datetime.datetime) and time is None:
        return a
    if not isinstance(a, datetime.date) or not isinstance(time, datetime.time):
        return None
    return datetime.datetime(
        a.year, a.month, a.day, time.hour, time.minute, time.second, time.microsecond, tzinfo=time.tzinfo
    )


def feel_duration(text: Any) -> Any:
    """``duration("P1DT2H")``: of days and time, or of years and months, never both."""
    text = feel_single(text)
    found = re.match(FEEL_DURATION, text) if isinstance(text, str) else None
    if not found or text[-1] in "PT":
        return None
    sign = -1 if found.group(1) else 1
    years, months, weeks, days, hours, minutes = (int(found.group(at) or 0) for at in range(2, 8))
    whole, _, part = (found.group(8) or "0").partition(".")
    seconds, micros = int(whole), int((part + "000000")[:6])
    if found.group(2) or found.group(3):
        return (
            None
            if weeks or days or hours or minutes or seconds or micros
            else FeelMonths(sign * (years * 12 + months))
        )
    seconds += hours * 3600 + minutes * 60
    span = feel_parsed(
        lambda days: datetime.timedelta(days=days, seconds=seconds, microseconds=micros), weeks * 7 + days
    )
    return span if span is None or sign > 0 else -span


def feel_moment(text: Any) -> Any:
    """``@"…"``."""
    if re.match(r"-?P", text):
        return feel_duration(text)
    if re.match(r"[0-9]{2}:", text):
        return feel_clock(text)
    return feel_date_and_time(text) if "T" in text else feel_date(text)


def feel_months_later(day: Any, months: Any) -> Any:
    """Add months to a date; the day is at most the last of its month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, feel_last_day(year, month)))


def feel_last_day(year: Any, month: Any) -> int:
    """Give the number of days of a month."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def feel_plus_times(a: Any, b: Any) -> Any:
    """Add a duration to a moment or to a duration."""
    if isinstance(a, (datetime.timedelta, FeelMonths)) and isinstance(b, (datetime.date, datetime.time)):
        a, b = b, a
    if isinstance(b, FeelMonths):
        if isinstance(a, FeelMonths):
            return FeelMonths(a.months + b.months)
        return (
            feel_parsed(lambda day: feel_months_later(day, b.months), a)
            if isinstance(a, datetime.date)
            else None
        )
    if not isinstance(b, datetime.timedelta):
        return None
    if isinstance(a, datetime.time):
        day = datetime.datetime(2000, 1, 1, a.hour, a.minute, a.second, a.microsecond, tzinfo=a.tzinfo)
        return feel_time(day + b)
    return (
        feel_parsed(lambda moment: moment + b, a)
        if isinstance(a, (datetime.date, datetime.timedelta))
        else None
    )


def feel_minus_times(a: Any, b: Any) -> Any:
    """Subtract a duration, or a moment from one of its kind."""
    if isinstance(b, FeelMonths):
        return feel_plus_times(a, FeelMonths(-b.months))
    if isinstance(b, datetime.timedelta):
        return feel_plus_times(a, -b)
    if isinstance(a, datetime.time) and isinstance(b, datetime.time):
        a, b = (
            feel_date_and_time(datetime.date(2000, 1, 1), a),
            feel_date_and_time(datetime.date(2000, 1, 1), b),
        )
    if not isinstance(a, datetime.date) or not isinstance(b, datetime.date):
        return None
    if not (isinstance(a, datetime.datetime) and isinstance(b, datetime.datetime)):
        a, b = feel_midnight(a), feel_midnight(b)
    if (a.tzinfo is None) != (b.tzinfo is None):
        a, b = a.replace(tzinfo=None), b.replace(tzinfo=None)
    return a - b


def feel_midnight(day: Any) -> Any:
    """Give a date as the moment at which it begins."""
    return day if isinstance(day, datetime.datetime) else feel_date_and_time(day, datetime.time(0, 0, 0))


def feel_months_between(a: Any, b: Any) -> Any:
    """``years and months duration(from, to)``: whole months."""
    a, b = feel_single(a), feel_single(b)
    if not isinstance(a, datetime.date) or not isinstance(b, datetime.date):
        return None
    months = (b.year - a.year) * 12 + b.month - a.month
    if months > 0 and b.day < a.day:
        months -= 1
    elif months < 0 and b.day > a.day:
        months += 1
    return FeelMonths(months)


def feel_day_of_week(day: Any) -> Any:
    """``day of week(date)``, in English."""
    return FEEL_DAYS[day.weekday()] if isinstance(day, datetime.date) else None


def feel_month_of_year(day: Any) -> Any:
    """``month of year(date)``, in English."""
    return FEEL_MONTHS[day.month - 1] if isinstance(day, datetime.date) else None


def feel_day_of_year(day: Any) -> Any:
    """``day of year(date)``."""
    if not isinstance(day, datetime.date):
        return None
    return (datetime.date(day.year, day.month, day.day) - datetime.date(day.year, 1, 1)).days + 1


def feel_week_of_year(day: Any) -> Any:
    """``week of year(date)``, as ISO 8601 counts."""
    if not isinstance(day, datetime.date):
        return None
    thursday = datetime.date(day.year, day.month, day.day) + datetime.timedelta(days=3 - day.weekday())
    return (thursday - datetime.date(thursday.year, 1, 1)).days // 7 + 1


def feel_month_end(day: Any) -> Any:
    """``last day of month(date)``."""
    return day.replace(day=feel_last_day(day.year, day.month)) if isinstance(day, datetime.date) else None
