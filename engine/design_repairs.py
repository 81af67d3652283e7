"""What repairs make of a design: for the command that keeps it, and for the preview that does not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bpmn_models.bundle import PROCESS, Bundle, make
from db.link import Link
from designer_export.errors import Unreadable
from designer_export.repairing import Applied, choice_for, repair, repair_one
from designer_export.repairs.choices import Choice, Option
from engine.deploying import report_of
from engine.design_errors import NobodyThere
from engine.runtime import Runtime
from engine.service_steps import callable_here
from identity import directory

_PEOPLE = "assign-unit-head"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A finding whose repair is wanted: its rule, its element, and what the repair may be told besides."""

    rule: str
    element: str | None
    choice: str | None = None


def mended(
    rt: Runtime, connection: Link, bundle: Bundle, chosen: Sequence[Chosen] | None
) -> tuple[Bundle, tuple[Applied, ...]]:
    """Apply repairs; give the bundle then, and those that did something.

    Parameters
    ----------
    chosen
        None for all that need no choice, until nothing changes any more.

    Raises
    ------
    NobodyThere
        A handler was chosen whom nobody knows.
    """
    data, applied = _all(rt, connection, bundle) if chosen is None else _some(rt, connection, bundle, chosen)
    return (make({**bundle.files, PROCESS: data}) if applied else bundle), applied


def choice_at(rt: Runtime, connection: Link, bundle: Bundle, chosen: Chosen, repair_id: str) -> Choice | None:
    """Say what the repair of a finding may be told, groups of people among it."""
    known = _known(rt, connection, bundle)
    try:
        asked = choice_for(bundle.process, chosen.rule, chosen.element, **known)
    except Unreadable:
        return None
    if asked is None or repair_id != _PEOPLE:
        return asked
    groups = directory.groups(connection).items()
    return asked.with_options(
        Option(f"group:{key}", dict.fromkeys(("zh-CN", "en"), name)) for key, name in groups
    )


def _known(rt: Runtime, connection: Link, bundle: Bundle) -> dict[str, Any]:
    files = {name: data for name, data in bundle.files.items() if name != PROCESS}
    lanes = directory.place_names(connection)
    return {"files": files, "operations": callable_here(rt, connection), "lanes": lanes}


def _all(rt: Runtime, connection: Link, bundle: Bundle) -> tuple[bytes, tuple[Applied, ...]]:
    done = repair(bundle.process, **_known(rt, connection, bundle))
    return done.data, done.applied


def _some(
    rt: Runtime, connection: Link, bundle: Bundle, chosen: Sequence[Chosen]
) -> tuple[bytes, tuple[Applied, ...]]:
    found = report_of(rt, connection, bundle).findings
    repairs = {(one.rule, one.element): one.repair.id for one in found if one.repair}
    known = _known(rt, connection, bundle)
    data, applied = bundle.process, []
    for one in chosen:
        name = repairs.get((one.rule, one.element), "")
        if name == _PEOPLE and one.choice:
            _check_people(connection, one.choice)
        done = _one(data, one, known)
        if done is not None:
            data = done
            applied.append(Applied(one.rule, one.element, name))
    return data, tuple(applied)


def _one(data: bytes, one: Chosen, known: Mapping[str, Any]) -> bytes | None:
    try:
        return repair_one(data, one.rule, one.element, one.choice, **known)
    except Unreadable:
        return None


def _check_people(connection: Link, choice: str) -> None:
    """A step of somebody who is not there would go to the administrators, and nobody would know why."""
    rule, _, value = choice.partition(":")
    if rule == "group" and value not in directory.groups(connection):
        raise NobodyThere(who=value)
    if rule == "person" and directory.id_by_number(connection, value) is None:
        raise NobodyThere(who=value)
