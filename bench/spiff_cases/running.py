"""A model as our import takes it, and one case of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.corpus.drawing import read_drawing
from bench.corpus.following import left
from bench.spiff_cases.cases import Case
from bench.spiff_cases.comparing import fault
from bench.spiff_cases.playing import Played
from bpmn_models.bundle import PROCESS, Bundle
from bpmn_models.errors import BrokenBundle
from designer_export.errors import Unreadable
from designer_export.importing import take
from designer_export.namespaces import bpmn
from designer_export.reading import read
from designer_export.repairing import repair
from engine.rehearsal import Subject, of_bundle, rehearse
from expressions.sandbox import Sandbox


@dataclass(frozen=True)
class Model:
    """A folder that was taken as one upload.

    Attributes
    ----------
    subject
        None if it cannot run.
    diagram
        What runs.
    begun
        Steps in which the initiator applies that the upload does not have.
    stores
        Variables into which data stores are read: where the model comes from, only single tasks see them.
    repaired
        Whether it had to be mended first, by automatic repairs alone.
    why
        What keeps it from running.
    """

    subject: Subject | None
    diagram: bytes
    begun: frozenset[str] = frozenset()
    stores: frozenset[str] = frozenset()
    repaired: bool = False
    why: str | None = None


def take_in(folder: Path) -> Model:
    """Take all files of a folder as one upload; a drawing is mended as far as nothing has to be chosen."""
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    try:
        taken = take(files)
    except (Unreadable, BrokenBundle) as problem:
        return Model(None, b"", why=f"it cannot be taken: {problem.code}")
    bundle, report, is_repaired = taken.bundle, taken.report, False
    if report.verdict == "drawing":
        bundle, is_repaired = _mended(bundle), True
        report = repair(bundle.process, _others(bundle)).report
    if report.verdict != "runnable":
        needs = [f"{one.element}: {one.rule}" for one in report.findings if one.level != "advice"]
        return Model(None, bundle.process, why=f"{report.verdict}: {'; '.join(needs)}")
    subject, root = of_bundle(bundle), read(bundle.process).root
    uploaded = {item.get("id") for name in files if name.endswith(".bpmn") for item in _elements(files[name])}
    begun = frozenset(name for name, step in subject.steps.items() if step.apply and name not in uploaded)
    stores = {item.get("dataStoreRef", "") for item in root.iter(bpmn("dataStoreReference"))}
    both = frozenset(stores | {f"{name}_kept" for name in stores})
    return Model(subject, bundle.process, begun, both, is_repaired)


def run_case(model: Model, case: Case, sandbox: Sandbox) -> str | None:
    """Run a case; say what is wrong, None if nothing is.

    A case does not say in which order steps are done that wait beside each other: either may be meant.
    """
    if model.subject is None:
        return model.why
    first, last = (_run(model, model.subject, case, sandbox, is_last) for is_last in (False, True))
    return first and last and first


def _run(model: Model, subject: Subject, case: Case, sandbox: Sandbox, is_last: bool) -> str | None:
    actor = Played(case, subject, model.begun, read_drawing(model.diagram).hosts, is_last)
    run = rehearse(subject, actor, sandbox)
    form = subject.form
    ours = model.stores | frozenset(form.fields if form else ()) - _names(case)
    strayed = left(model.diagram, run.as_json()["trace"])
    return f"it leaves the drawing: {strayed[0]}" if strayed else fault(case, run, ours, actor.unused)


def _names(case: Case) -> frozenset[str]:
    return frozenset(name for turns in case.given.values() for turn in turns for name in turn)


def _mended(bundle: Bundle) -> Bundle:
    return replace(bundle, files={**bundle.files, PROCESS: repair(bundle.process, _others(bundle)).data})


def _others(bundle: Bundle) -> Mapping[str, bytes]:
    return {name: data for name, data in bundle.files.items() if name != PROCESS}


def _elements(data: bytes) -> Any:
    return read(data).root.iter("*")
