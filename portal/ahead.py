"""Words for a forecast: how ways part, what brings a branch about, what is usual."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext

from engine.forecast import Branch, Fork, Step
from engine.queries.progress import TimelineStep
from portal.formats import duration
from web.marks import N_

FORKS: Mapping[str, str] = {
    "all": N_("At the same time"),
    "one": N_("One of these ways"),
    "some": N_("One or several of these ways"),
    "race": N_("Whichever comes first"),
    "beside": N_("May come in between"),
    "undo": N_("May undo what was done"),
}
EVENTS: Mapping[str, str] = {
    "timer": N_("When the time has come"),
    "message": N_("When a message comes"),
    "signal": N_("When a signal comes"),
    "conditional": N_("When its condition holds"),
    "error": N_("If an error occurs"),
    "escalation": N_("If it is escalated"),
    "cancel": N_("If it is called off"),
}
SEVERAL: Mapping[str, str] = {"each": N_("several at the same time"), "in_turn": N_("several in turn")}
COUNTED: Mapping[str, str] = {"each": N_("%(n)s at the same time"), "in_turn": N_("%(n)s in turn")}
_MINUTE = 60


def fork_words(fork: Fork) -> str:
    """Say how the ways of a fork relate; a gateway's own question says it better."""
    if fork.kind in ("one", "some") and fork.name:
        return fork.name
    return gettext(FORKS[fork.kind])


def branch_words(fork: Fork, branch: Branch) -> str:
    """Say when a branch is taken; nothing where all are."""
    if branch.label:
        return branch.label
    if branch.event:
        return gettext(EVENTS.get(branch.event, FORKS["beside"]))
    if branch.default:
        return gettext("Otherwise")
    return gettext("If its condition holds") if fork.kind in ("one", "some") else ""


def several_words(step: Step) -> str:
    """Say how often a step is done, or that one of several people does it."""
    if step.several == "one":
        return gettext("one of them") if len(step.people) > 1 else ""
    return gettext(COUNTED[step.several], n=step.count) if step.count else gettext(SEVERAL[step.several])


def usual_words(step: Step) -> str:
    """Say how long a step has usually taken; empty if it has not been done yet."""
    if step.usual is None:
        return ""
    if step.usual.seconds < _MINUTE:
        # Seconds promise what no office keeps.
        return gettext("usually less than a minute (of %(n)s)", n=step.usual.count)
    return gettext("usually %(time)s (of %(n)s)", time=duration(step.usual.seconds), n=step.usual.count)


def opened(steps: Iterable[TimelineStep]) -> dict[str, TimelineStep]:
    """Return the open steps of a path by their element."""
    return {step.element: step for step in steps if step.state == "now"}


GLOBALS = {
    "branch_words": branch_words,
    "fork_words": fork_words,
    "opened": opened,
    "several_words": several_words,
    "usual_words": usual_words,
}
