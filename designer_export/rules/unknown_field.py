"""Steps and layouts name fields that the form has."""

from collections.abc import Iterator

from lxml import etree

from designer_export.findings import Finding, finding
from designer_export.form_facts import FormFacts
from designer_export.model import Model
from designer_export.namespaces import bpmn
from designer_export.native import StepSettings

ID = "unknown-field"


def check(model: Model) -> Iterator[Finding]:
    """Refuse pointers to nothing, and opinions that land in a field that holds none."""
    form = model.form
    if form is None:
        return
    for name, step in model.steps.items():
        node = model.by_id[name][0] if name in model.by_id else model.root
        for pointer in _pointers(step, _items_around(node)):
            if pointer not in form.controls:
                yield finding(ID, "refused", node, pointer=pointer)
        if step.opinion and form.controls.get(step.opinion, "opinion") != "opinion":
            yield finding(ID, "refused", node, case="opinion", pointer=step.opinion)
    yield from _layouts(model, form)


def _items_around(node: etree._Element) -> set[str]:
    """What a step sees of the lists that it, or what it stands in, is repeated for: a person of each item."""
    loops = (
        loop
        for around in (node, *node.iterancestors())
        for loop in around.iterchildren(bpmn("multiInstanceLoopCharacteristics"))
    )
    return {f"/{item.get('id')}" for loop in loops for item in loop.iterchildren(bpmn("inputDataItem"))}


def _pointers(step: StepSettings, items: set[str]) -> list[str]:
    named = [*step.access.modes, *([step.opinion] if step.opinion else [])]
    named += [rule.of for rule in step.assign if rule.rule == "field" and rule.of and rule.of not in items]
    return list(dict.fromkeys(named))


def _layouts(model: Model, form: FormFacts) -> Iterator[Finding]:
    for layout, pointers in form.layouts.items():
        for pointer in pointers:
            if pointer not in form.controls:
                yield finding(ID, "refused", model.root, case="layout", layout=layout, pointer=pointer)
