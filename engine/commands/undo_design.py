"""撤销: a designer takes the last change of a design back."""

from db.unit_of_work import transaction
from engine.design_errors import NothingToUndo
from engine.designs import opened
from engine.runtime import Runtime
from engine.store import designs
from identity.principal import Principal


def undo_design(rt: Runtime, by: Principal, design_id: int, version: int) -> None:
    """Let a design be what it was before its last repair or upload.

    Raises
    ------
    NotFound, Forbidden, DesignPublished, DesignChanged
        See :func:`engine.designs.opened`.
    NothingToUndo
    """
    with transaction() as uow:
        row = opened(uow, by, design_id, version)
        last = designs.last_change(uow, row.id)
        if last is None:
            raise NothingToUndo
        designs.go_back(uow, row.id, last.number, rt.clock())
