"""What a repair of a design would do, on the diagram and in words, before anybody lets it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bpmn_models.bundle import Bundle, read_zip
from db.link import Link
from designer_export.beside import Remark
from designer_export.comparing import Comparison
from designer_export.findings import Finding
from designer_export.repairing import Applied
from designer_export.repairs import preview
from designer_export.repairs.choices import Choice
from engine.apart.work import Chosen, try_repairs
from engine.deploying import known_to
from engine.design_errors import DesignPublished, NothingToRepair
from engine.design_repairs import check_people, choices_of, with_people
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
        See :func:`engine.design_repairs.check_people`.
    Busy, TookTooLong, TookTooMuch
    """
    row = visible(connection, by, design_id)
    if not may(by, DEFINITION_EDIT, unit_path=row.unit_path):
        raise Forbidden(design=design_id)
    if row.definition_id is not None:
        raise DesignPublished
    bundle, told = read_zip(bytes(row.bundle)), [chosen] if chosen else []
    check_people(connection, told)
    known = known_to(rt, connection, [bundle.process, *choices_of(told)])
    tried = rt.apart.run(by.person_id, try_repairs, bundle, chosen, known)
    finding = _finding(tried.before.findings, chosen)
    choice = with_people(connection, tried.choice, finding["repair"]["id"]) if finding else None
    return RepairPreview(
        row=design_row(row),
        chosen=chosen,
        finding=finding,
        choice=choice,
        applied=tried.applied,
        verdict=tried.after.verdict,
        differences=tried.compared.differences,
        beside=tried.compared.beside,
        gone=_less(tried.before.findings, tried.after.findings),
        come=_less(tried.after.findings, tried.before.findings),
        bundle=tried.bundle,
    )


def _finding(findings: Iterable[Finding], chosen: Chosen | None) -> Mapping[str, Any] | None:
    if chosen is None:
        return None
    meant = (one for one in findings if (one.rule, one.element) == (chosen.rule, chosen.element))
    found = next((one for one in meant if one.repair), None)
    if found is None or found.repair is None:
        raise NothingToRepair
    return {**found.as_json(), "preview": preview(found.repair.id)}


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
