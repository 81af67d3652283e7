"""Who was asked to sign at a step by hand, and has not: for the pages of those who asked."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from db.link import Link
from engine import handlers
from engine.execution import Execution
from identity import directory
from identity.keys import parse

_OPEN = text(
    "SELECT id, token, version, element FROM task"
    " WHERE instance_id = :instance_id AND state = 'open' AND sign IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who was asked and has not signed.

    Attributes
    ----------
    task_id, version
        His open task; None if his turn has not come.
    position
        Of one whose turn has not come: his place among those of the step.
    kind
        ``before``, ``beside``, ``after``, ``delegate`` or ``back``.
    element
        The step that he was asked at.
    mine
        Whether the reader has asked him and may leave him out again.
    """

    name: str
    kind: str
    element: str
    mine: bool
    task_id: int | None = None
    version: int | None = None
    position: int | None = None


def signers(
    connection: Link, execution: Execution, instance_id: uuid.UUID, reader: int, element: str, token: int
) -> tuple[Signer, ...]:
    """Give those whose turn it is, and those who come after the open step `token`.

    Parameters
    ----------
    reader
        Id of the person who looks.
    """
    found = [*_asked(connection, execution, instance_id, reader), *_later(execution, reader, element, token)]
    names = directory.people(connection, [person for person, _ in found])
    return tuple(
        Signer(name=names[person].name if person in names else "", **facts) for person, facts in found
    )


def _asked(
    connection: Link, execution: Execution, instance_id: uuid.UUID, reader: int
) -> Iterator[tuple[int, dict[str, Any]]]:
    steps = {step.token: step for step in execution.waiting if handlers.kind_of(step)}
    if not steps:
        return
    for row in connection.execute(_OPEN, {"instance_id": instance_id}):
        step = steps.get(row.token)
        if step is not None:
            tag = handlers.facts_of(step)
            facts = {
                "kind": handlers.kind_of(step),
                "element": row.element,
                "mine": tag.get(handlers.BY) == reader,
                "task_id": row.id,
                "version": row.version,
            }
            yield _person(tag), facts


def _later(
    execution: Execution, reader: int, element: str, token: int
) -> Iterator[tuple[int, dict[str, Any]]]:
    later = execution.step(token).later if token in execution.open_tokens else ()
    for position, tag in enumerate(later):
        facts = {
            "kind": "after",
            "element": element,
            "mine": tag.get(handlers.BY) == reader,
            "position": position,
        }
        yield _person(tag), facts


def _person(tag: Any) -> int:
    who = tag.get(handlers.WHO)
    persons = parse([who[0][0]]).persons if who else ()
    return persons[0] if persons else 0
