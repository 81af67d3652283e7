"""Words for the codes that pages show: kinds of person and of notice, audiences."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from flask_babel import gettext

from calendars.durations import Duration, parse
from calendars.terms import TeachingWeek
from web.i18n import page_language
from web.marks import N_

PEOPLE: Mapping[str, str] = {
    "student": N_("Student"),
    "teacher": N_("Teacher"),
    "staff": N_("Staff"),
    "admin": N_("School administrator"),
    "administrator": N_("School administrator"),
    "graduate": N_("Graduate student"),
    "visitor": N_("Visitor"),
}
AUDIENCES: Mapping[str, str] = {
    "student": N_("Students"),
    "teacher": N_("Teachers"),
    "staff": N_("Teachers and staff"),
    "everyone": N_("Everyone"),
    "visitor": N_("Visitors"),
}
NOTICES: Mapping[str, str] = {
    "school": N_("School-wide"),
    "unit": N_("Departmental"),
    "department": N_("Departmental"),
    "staff": N_("For staff"),
}
SEXES: Mapping[str, str] = {"male": N_("Male"), "female": N_("Female"), "m": N_("Male"), "f": N_("Female")}
TERMS: Mapping[int, str] = {
    1: N_("Academic year %(from)s–%(to)s, first term"),
    2: N_("Academic year %(from)s–%(to)s, second term"),
    3: N_("Academic year %(from)s–%(to)s, summer term"),
}
_FEW = 3


def _translated(words: Mapping[str, str], code: str) -> str:
    return gettext(words[code]) if code in words else code


def comma() -> str:
    """Give what stands between the parts of a list."""
    return "、" if page_language() == "zh-CN" else ", "


def listed(words: Iterable[str]) -> str:
    """Write a list; of nothing, nothing."""
    return comma().join(words)


def _listed(words: Iterable[str]) -> str:
    return listed(words) or "—"


def waits_for(step: str, names: Sequence[str]) -> str:
    """Name a step with the people it waits for, as far as they are known."""
    return gettext("%(step)s (%(people)s)", step=step, people=people(names)) if names else step


def people(names: Sequence[str]) -> str:
    """Name some people; of many the first two and how many they are."""
    if len(names) <= _FEW:
        return _listed(names)
    return gettext("%(names)s and others, %(n)s in all", names=_listed(names[:2]), n=len(names))


def person_kinds(codes: Iterable[str]) -> str:
    """Name the kinds of a person."""
    return _listed(_translated(PEOPLE, code) for code in codes)


def audience(codes: Iterable[str]) -> str:
    """Name for whom a service is."""
    return _listed(_translated(AUDIENCES, code) for code in codes)


def audience_words() -> dict[str, str]:
    """Return the name of every audience."""
    return {code: gettext(words) for code, words in AUDIENCES.items()}


def notice_kind(code: str) -> str:
    """Name the kind of a notice; kinds that a school adds stand for themselves."""
    return _translated(NOTICES, code)


def sex(code: str) -> str:
    """Name a person's sex as the records have it."""
    return _translated(SEXES, code) if code else "—"


def term_words(week: TeachingWeek) -> str:
    """Name the term of a teaching week: ``2026-2027学年第一学期``."""
    return gettext(TERMS[week.term]) % {"from": week.year, "to": week.year + 1}


def deadline_words(reason: str) -> str:
    """Write why a deadline did something: ``办理时限 2 天（工作时间），到期前 4 小时``.

    What is no reason of a deadline stands for itself.
    """
    try:
        within, time, at = reason.split(" ")
        allowed, moment = parse(within), parse(at)
    except ValueError:
        return reason
    working = gettext("%(time)s (working time)") if time == "working" else "%(time)s"
    return gettext("Deadline %(within)s, %(when)s") % {
        "within": working % {"time": _amount(allowed)},
        "when": _relative(moment),
    }


def _relative(moment: Duration) -> str:
    if not moment.plain:
        return gettext("when it is due")
    if moment.plain < timedelta(0):
        return gettext("%(time)s before it is due", time=_amount(moment))
    return gettext("%(time)s after it was due", time=_amount(moment))


def _amount(duration: Duration) -> str:
    minutes = abs(int(duration.rest.total_seconds())) // 60
    parts = [
        gettext("%(n)s d", n=abs(duration.days)) if duration.days else "",
        gettext("%(n)s h", n=minutes // 60) if minutes >= 60 else "",
        gettext("%(n)s min", n=minutes % 60) if minutes % 60 else "",
    ]
    return " ".join(part for part in parts if part) or gettext("%(n)s min", n=0)
