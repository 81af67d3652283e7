"""One form for a service out of those of its steps: the document, its layouts, and what each step may do."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.form_facts import LAYOUT, SCHEMA
from designer_export.importing.remarks import FIELD, FORM, Remarks
from designer_export.names import CONTEXT
from designer_export.namespaces import tb
from forms.foreign import ForeignForm, Remark, Unified, layout_of, unify
from forms.foreign.form import Schema
from forms.foreign.names import file_word

PAPER: Final = "paper"
SUBJECT: Final = "subject"
_SUBJECT: Final[Schema] = {
    "type": "string",
    "title": "事由",
    "x-title": {"zh-CN": "事由", "en": "Subject"},
    "maxLength": 500,
    "x-control": "textarea",
}
_ASKED: Final = {"zh-CN": "流程需要的信息", "en": "What the process needs"}


Step = tuple[etree._Element | None, ForeignForm]


@dataclass
class Forms:
    """The forms of a diagram by the steps that have them; the initiator's step comes first.

    Attributes
    ----------
    root
        The diagram, into which the steps' layouts and access are written.
    """

    root: etree._Element
    remarks: Remarks
    steps: list[Step] = field(default_factory=list)

    def put(self, step: etree._Element | None, form: ForeignForm, *, first: bool = False) -> None:
        """Let a step have a form; None for a form that the service has, but no step of its own."""
        self.steps.insert(0 if first else len(self.steps), (step, form))

    def take(self, step: etree._Element) -> ForeignForm | None:
        """Take the form of a step out of the others."""
        found = next((form for node, form in self.steps if node is step), None)
        self.steps = [one for one in self.steps if one[0] is not step]
        return found

    def all(self) -> list[ForeignForm]:
        """Give the forms, in the order of their steps."""
        return [form for _, form in self.steps]

    def files(self, title: str, apply: etree._Element | None) -> dict[str, bytes]:
        """Give the files of the form, having written into each step which layout it has, and its access."""
        distinct = _distinct(self.steps)
        made = unify([(_prefix(step), form) for step, form in distinct], CONTEXT)
        names = _layout_names(distinct, apply)
        files = {SCHEMA: _json(_document(title, made.fields))}
        for number, (_, form) in enumerate(distinct):
            pointers = made.pointers[number]
            files[f"{names[id(form)]}{LAYOUT}"] = _json(layout_of(form, pointers))
        for step, form in self.steps:
            number = next(at for at, (_, other) in enumerate(distinct) if other is form)
            if step is not None:
                _write(self.root, step, form, names[id(form)], made.pointers[number])
        self._tell(distinct, made)
        return files | self._wanted(files)

    def _wanted(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Give the layouts that steps of ours name, but that came with no form: as the first one is."""
        named = {step.get("layout", "") for step in self.root.iter(tb("step"))} - {""}
        first = next((data for name, data in files.items() if name.endswith(LAYOUT)), b"")
        names = (f"{name}{LAYOUT}" for name in sorted(named) if "/" not in name)
        return {name: first for name in names if name not in files}

    def _tell(self, distinct: list[Step], made: Unified) -> None:
        for number, (step, form) in enumerate(distinct):
            node = step if step is not None else self.root
            users = [one for one, other in self.steps if other is form and one is not None]
            if len(users) > 1:
                self.remarks.say(FORM, "shared", node, number=len(users), form=form.title or form.id)
            unified = [remark for at, remark in made.remarks if at == number]
            for one in _once([*form.remarks, *unified]):
                self.remarks.say(FIELD, one.case, node, field=one.field, **one.params)


def _once(remarks: list[Remark]) -> list[Remark]:
    """Leave out what is said again in the same words."""
    found: dict[tuple[object, ...], Remark] = {}
    for remark in remarks:
        found.setdefault((remark.case, remark.field, *map(str, remark.params.values())), remark)
    return list(found.values())


def minimal() -> ForeignForm:
    """Give the form of a service that brought none: what it is about."""
    form = ForeignForm("apply", "")
    form.add((SUBJECT,), dict(_SUBJECT), required=True)
    return form


def ask(form: ForeignForm, fields: Mapping[str, Schema], *, required: bool) -> None:
    """Ask for more in a form; objects by their members."""
    if form.cells and fields:
        form.cells.append({"section": dict(_ASKED)})
    for name, schema in fields.items():
        parts = schema.get("properties", {})
        members: dict[tuple[str, ...], Schema] = {(name, member): part for member, part in parts.items()}
        for path, part in (members or {(name,): schema}).items():
            form.add(path, part, required=required and part.get("x-control") != "checkbox")


def assumed(root: etree._Element) -> ForeignForm:
    """Give a form with the fields that steps name in our words, where the form did not come along."""
    form = ForeignForm(PAPER, "")
    for step in root.iter(tb("step")):
        pointers = [item.get("pointer", "") for item in step.iterchildren(tb("field"))]
        for pointer in [*pointers, step.get("opinion", "")]:
            path = tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])
            is_known = pointer in form.access or not path or "*" in path
            if not is_known:
                kind: Schema = {"type": "string", "x-control": "text"}
                if pointer == step.get("opinion"):
                    kind = {"type": "array", "items": {"type": "object"}, "x-control": "opinion"}
                form.add(path, kind)
    return form


def _prefix(step: etree._Element | None) -> str:
    return (step.get("id") if step is not None else "") or "form"


def _distinct(steps: list[Step]) -> list[Step]:
    """Each form once, with the first step that has it."""
    found: dict[int, Step] = {}
    for step, form in steps:
        found.setdefault(id(form), (step, form))
    return list(found.values())


def _layout_names(forms: list[Step], apply: etree._Element | None) -> dict[int, str]:
    """Name the layouts: the initiator's is ``paper``, which comes first; others after their form or step."""
    names: dict[int, str] = {}
    taken: set[str] = {PAPER}
    for step, form in forms:
        if step is apply:
            names[id(form)] = PAPER
            continue
        base = file_word(form.id) or file_word(_prefix(step)) or "form"
        name, number = base, 1
        while name.casefold() in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name.casefold())
        names[id(form)] = name
    return names


def _write(
    root: etree._Element, step: etree._Element, form: ForeignForm, layout: str, pointers: Mapping[str, str]
) -> None:
    """Say in the diagram which layout a step has and what of it may be filled in."""
    own = Carrier(root).step(step)
    if own.get("layout") is None:
        own.set("layout", layout)
    if own.find(tb("fields")) is None:
        etree.SubElement(own, tb("fields"), {"default": "read"})
    known = {item.get("pointer") for item in own.iterchildren(tb("field"))}
    for pointer, mode in form.access.items():
        place = pointers.get(pointer, pointer)
        if place not in known and (mode != "read" or place != pointer):
            required = {"required": "true"} if pointer in form.required else {}
            etree.SubElement(own, tb("field"), {"pointer": place, "access": mode, **required})


def _document(title: str, fields: Mapping[str, Schema]) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "properties": dict(fields),
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")
