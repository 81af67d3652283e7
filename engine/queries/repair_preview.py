"""What a repair of a design would do, on the diagram and in words, before anybody lets it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bpmn_models.bundle import Bundle, read_zip
from db.link import Link
from designer_export.beside import Remark, compare_beside
from designer_export.comparing import Comparison, compare
from designer_export.errors import Unreadable
from designer_export.findings import Finding
from designer_export.repairing import Applied
from designer_export.repairs import preview
from designer_export.repairs.choices import Choice
from engine.deploying import ours, report_of
from engine.design_errors import DesignPublished, NothingToRepair
from engine.design_repairs import Chosen, choice_at, mended
from engine.designs import visible
from engine.errors import Forbidden
from engine.queries.designs import DesignRow, design_row
from engine.runtime import Runtime
from identity.capabilities import DEFINITION_EDIT
from identity.principal import Principal, may


@dataclass(frozen=True, slots=True)
class RepairPreview:
    """What would be.

    Attributes
    ----------
    chosen
        The finding and what its repair is told; None for all that need no choice.
    finding
        As `tongban lint --json` has it, with ``preview``; None for all.
    choice
        What else the repair may be told; None: nothing.
    applied
        The repairs that would do something; empty where what was chosen does not fit.
    verdict
        Of the mended design.
    differences
        Between the diagram now and then; None where one of them cannot be read.
    beside
        What differs beside the drawing.
    gone, come
        The findings that would no longer be there, and those that would be new.
    bundle
        The mended design in our words.
    """

    row: DesignRow
    chosen: Chosen | None
    finding: Mapping[str, Any] | None
    choice: Choice | None
    applied: tuple[Applied, ...]
    verdict: str
    differences: Comparison | None
    beside: tuple[Remark, ...]
    gone: tuple[Mapping[str, Any], ...]
    come: tuple[Mapping[str, Any], ...]
    bundle: Bundle


def repair_preview(
    rt: Runtime, connection: Link, by: Principal, design_id: int, chosen: Chosen | None
) -> RepairPreview:
    """Try a repair, or with None all that need no choice, and keep nothing of it.

    Raises
    ------
    NotFound, Forbidden, DesignPublished
    NothingToRepair
        The design has no such finding, or none that could be mended.
    NobodyThere
        See :func:`engine.design_repairs.mended`.
    """
    row = visible(connection, by, design_id)
    if not may(by, DEFINITION_EDIT, unit_path=row.unit_path):
        raise Forbidden(design=design_id)
    if row.definition_id is not None:
        raise DesignPublished
    bundle = read_zip(bytes(row.bundle))
    before = report_of(rt, connection, bundle)
    finding = _finding(before.findings, chosen)
    then, applied = mended(rt, connection, bundle, None if chosen is None else [chosen])
    after = report_of(rt, connection, then)
    return RepairPreview(
        row=design_row(row),
        chosen=chosen,
        finding=finding,
        choice=_choice(rt, connection, bundle, chosen, finding),
        applied=applied,
        verdict=after.verdict,
        differences=_between(bundle, then),
        beside=compare_beside(ours(bundle), ours(then)),
        gone=_less(before.findings, after.findings),
        come=_less(after.findings, before.findings),
        bundle=ours(then),
    )


def _finding(findings: Iterable[Finding], chosen: Chosen | None) -> Mapping[str, Any] | None:
    if chosen is None:
        return None
    meant = (one for one in findings if (one.rule, one.element) == (chosen.rule, chosen.element))
    found = next((one for one in meant if one.repair), None)
    if found is None or found.repair is None:
        raise NothingToRepair
    return {**found.as_json(), "preview": preview(found.repair.id)}


def _choice(
    rt: Runtime, connection: Link, bundle: Bundle, chosen: Chosen | None, finding: Mapping[str, Any] | None
) -> Choice | None:
    if chosen is None or finding is None:
        return None
    return choice_at(rt, connection, bundle, chosen, finding["repair"]["id"])


def _between(before: Bundle, after: Bundle) -> Comparison | None:
    try:
        return compare(ours(before).process, ours(after).process)
    except Unreadable:
        return None


def _less(these: Iterable[Finding], those: Iterable[Finding]) -> tuple[Mapping[str, Any], ...]:
    """Give the findings of one state that the other does not have; lines move when something is drawn."""
    known = Counter(map(_key, those))
    left: list[Mapping[str, Any]] = []
    for one in these:
        if known[_key(one)]:
            known[_key(one)] -= 1
        else:
            left.append(one.as_json())
    return tuple(left)


def _key(one: Finding) -> tuple[str, str | None, str]:
    return one.rule, one.element, one.message["en"]
