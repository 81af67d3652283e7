"""How a service begins: the initiator's step, with all that has to be known before others have theirs."""

from collections.abc import Mapping
from copy import deepcopy

import orjson
from lxml import etree

from designer_export.form_facts import SCHEMA
from designer_export.importing.applying import Apply, apply_step, begun_by_hand
from designer_export.importing.asking import asked
from designer_export.importing.forming import Forms, ask, assumed, minimal
from designer_export.importing.remarks import FIELD, FORM
from designer_export.model import Model
from forms.foreign import ForeignForm
from forms.foreign.form import Schema


def begin(
    forms: Forms, starts: Mapping[etree._Element, ForeignForm], model: Model, title: str
) -> dict[str, bytes]:
    """Give the files of the service's form, having let its diagram begin with a step of the initiator's.

    Parameters
    ----------
    starts
        Forms of start events.
    model
        The diagram in our words, without what is done here.
    """
    start = begun_by_hand(forms.root)
    apply = apply_step(forms.root, _others(model), has_form=start in starts)
    own = _form_of(forms, starts, apply)
    extra = assumed(forms.root)
    wanted = _asked(model, [*forms.all(), *filter(None, (own, extra))])
    if extra.fields:
        forms.remarks.say(FORM, "assumed", forms.root, number=len(extra.access))
        forms.put(None, extra)
    if own is None and wanted:
        own = ForeignForm("apply")
    elif own is None and (apply.how != "there" if apply else not forms.all()):
        own = minimal()
        case = "minimal_start" if forms.all() else "minimal"
        forms.remarks.say(FORM, case, apply.step if apply else forms.root)
    if own is not None:
        # What somebody outside answers may bring it as well, under names that nobody can tell here.
        is_open = any(call.outputs is None for call in model.operations.values())
        ask(own, wanted, required=not is_open)
        forms.put(apply.step if apply else None, own, first=True)
    _tell(forms, starts, apply, wanted)
    return forms.files(title, apply.step if apply else None)


def _others(model: Model) -> set[str]:
    """Give the steps that somebody else than the initiator handles."""
    steps = model.steps.items()
    return {name for name, step in steps if any(rule.rule != "initiator" for rule in step.assign)}


def _form_of(
    forms: Forms, starts: Mapping[etree._Element, ForeignForm], apply: Apply | None
) -> ForeignForm | None:
    """Give the form to apply with, on its own: what is asked besides is asked of the initiator alone."""
    if apply is None:
        return None
    found = forms.take(apply.step)
    if found is None and apply.how == "added" and apply.start is not None:
        found = starts.get(apply.start)
    return deepcopy(found) if any(form is found for form in forms.all()) else found


def _asked(model: Model, forms: list[ForeignForm]) -> dict[str, Schema]:
    """Give what the diagram reads that neither it nor any form gives."""
    properties = {name: {"type": "string"} for form in forms for name in form.fields}
    schema = orjson.dumps({"type": "object", "properties": properties})
    return asked(Model(model.carried, {**(model.files or {}), SCHEMA: schema}))


def _tell(
    forms: Forms,
    starts: Mapping[etree._Element, ForeignForm],
    apply: Apply | None,
    wanted: Mapping[str, Schema],
) -> None:
    say, step = forms.remarks.say, apply.step if apply else forms.root
    if apply is not None and apply.how != "there":
        say(FORM, apply.how, apply.step)
    for name, schema in wanted.items():
        members = "、".join(schema.get("properties", {}))
        say(FIELD, "asked", step, field=name, kind=members or schema["type"])
    for start in starts:
        if apply is None or start is not apply.start:
            say(FORM, "start_left", start)
