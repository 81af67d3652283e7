"""自选办理人 on a page: for which coming steps somebody chooses who handles them, and among whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from db.link import Link
from engine.choosing import asked_at, chosen_before, people_among
from engine.definitions import Deployed
from engine.execution import Execution
from identity import directory
from identity.refs import PersonRef


@dataclass(frozen=True, slots=True)
class StepChoice:
    """A coming step whose handlers are to be chosen.

    Attributes
    ----------
    required
        Somebody must be chosen; where several steps may come next, if the matter leads to this one.
    limited
        Only those of `people` may be chosen; else anybody, and `people` are those chosen earlier.
    chosen
        Ids of those chosen earlier.
    """

    element: str
    step_name: str
    required: bool
    limited: bool
    people: tuple[PersonRef, ...] = ()
    chosen: tuple[int, ...] = ()


def choices_at(
    connection: Link,
    deployed: Deployed,
    element: str,
    *,
    unit_id: int | None,
    variables: Mapping[str, Any],
    execution: Execution | None = None,
    token: int = 0,
) -> tuple[StepChoice, ...]:
    """Give the choices that go with completing a step, in the order of the diagram's file.

    Parameters
    ----------
    unit_id
        The unit for which the initiator acts.
    execution, token
        Where the step stands, if it has begun: what was chosen earlier is shown.
    """
    found = []
    for ask in asked_at(deployed, element):
        earlier = chosen_before(execution, token, ask.element) if execution is not None else None
        ids = earlier.people if earlier else ()
        among = people_among(connection, ask.rule, unit_id, variables)
        known = tuple(directory.people(connection, ids).values()) if among is None else among
        found.append(StepChoice(ask.element, ask.name, ask.required, among is not None, known, ids))
    return tuple(found)
