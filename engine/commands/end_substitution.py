"""Somebody is back earlier: his substitute gets no further tasks."""

from db.unit_of_work import transaction
from engine.absences import open_substitution
from engine.runtime import Runtime
from engine.store import substitutions
from identity.principal import Principal


def end_substitution(rt: Runtime, by: Principal, substitution_id: int) -> None:
    """Call a substitution off; what the substitute has open stays his. A second call changes nothing.

    Raises
    ------
    NotFound, Forbidden
        See :func:`engine.absences.open_substitution`.
    """
    with transaction() as uow:
        row = open_substitution(uow, by, substitution_id)
        if row.ended_at is None:
            substitutions.end(uow, row.id, rt.clock())
