"""How figures are shown: which are chosen by the address, how warm an element is, how long a bar."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from flask import request
from flask_babel import gettext, ngettext

from engine.queries.statistics import Asked, Statistics, StepFigures
from portal import formats
from portal.inputs import LARGEST
from web.figures import asked_for
from web.i18n import page_language
from web.marks import N_

PERIODS: Final = (30, 90, 365)
USUAL: Final = 90
WARMEST: Final = 5
OUTCOMES: Mapping[str, str] = {
    "return": N_("Returned"),
    "delegate": N_("Delegate"),
    "sign": N_("Ask to sign"),
}
"""Of what a handler may do besides pressing a button of the step."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address says: the days in words, or the number of the last ones; 0: all that there are.

    Attributes
    ----------
    wrong
        What was typed for a day and is none, by its name.
    """

    first: date | None
    last: date | None
    period: int | None
    version: int | None
    unit: str
    heat: str
    wrong: Mapping[str, str] = field(default_factory=dict)

    @property
    def asked(self) -> Asked:
        """For the query."""
        versions = () if self.version is None else (self.version,)
        return asked_for(self.first, self.last, versions, self.unit)

    @property
    def values(self) -> dict[str, Any]:
        """For another address with the same choice."""
        told = {"from": self.first, "to": self.last} if self.period is None else {"period": self.period}
        return {**told, "version": self.version, "unit": self.unit or None}


def chosen(today: date) -> Chosen:
    """Read it; what is no day, number or word counts as not said, and a day that is none is kept as typed."""
    first, last = _day("from"), _day("to")
    period = None
    if first is None and last is None:
        period = request.args.get("period", USUAL, type=int)
        period = period if period in (0, *PERIODS) else USUAL
        first = today - timedelta(days=period - 1) if period else None
    version = request.args.get("version", type=int)
    known = version if version is not None and 0 < version <= LARGEST else None
    heat = "time" if request.args.get("heat") == "time" else "count"
    typed = {name: request.args.get(name, "")[:100] for name in ("from", "to")}
    wrong = {name: words for name, words in typed.items() if words.strip() and _day(name) is None}
    return Chosen(first, last, period, known, request.args.get("unit", "")[:100], heat, wrong)


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, "")[:10])
    except ValueError:
        return None


def heat(found: Statistics, what: str) -> list[tuple[str, str, int, str]]:
    """Give what stands on each element: its id, the figure, how warm it is, and a sentence."""
    if what == "time":
        told = {step: step.took.median for step in found.steps if step.took}
        return _heat(told, formats.duration, _half_took)
    counts = {step: float(step.entered) for step in found.steps if step.entered}
    return _heat(counts, lambda n: formats.thousands(int(n)), _opened)


def _half_took(name: str, value: str, _: float) -> str:
    return gettext("%(name)s: half took no longer than %(value)s", name=name, value=value)


def _opened(name: str, value: str, number: float) -> str:
    return ngettext(
        "%(name)s: %(value)s to-do item",
        "%(name)s: %(value)s to-do items",
        int(number),
        name=name,
        value=value,
    )


def _heat(
    told: Mapping[StepFigures, float],
    words: Callable[[float], str],
    sentence: Callable[[str, str, float], str],
) -> list[tuple[str, str, int, str]]:
    most = max(told.values(), default=0.0)
    return [
        (step.element, words(value), warmth(value, most), sentence(step.name, words(value), value))
        for step, value in told.items()
    ]


def warmth(value: float, most: float) -> int:
    """Say how warm a figure is beside the largest one, from 1 to `WARMEST`; of nothing, 0."""
    if value <= 0 or most <= 0:
        return 0
    return max(1, min(WARMEST, round(value / most * WARMEST + 0.4999)))


def percent(share: float | None) -> str:
    """Write a share: ``34%``, ``<1%``."""
    if share is None:
        return formats.MISSING
    return "<1%" if 0 < share < 0.01 else f"{round(share * 100)}%"


def bar(value: float, most: float) -> str:
    """Give the length of a bar of a hundred."""
    return f"{100 * value / most:.1f}" if most else "0"


def age_words(days: int, until: int | None) -> str:
    """Name an age of open matters."""
    if until is None:
        return gettext("%(n)s days and more", n=days)
    if days == 0:
        return gettext("Less than a day")
    return gettext("%(n)s to %(m)s days", n=days, m=until)


def period_words(period: int) -> str:
    """Name a period."""
    return ngettext("Last %(num)s day", "Last %(num)s days", period) if period else gettext("All time")


def outcome_words(found: Statistics, step: StepFigures) -> Iterable[tuple[str, int]]:
    """Name a step's outcomes as its buttons are called, with how often each was pressed."""
    for outcome, count in step.outcomes:
        texts = found.outcome_names.get((step.element, outcome), {})
        words = texts.get(page_language()) or next(iter(texts.values()), None)
        yield words or gettext(OUTCOMES.get(outcome, outcome)), count


GLOBALS = {
    "age_words": age_words,
    "bar": bar,
    "outcome_words": outcome_words,
    "percent": percent,
    "period_words": period_words,
}
