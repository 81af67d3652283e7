"""Who may see and fill in which field of a user task: form properties, and the form fields of Camunda."""

from typing import Final

from lxml import etree

from designer_export.dialects.family.reader import Reader
from designer_export.namespaces import tb

_ID: Final = frozenset("~/")


def form_fields(reader: Reader, task: etree._Element) -> None:
    """Carry over the access to fields; the fields themselves belong to the form of the service."""
    found = [*reader.found(task, "formProperty")]
    for block in reader.items(task, "formData"):
        found += block.findall(reader.tag("formField"))
    named = [item for item in found if (item.get("id") or "").strip() and not _ID & set(item.get("id", ""))]
    if not named:
        return
    reader.carrier.note("fields", task)
    step = reader.carrier.step(task)
    known = {item.get("pointer") for item in step.iterchildren(tb("field"))}
    for item in named:
        reader.carrier.take(item)
        pointer = f"/{item.get('id', '').strip()}"
        if pointer not in known:
            access = _access(reader, item)
            required = {"required": "true"} if access == "edit" and _is(reader, item, "required") else {}
            reader.carrier.inside(step, "field", pointer=pointer, access=access, **required)


def _access(reader: Reader, item: etree._Element) -> str:
    if (item.get("readable") or "").lower() == "false":
        return "hidden"
    is_shut = (item.get("writable") or item.get("writeable") or "").lower() == "false"
    return "read" if is_shut or _is(reader, item, "readonly") else "edit"


def _is(reader: Reader, item: etree._Element, name: str) -> bool:
    """Tell whether a field has a property: Camunda writes it as a constraint, the others as an attribute."""
    for block in item.iterchildren(reader.tag("validation")):
        for constraint in block.iterchildren(reader.tag("constraint")):
            if constraint.get("name") == name:
                reader.carrier.take(block)
                reader.carrier.take(constraint)
                return (constraint.get("config") or "true").lower() != "false"
    return (item.get(name) or "").lower() == "true"
