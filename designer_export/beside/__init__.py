"""What differs beside the drawing between two states of a service: forms, layouts, steps' settings, settings.

What a diagram draws is compared by :mod:`designer_export.comparing`; what its steps say in our extensions is
told here, in sentences.
"""

from collections.abc import Iterator
from typing import Final

from bpmn_models.bundle import PROCESS, Bundle
from designer_export.beside.access import access_remarks
from designer_export.beside.fields import field_remarks
from designer_export.beside.layouts import layout_remarks
from designer_export.beside.settings import setting_remarks
from designer_export.beside.steps import copy_remarks, step_remarks
from designer_export.beside.words import Remark, Words, both, remark, turn
from designer_export.errors import Unreadable
from designer_export.native import StepSettings, read_copies, read_settings
from designer_export.reading import read
from forms.model import LAYOUT_SUFFIX, SCHEMA_FILE, Form, FormProblem, load_form

__all__ = ["Remark", "compare_beside"]

_KEPT: Final = ("original.bpmn", "originals/")
"""What came, beside what it became."""


def compare_beside(before: Bundle, after: Bundle) -> tuple[Remark, ...]:
    """Tell what a service says otherwise than before, apart from what is drawn.

    Diagrams are to be in our words; steps that only one of them has are told by comparing the drawings.
    """
    old, new = _form(before), _form(after)
    return (
        *_of_forms(before, after, old, new),
        *_of_steps(before, after, old, new),
        *setting_remarks(before.service, after.service),
        *_of_files(before, after),
    )


def _form(bundle: Bundle) -> Form | None:
    try:
        return load_form(bundle.files)
    except FormProblem:
        return None


def _of_forms(before: Bundle, after: Bundle, old: Form | None, new: Form | None) -> Iterator[Remark]:
    if old is not None and new is not None:
        yield from field_remarks(old, new)
        yield from layout_remarks(old, new)
    elif _papers(before) != _papers(after):
        yield remark("form", SCHEMA_FILE, "form/unreadable")


def _papers(bundle: Bundle) -> dict[str, bytes]:
    return {name: data for name, data in bundle.files.items() if _is_paper(name)}


def _is_paper(name: str) -> bool:
    return name == SCHEMA_FILE or (name.endswith(LAYOUT_SUFFIX) and "/" not in name)


def _of_steps(before: Bundle, after: Bundle, old: Form | None, new: Form | None) -> Iterator[Remark]:
    try:
        roots = [read(one.process).root for one in (before, after)]
    except Unreadable:
        return
    names = {str(item.get("id")): item.get("name") for item in roots[1].iter("*") if item.get("name")}
    had, has = (read_settings(root) for root in roots)
    for name, step in has.items():
        if name in had:
            yield from _of_step(both(names.get(name) or name), had[name], step, old, new)
    copied, copies = (read_copies(root) for root in roots)
    for name in dict.fromkeys([*copied, *copies]):
        words = both(names.get(name) or name)
        yield from copy_remarks(words, name, copied.get(name, ()), copies.get(name, ()))


def _of_step(
    name: Words, before: StepSettings, after: StepSettings, old: Form | None, new: Form | None
) -> Iterator[Remark]:
    yield from step_remarks(name, before, after)
    if old is not None and new is not None:
        yield from access_remarks(name, before, after, old, new)


def _of_files(before: Bundle, after: Bundle) -> Iterator[Remark]:
    old, new = _others(before), _others(after)
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield remark("file", name, f"file/{turn(name in old, name in new)}", file=name)


def _others(bundle: Bundle) -> dict[str, bytes]:
    """Give the decisions and further files that a version is made of."""
    told = (".dmn", ".json")
    return {
        name: data
        for name, data in bundle.files.items()
        if name.endswith(told) and name != PROCESS and not _is_paper(name) and not name.startswith(_KEPT)
    }
