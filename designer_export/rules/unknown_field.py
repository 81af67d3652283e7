"""Steps and layouts name fields that the form has."""

from collections.abc import Iterator, Sequence

from designer_export.findings import Finding, finding
from designer_export.form_facts import FormFacts
from designer_export.model import Model
from designer_export.names import known_names
from designer_export.native import AssignRule, StepSettings

ID = "unknown-field"


def check(model: Model) -> Iterator[Finding]:
    """Refuse pointers to nothing, and opinions that land in a field that holds none."""
    form = model.form
    if form is None:
        return
    known = known_names(model)
    for name, step in model.steps.items():
        node = model.by_id[name][0] if name in model.by_id else model.root
        copied = [rule.assign for rule in model.copies.get(name, ())]
        for pointer in _pointers(step, copied):
            if pointer not in form.controls:
                yield finding(ID, "refused", node, pointer=pointer)
        for pointer in _sources(step):
            # Items of a multi-instance and results of operations are no fields, but may hold people too.
            if pointer not in form.controls and pointer.split("/")[1] not in known - form.names:
                yield finding(ID, "refused", node, pointer=pointer)
        if step.opinion and form.controls.get(step.opinion, "opinion") != "opinion":
            yield finding(ID, "refused", node, case="opinion", pointer=step.opinion)
    yield from _layouts(model, form)


def _pointers(step: StepSettings, copied: Sequence[AssignRule]) -> list[str]:
    named = [*step.access.modes, *([step.opinion] if step.opinion else [])]
    return list(dict.fromkeys(named))


def _sources(step: StepSettings) -> list[str]:
    """Pointers by which rules find people and units."""
    return list(dict.fromkeys(rule.of for rule in step.assign if rule.of and rule.of.startswith("/")))


def _layouts(model: Model, form: FormFacts) -> Iterator[Finding]:
    for layout, pointers in form.layouts.items():
        for pointer in pointers:
            if pointer not in form.controls:
                yield finding(ID, "refused", model.root, case="layout", layout=layout, pointer=pointer)
