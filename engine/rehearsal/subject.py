"""What is rehearsed: a service, or a diagram that stands alone and so has no form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bpmn_models.bundle import Bundle
from designer_export.dialects import carry
from designer_export.namespaces import bpmn
from designer_export.native import OperationCall, Outcome, StepSettings, read_operations, read_settings
from designer_export.reading import read
from designer_export.writing import in_our_words, write
from engine.definitions import prepare
from engine.execution import Program, Programs, compile_file
from forms.model import SCHEMA_FILE, Form, load_form

from .guessing import guess
from .hint import Hint

ANY_ERROR: Final = "ERROR"
"""What a border is shown that catches errors of every code."""


@dataclass(frozen=True)
class Subject:
    """A process, ready to run.

    Attributes
    ----------
    form
        None for a diagram without one.
    hints
        What can be guessed of variables that no form declares, by name.
    fleeting
        Names of those among them that only decide a way: they may be drawn anew at any step.
    payload
        What is read of what events bring.
    errors
        The BPMN errors that are caught at the border of an activity, by its id.
    """

    programs: Programs
    steps: Mapping[str, StepSettings]
    operations: Mapping[str, OperationCall]
    form: Form | None
    hints: Mapping[str, Hint]
    fleeting: frozenset[str]
    payload: Hint
    errors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def program(self) -> Program:
        """The process that people start."""
        return self.programs.by_id[self.programs.main]

    def step(self, element: str) -> StepSettings:
        """Give a user task's settings; a step without any has the defaults."""
        return self.steps.get(element) or StepSettings(id=element)

    def outcomes(self, element: str) -> tuple[Outcome, ...]:
        """Give the buttons of a step."""
        return self.step(element).outcomes


def of_diagram(data: bytes, files: Mapping[str, bytes] | None = None) -> Subject:
    """Prepare a diagram of any tool; `files` are the others that came with it.

    Raises whatever the rooms below raise for a diagram that lint does not call runnable.
    """
    files = files or {}
    carried = carry(read(data), files)
    decisions = [content for name, content in sorted(files.items()) if name.endswith(".dmn")]
    programs = compile_file(write(carried), decisions)
    form = load_form(files) if SCHEMA_FILE in files else None
    return _subject(programs, carried.diagram.root, form)


def of_bundle(bundle: Bundle) -> Subject:
    """Prepare a service; raises as `of_diagram`."""
    ours = in_our_words(bundle)
    deployed = prepare(ours)
    return _subject(deployed.programs, read(ours.process).root, deployed.form)


def _subject(programs: Programs, root: Any, form: Form | None) -> Subject:
    operations = read_operations(root)
    known = frozenset(form.fields) if form else frozenset()
    guessed = guess(programs.by_id[programs.main], root, operations.values(), known)
    return Subject(
        programs,
        read_settings(root),
        operations,
        form,
        guessed.hints,
        guessed.fleeting,
        guessed.payload,
        _errors(root),
    )


def _errors(root: Any) -> dict[str, tuple[str, ...]]:
    codes = {error.get("id"): error.get("errorCode") for error in root.iter(bpmn("error"))}
    found: dict[str, tuple[str, ...]] = {}
    for event in root.iter(bpmn("boundaryEvent")):
        caught = event.find(bpmn("errorEventDefinition"))
        if caught is not None:
            host = event.get("attachedToRef", "")
            found[host] = (*found.get(host, ()), codes.get(caught.get("errorRef")) or ANY_ERROR)
    return found
