"""A service in figures, for those who inspect it (A1)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import text

from db.link import Link
from engine.definitions import Deployed
from engine.outcomes import outcomes_of
from engine.runtime import Runtime
from identity.principal import Principal

from .asked import Asked, Version, subject_of
from .matters import AllMatters, ask_matters, matters_of
from .spreads import calendar_values
from .steps import StepFigures, ask_steps, steps_of

_FIRST = text("SELECT min(started_at) FROM instance WHERE service_key = :key AND started_at >= :since")


@dataclass(frozen=True, slots=True)
class Statistics:
    """Figures of the matters that began in the period; of what is open now whenever it began.

    Attributes
    ----------
    shown
        The version whose names the steps have, and whose diagram can carry the figures.
    outcome_names
        Of its outcomes, in the languages of the service, by element and outcome.
    """

    key: str
    name: str
    shown: Version
    versions: tuple[Version, ...]
    at: datetime
    matters: AllMatters
    steps: tuple[StepFigures, ...]
    outcome_names: Mapping[tuple[str, str], Mapping[str, str]]

    @property
    def bottlenecks(self) -> tuple[StepFigures, ...]:
        """The steps that held matters up longest, which make up half of all waiting, three at most."""
        found: list[StepFigures] = []
        for step in self.steps[:3]:
            if not step.held_up or sum(one.share for one in found) >= 0.5:
                break
            found.append(step)
        return tuple(found)


def statistics(rt: Runtime, connection: Link, by: Principal, service_key: str, asked: Asked) -> Statistics:
    """Count and measure.

    Raises
    ------
    Forbidden, NotFound
        See :func:`engine.queries.statistics.asked.subject_of`.
    """
    subject = subject_of(rt, connection, by, service_key, asked)
    now = rt.clock()
    first = connection.execute(_FIRST, subject.values).scalar_one()
    values = {**subject.values, "now": now, **calendar_values(connection, first or now, now)}
    steps, matters = ask_steps(connection, subject, values), ask_matters(connection, subject, values)
    deployed = rt.definitions.get(connection, subject.shown.id)
    return Statistics(
        key=service_key,
        name=subject.name,
        shown=subject.shown,
        versions=subject.versions,
        at=now,
        matters=matters_of(connection, subject, matters),
        steps=tuple(_named(deployed, step) for step in steps_of(steps)),
        outcome_names=_outcome_names(deployed),
    )


def _named(deployed: Deployed, step: StepFigures) -> StepFigures:
    name = deployed.step_name(step.element)
    # An element of another version is unknown here: its rows still know what it was called.
    return replace(step, name=name if name != step.element else step.name or step.element)


def _outcome_names(deployed: Deployed) -> Mapping[tuple[str, str], Mapping[str, str]]:
    return {
        (element, outcome.id): outcome.text
        for element in deployed.steps
        for outcome in outcomes_of(deployed, element)
    }
