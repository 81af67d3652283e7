"""Pieces of work on what designers upload: pure, from plain values to plain values (see `parcels`)."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from zipfile import is_zipfile

from lxml import etree

from bpmn_models.bundle import PROCESS, SERVICE, Bundle, make, read_zip
from bpmn_models.errors import BrokenBundle
from bpmn_models.settings_check import check_settings
from designer_export import comparing, picture, repairing
from designer_export.beginnings import Begun as BegunBy
from designer_export.beginnings import begun_by_events
from designer_export.beside import Remark, compare_beside
from designer_export.dialect import Dialect
from designer_export.errors import Unreadable
from designer_export.findings import Finding, message_of
from designer_export.form_facts import LAYOUT, SCHEMA
from designer_export.importing import Taken, take
from designer_export.importing.making import ORIGINALS
from designer_export.importing.remarks import ENGINE, MORE
from designer_export.lint import Report, lint_bundle
from designer_export.people import Who
from designer_export.reading import read
from designer_export.repairs.choices import Choice
from designer_export.rules.readable import refusal
from designer_export.writing import ORIGINAL, in_our_words
from engine.beginnings import Begun, beginnings_of
from engine.definitions import prepare
from engine.design_errors import UnreadableUpload
from engine.errors import Undeployable
from engine.execution import Finding as Reason
from engine.execution import NotExecutable, decision_problems

MAX_TOLD: Final = 300
"""Findings that a page or an answer holds; `tongban lint` tells all."""
LEVELS: Final = ("refused", "complete", "changed", "advice")


@dataclass(frozen=True, slots=True)
class Known:
    """What a diagram may name here: operations; groups, roles and units for its lanes; whom steps name."""

    operations: frozenset[str]
    lanes: frozenset[str]
    who: Who | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A finding whose repair is wanted: its rule, its element, and what the repair may be told besides."""

    rule: str
    element: str | None
    choice: str | None = None


def look(bundle: Bundle, known: Known) -> Report:
    """Lint a bundle with all that is known here."""
    return lint_bundle(bundle, known.operations, known.lanes, decision_problems, known.who)


def briefly(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Give no more findings than anybody reads, the worst, and say how many there are besides.

    A page of tens of thousands would keep the server from answering others.
    """
    if len(findings) <= MAX_TOLD:
        return tuple(findings)
    worst = sorted(findings, key=lambda one: LEVELS.index(one.level))[:MAX_TOLD]
    level, message = worst[-1].level, message_of(MORE, None, {"count": len(findings) - MAX_TOLD})
    return (*worst, Finding(MORE, level, None, None, None, message))


def open_zip(data: bytes) -> Bundle:
    """Read a bundle that somebody sent."""
    return read_zip(data)


def take_upload(
    given: Mapping[str, bytes], standing: Bundle | None, key: str, name: str, known: Known
) -> tuple[Bundle, str, list[dict[str, Any]]]:
    """Give what an upload becomes, the verdict on it, and what the import alone has to say.

    Raises
    ------
    UnreadableUpload, BrokenBundle
    """
    taken = _taken(given, standing, key, name)
    bundle = _next(given, taken, standing) if standing else taken.bundle
    return bundle, look(bundle, known).verdict, [one.as_json() for one in briefly(taken.findings)]


def mend(
    bundle: Bundle, chosen: Sequence[Chosen] | None, known: Known
) -> tuple[Bundle, str, tuple[repairing.Applied, ...]] | None:
    """Repair what was chosen, or all that needs no choice; None if nothing came of it."""
    data, applied = _all(bundle, known) if chosen is None else _some(bundle, chosen, known)
    if not applied:
        return None
    mended = make({**bundle.files, PROCESS: data})
    return mended, look(mended, known).verdict, applied


def make_ready(bundle: Bundle, known: Known, now: datetime) -> tuple[Bundle, list[Begun]]:
    """Say a bundle in our words, and compile it to see that it runs; give the events that begin it.

    Raises
    ------
    Undeployable, BrokenBundle
    """
    check_settings(bundle)
    bundle = say(bundle)
    report = look(bundle, known)
    if report.verdict != "runnable":
        raise Undeployable(briefly([f for f in report.findings if f.level in ("refused", "complete")]))
    try:
        return bundle, beginnings_of(prepare(bundle), now)
    except NotExecutable as problem:
        raise Undeployable(briefly([_beyond(one) for one in problem.findings])) from problem


def say(bundle: Bundle) -> Bundle:
    """Say the diagram in our words; what cannot be read is told by the findings."""
    try:
        return in_our_words(bundle)
    except Unreadable:
        return bundle


@dataclass(frozen=True, slots=True)
class Looked:
    """What a design's page says: the report, the tool it came from, what differs from what is in force."""

    report: Report
    source: Dialect
    differences: comparing.Comparison | None
    beside: tuple[Remark, ...]
    asks_for_starters: bool
    begins: tuple[BegunBy, ...]


def look_closely(bundle: Bundle, before: Bundle | None, known: Known) -> Looked:
    """Look at a design; `before` is the diagram in force, None if there is none to compare with."""
    full = look(bundle, known)
    report = replace(full, findings=briefly(full.findings))
    compared = compare(before, bundle) if before else Compared(None, ())
    return Looked(
        report,
        _source(bundle, report),
        compared.differences,
        compared.beside,
        asks_for_starters(bundle),
        begun_by_events(bundle.process),
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """How two bundles differ, on the drawing (None where one cannot be read) and beside it."""

    differences: comparing.Comparison | None
    beside: tuple[Remark, ...]


def compare(before: Bundle, after: Bundle) -> Compared:
    """Compare two bundles as they run."""
    old, new = say(before), say(after)
    try:
        drawn = comparing.compare(old.process, new.process)
    except Unreadable:
        return Compared(None, ())
    return Compared(drawn, compare_beside(old, new))


@dataclass(frozen=True, slots=True)
class Tried:
    """What repairs would make of a bundle: what was said of it, what would be said, and what it would be."""

    before: Report
    after: Report
    choice: Choice | None
    applied: tuple[repairing.Applied, ...]
    compared: Compared
    bundle: Bundle


def try_repairs(bundle: Bundle, chosen: Chosen | None, known: Known) -> Tried:
    """Try one repair, or with None all that need no choice; `bundle` of the result is in our words."""
    done = mend(bundle, None if chosen is None else [chosen], known)
    then, applied = (done[0], done[2]) if done else (bundle, ())
    return Tried(
        before=look(bundle, known),
        after=look(then, known),
        choice=_asked(bundle, chosen, known) if chosen else None,
        applied=applied,
        compared=compare(bundle, then),
        bundle=say(then),
    )


def asks_for_starters(bundle: Bundle) -> bool:
    """Whether publishing needs to be told who may start a service: not if only events begin it."""
    return not bundle.service["hall"].get("starters") and not begun_by_events(bundle.process)


def draw(bundle: Bundle) -> bytes:
    """Draw the diagram of a bundle, in our words, as an SVG."""
    return picture.picture(say(bundle).process)


def in_utf8(data: bytes) -> bytes:
    """Write a diagram in UTF-8, whatever encoding its designer's tool wrote it in."""
    return etree.tostring(read(data).root, encoding="UTF-8", xml_declaration=True)


def _beyond(found: Reason) -> Finding:
    case = "nested_too_deep" if found.code == "nested_too_deep" else "other"
    message = message_of(ENGINE, case, {"code": found.code, **found.params})
    return Finding(ENGINE, "refused", found.element, None, None, message)


def _source(bundle: Bundle, report: Report) -> Dialect:
    try:
        return read(bundle.files[ORIGINAL]).dialect if ORIGINAL in bundle.files else report.dialect
    except Unreadable:
        return report.dialect


def _taken(given: Mapping[str, bytes], standing: Bundle | None, key: str, name: str) -> Taken:
    try:
        return take({**_form_beside(given, standing), **given}, key=key or None, name=name or None)
    except Unreadable as problem:
        raise UnreadableUpload([refusal(problem)]) from problem


def _form_beside(given: Mapping[str, bytes], standing: Bundle | None) -> dict[str, bytes]:
    """Give the form that stands for a diagram that comes without one: nobody has thrown it away."""
    packed = any(is_zipfile(io.BytesIO(data)) for data in given.values())
    if standing is None or packed or SCHEMA in given:
        return {}
    return {name: data for name, data in standing.files.items() if name == SCHEMA or name.endswith(LAYOUT)}


def _next(given: Mapping[str, bytes], taken: Taken, standing: Bundle) -> Bundle:
    """Give what a service becomes: a whole one that was uploaded, or what stands with a new diagram."""
    return taken.bundle if _is_whole(given) else _beside(taken.bundle, standing)


def _is_whole(given: Mapping[str, bytes]) -> bool:
    try:
        return len(given) == 1 and bool(read_zip(next(iter(given.values()))))
    except BrokenBundle:
        return False


def _beside(new: Bundle, standing: Bundle) -> Bundle:
    """Put a new diagram, and whatever forms came with it, into a service that has its settings already."""
    kept = {
        name: data
        for name, data in standing.files.items()
        if name != ORIGINAL and not name.startswith(ORIGINALS)
    }
    came = {name: data for name, data in new.files.items() if name != SERVICE}
    return make({**kept, **came, SERVICE: standing.files[SERVICE]})


def _all(bundle: Bundle, known: Known) -> tuple[bytes, tuple[repairing.Applied, ...]]:
    done = repairing.repair(bundle.process, **_given(bundle, known))
    return done.data, done.applied


def _some(
    bundle: Bundle, chosen: Sequence[Chosen], known: Known
) -> tuple[bytes, tuple[repairing.Applied, ...]]:
    repairs = {(one.rule, one.element): one.repair.id for one in look(bundle, known).findings if one.repair}
    data, applied = bundle.process, []
    for one in chosen:
        try:
            mended = repairing.repair_one(data, one.rule, one.element, one.choice, **_given(bundle, known))
        except Unreadable:
            mended = None
        if mended is not None:
            data = mended
            mending = repairs.get((one.rule, one.element), "")
            applied.append(repairing.Applied(one.rule, one.element, mending))
    return data, tuple(applied)


def _asked(bundle: Bundle, chosen: Chosen, known: Known) -> Choice | None:
    try:
        return repairing.choice_for(bundle.process, chosen.rule, chosen.element, **_given(bundle, known))
    except Unreadable:
        return None


def _given(bundle: Bundle, known: Known) -> dict[str, Any]:
    files = {name: data for name, data in bundle.files.items() if name != PROCESS}
    return {"files": files, "operations": known.operations, "lanes": known.lanes}
