"""Steps and layouts name fields that the form has."""

import tomllib
from collections.abc import Iterator

from bpmn_models.bundle import SERVICE
from bpmn_models.errors import BrokenBundle
from bpmn_models.patterns import Parts, title_parts
from designer_export.findings import Finding, finding
from designer_export.form_facts import FormFacts
from designer_export.model import Model
from designer_export.names import known_names
from designer_export.native import StepSettings

ID = "unknown-field"
_OF_TITLES = frozenset({"service", "initiator", "date", "time"})


def check(model: Model) -> Iterator[Finding]:
    """Refuse pointers to nothing, and opinions that land in a field that holds none."""
    form = model.form
    if form is None:
        return
    known = known_names(model)
    for name, step in model.steps.items():
        node = model.by_id[name][0] if name in model.by_id else model.root
        for pointer in _pointers(step):
            if pointer not in form.controls:
                yield finding(ID, "refused", node, pointer=pointer)
        if step.opinion and form.controls.get(step.opinion, "opinion") != "opinion":
            yield finding(ID, "refused", node, case="opinion", pointer=step.opinion)
    for name, pointer in _sources(model):
        # Items of a multi-instance and results of operations are no fields, but may hold people too.
        is_other = pointer.split("/")[1] in known - form.names
        if pointer not in form.controls and not is_other and name in model.by_id:
            yield finding(ID, "refused", model.by_id[name][0], pointer=pointer)
    yield from _layouts(model, form)
    yield from _title(model, form)


def _pointers(step: StepSettings) -> list[str]:
    named = [*step.access.modes, *([step.opinion] if step.opinion else [])]
    return list(dict.fromkeys(named))


def _sources(model: Model) -> list[tuple[str, str]]:
    """Pointers by which rules of steps, of their deadlines and of copies find people and units."""
    rules = [(name, rule) for name, step in model.steps.items() for rule in (*step.assign, *step.handed_to)]
    rules += [(name, copy.assign) for name, copies in model.copies.items() for copy in copies]
    named = [(name, rule.of) for name, rule in rules if rule.of and rule.of.startswith("/")]
    return list(dict.fromkeys(named))


def _layouts(model: Model, form: FormFacts) -> Iterator[Finding]:
    for layout, pointers in form.layouts.items():
        for pointer in pointers:
            if pointer not in form.controls:
                yield finding(ID, "refused", model.root, case="layout", layout=layout, pointer=pointer)


def _title(model: Model, form: FormFacts) -> Iterator[Finding]:
    """Advise where the title of matters names what is no field: it would be left out of every title."""
    for name in dict.fromkeys(name for _, name, _ in _parts(model) if name):
        if name not in form.names | _OF_TITLES:
            yield finding(ID, "advice", model.root, case="title", pointer=name)


def _parts(model: Model) -> Parts:
    try:
        settings = tomllib.loads((model.files or {}).get(SERVICE, b"").decode("utf-8-sig"))
        pattern = settings.get("process", {}).get("title", "")
        return title_parts(pattern) if isinstance(pattern, str) else ()
    except (ValueError, AttributeError, BrokenBundle):
        # What is wrong with the settings themselves is told by `bpmn_models.settings_check`.
        return ()
