"""A designer lets findings of a design be mended: some that he chose, or all that need no choice."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bpmn_models.bundle import PROCESS, Bundle, make, read_zip
from db.unit_of_work import UnitOfWork, transaction
from designer_export.errors import Unreadable
from designer_export.repairing import Applied, repair, repair_one
from engine.deploying import report_of
from engine.design_errors import NothingToRepair
from engine.designs import content, opened
from engine.runtime import Runtime
from engine.service_steps import callable_here
from engine.store import designs
from identity import directory
from identity.principal import Principal


@dataclass(frozen=True, slots=True)
class Chosen:
    """A finding whose repair is wanted: its rule, its element, and what the repair may be told besides."""

    rule: str
    element: str | None
    choice: str | None = None


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
    """
    with transaction() as uow:
        row = opened(uow, by, design_id, version)
        bundle = read_zip(bytes(row.bundle))
        data, applied = _all(rt, uow, bundle) if chosen is None else _some(rt, uow, bundle, chosen)
        if not applied:
            raise NothingToRepair
        mended = make({**bundle.files, PROCESS: data})
        values = content(mended, report_of(rt, uow, mended), row.notes)
        kept = {"file_name": row.file_name, "original": None, "now": rt.clock()}
        designs.change(uow, row, _told(applied, everything=chosen is None), {**values, **kept})
        return applied


def _all(rt: Runtime, uow: UnitOfWork, bundle: Bundle) -> tuple[bytes, tuple[Applied, ...]]:
    files = {name: data for name, data in bundle.files.items() if name != PROCESS}
    lanes = directory.place_names(uow)
    done = repair(bundle.process, files, operations=callable_here(rt, uow), lanes=lanes)
    return done.data, done.applied


def _some(
    rt: Runtime, uow: UnitOfWork, bundle: Bundle, chosen: Sequence[Chosen]
) -> tuple[bytes, tuple[Applied, ...]]:
    found = report_of(rt, uow, bundle).findings
    repairs = {(one.rule, one.element): one.repair.id for one in found if one.repair}
    data, applied = bundle.process, []
    for one in chosen:
        try:
            mended = repair_one(data, one.rule, one.element, one.choice)
        except Unreadable:
            mended = None
        if mended is not None:
            data = mended
            applied.append(Applied(one.rule, one.element, repairs.get((one.rule, one.element), "")))
    return data, tuple(applied)


def _told(applied: Sequence[Applied], *, everything: bool) -> dict[str, Any]:
    first = applied[0]
    return {
        "act": "repair_all" if everything else "repair",
        "count": len(applied),
        "rule": first.rule,
        "element": first.element,
        "repair": first.repair,
    }
