"""A designer gives a design up; versions that are in force or were are not touched."""

from db.unit_of_work import transaction
from engine.designs import opened
from engine.store import designs
from identity.principal import Principal


def discard_design(by: Principal, design_id: int, version: int) -> None:
    """Delete a design with all that it was before.

    Raises
    ------
    NotFound, Forbidden, DesignPublished, DesignChanged
        See :func:`engine.designs.opened`.
    """
    with transaction() as uow:
        designs.delete(uow, opened(uow, by, design_id, version).id)
