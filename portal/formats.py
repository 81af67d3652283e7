"""How moments, durations and numbers are written, by the copy rules of the look.

Today and yesterday in words, this year ``11-23 09:02``, formal places ``2026年11月23日``, durations in their
two largest units (``3 小时 41 分``), a missing value as ``—``. Moments are aware datetimes; they are shown in
the time zone of the reader (the school's).
"""

from datetime import datetime

from flask_babel import format_date, get_locale, get_timezone, gettext

MISSING = "—"
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def _local(at: datetime) -> datetime:
    return at.astimezone(get_timezone())


def _chinese() -> bool:
    locale = get_locale()
    return locale is None or locale.language == "zh"


def moment(at: datetime | None, now: datetime, within: bool = False) -> str:
    """Write a moment as a list shows it: ``今天 10:42``, ``11-23 09:02`` or ``2025-11-23 09:02``.

    Parameters
    ----------
    within
        Whether it stands within a sentence: languages with capitals begin it with a small letter there.
    """
    if at is None:
        return MISSING
    local, today = _local(at), _local(now)
    days, time = (today.date() - local.date()).days, f"{local:%H:%M}"
    if days == 0:
        return gettext("today %(time)s", time=time) if within else gettext("Today %(time)s", time=time)
    if days == 1:
        return (
            gettext("yesterday %(time)s", time=time) if within else gettext("Yesterday %(time)s", time=time)
        )
    return f"{local:%m-%d %H:%M}" if local.year == today.year else f"{local:%Y-%m-%d %H:%M}"


def exact(at: datetime | None) -> str:
    """Write a moment to the second: ``2026-11-23 09:02:11``."""
    return f"{_local(at):%Y-%m-%d %H:%M:%S}" if at else MISSING


def formal_date(at: datetime | None) -> str:
    """Write a day as official papers do: ``2026年11月23日`` or ``23 November 2026``."""
    if at is None:
        return MISSING
    day = _local(at)
    if _chinese():
        return f"{day.year}年{day.month}月{day.day}日"
    return format_date(at, "d MMMM y")


def ago(at: datetime | None, now: datetime) -> str:
    """Write how long ago something was, in its largest unit: ``10 天前``, ``刚刚``."""
    if at is None:
        return MISSING
    seconds = max(0, int((now - at).total_seconds()))
    if seconds < _MINUTE:
        return gettext("just now")
    if seconds < _HOUR:
        return gettext("%(n)s min ago", n=seconds // _MINUTE)
    if seconds < _DAY:
        return gettext("%(n)s h ago", n=seconds // _HOUR)
    return gettext("%(n)s d ago", n=seconds // _DAY)


def duration(seconds: float | None) -> str:
    """Write how long something took, in its two largest units: ``34 秒``, ``3 小时 41 分``, ``2 天``."""
    if seconds is None:
        return MISSING
    total = max(0, int(seconds))
    days, rest = divmod(total, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes, rest = divmod(rest, _MINUTE)
    parts = [
        gettext("%(n)s d", n=days) if days else "",
        gettext("%(n)s h", n=hours) if hours else "",
        gettext("%(n)s min", n=minutes) if minutes and not days else "",
        gettext("%(n)s s", n=rest) if rest and total < _HOUR else "",
    ]
    return " ".join(part for part in parts if part) or gettext("%(n)s s", n=0)


def left(due: datetime, now: datetime) -> str:
    """Write how long there is until a due time, or for how long it has been over: ``还剩 3 小时``."""
    seconds = (due - now).total_seconds()
    words = gettext("%(time)s left") if seconds >= 0 else gettext("%(time)s overdue")
    # Seconds are no help at a deadline.
    return words % {"time": duration(max(_MINUTE, abs(seconds) // _MINUTE * _MINUTE))}


def thousands(number: int | str) -> str:
    """Write a count with commas: ``18,406``; a capped count (``999+``) stays as it is."""
    return f"{number:,}" if isinstance(number, int) else number


def file_size(size: int | None) -> str:
    """Write a size: ``18.4 GB``, ``1.2 MB``, ``340 kB``."""
    if size is None:
        return MISSING
    if size >= 1_000_000_000:
        return f"{size / 1_000_000_000:,.1f} GB"
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f} MB"
    return f"{max(1, round(size / 1000))} kB"


def initials(name: str) -> str:
    """Return what stands in a person's round mark: two characters of the given name (``文谦``)."""
    first = name.split("·")[0].strip()
    if first.isascii():
        return "".join(word[0] for word in first.split()[:2]).upper()
    return first[-2:]


def today_words(now: datetime) -> str:
    """Write the day with its weekday: ``11月23日 星期一``."""
    day = _local(now)
    if _chinese():
        return f"{day.month}月{day.day}日 星期{'一二三四五六日'[day.weekday()]}"
    return format_date(now, "EEEE, d MMMM")


def greeting(now: datetime) -> str:
    """Return the greeting of the hour."""
    hour = _local(now).hour
    if hour < 6 or hour >= 18:
        return gettext("Good evening")
    if hour < 12:
        return gettext("Good morning")
    return gettext("Good noon") if hour < 14 else gettext("Good afternoon")


def clock(at: datetime) -> str:
    """Write the time of day: ``10:42``."""
    return f"{_local(at):%H:%M}"
