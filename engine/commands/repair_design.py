"""A designer lets findings of a design be mended: some that he chose, or all that need no choice."""

from collections.abc import Sequence
from typing import Any

from bpmn_models.bundle import read_zip
from db.unit_of_work import reading, transaction
from designer_export.repairing import Applied
from engine.apart.work import Chosen, mend
from engine.deploying import known_to
from engine.design_errors import NothingToRepair
from engine.design_repairs import check_people
from engine.designs import content, opened
from engine.runtime import Runtime
from engine.store import designs
from identity.principal import Principal


def repair_design(
    rt: Runtime, by: Principal, design_id: int, version: int, chosen: Sequence[Chosen] | None
) -> tuple[Applied, ...]:
    """Apply repairs; give those that did something.

    Parameters
    ----------
    chosen
        None for all that need no choice, until nothing changes any more.

    Raises
    ------
    NotFound, Forbidden, DesignPublished, DesignChanged
        See :func:`engine.designs.opened`.
    NothingToRepair
        None of them did anything; the design stays as it is.
    NobodyThere
        A handler was chosen whom nobody knows.
    Busy, TookTooLong, TookTooMuch
    """
    with reading() as connection:
        row = opened(connection, by, design_id, version, lock=False)
        check_people(connection, chosen or ())
        bundle = read_zip(bytes(row.bundle))
        known = known_to(rt, connection)
    done = rt.apart.run(by.person_id, mend, bundle, chosen, known)
    if done is None:
        raise NothingToRepair
    mended, verdict, applied = done
    with transaction() as uow:
        row = opened(uow, by, design_id, version)
        values = content(mended, verdict, row.notes)
        kept = {"file_name": row.file_name, "original": None, "now": rt.clock()}
        designs.change(uow, row, _told(applied, everything=chosen is None), {**values, **kept})
        return applied


def _told(applied: Sequence[Applied], *, everything: bool) -> dict[str, Any]:
    first = applied[0]
    return {
        "act": "repair_all" if everything else "repair",
        "count": len(applied),
        "rule": first.rule,
        "element": first.element,
        "repair": first.repair,
    }
