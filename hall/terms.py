"""The teaching calendar as the front page tells it (T5): 2023-2024学年第一学期, week 4."""

from dataclasses import dataclass
from datetime import date

from calendars.terms import teaching_week
from db.link import Link
from hall.texts import DEFAULT_LOCALE, in_locale

_ORDINALS = "〇一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class TermDay:
    """A day in its term; `week` counts from 1, and both ends of the term belong to it."""

    day: date
    title: str
    week: int
    first_day: date
    last_day: date


def term_day(conn: Link, day: date, locale: str = DEFAULT_LOCALE) -> TermDay | None:
    """Return the term and teaching week of `day`; None between terms."""
    found = teaching_week(conn, day)
    if found is None:
        return None
    return TermDay(day, _title(found.year, found.term, locale), found.week, found.starts_on, found.ends_on)


def _title(year: int, term: int, locale: str) -> str:
    ordinal = _ORDINALS[term] if term < len(_ORDINALS) else str(term)
    names = {"zh-CN": f"{year}-{year + 1}学年第{ordinal}学期", "en": f"{year}–{year + 1}, term {term}"}
    return in_locale(names, locale)
