"""What a diagram reads that nothing in it gives: variables that were handed over when an instance began.

Here the initiator is asked for them. The kind of a value is told by how it is used.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from designer_export.importing.usage import look
from designer_export.model import Model
from designer_export.names import given_names, known_names, names_in
from forms.foreign.choices import chosen_one, options
from forms.foreign.form import Schema

MAX_ASKED: Final = 60
_DMN_TYPES: Final = {
    "number": "number", "integer": "integer", "long": "integer", "double": "number", "boolean": "boolean",
    "date": "date", "string": "string",
}  # fmt: skip
_SCHEMAS: Final[Mapping[str, Schema]] = {
    "moment": {"type": "string", "format": "date-time", "x-control": "datetime"},
    "span": {"type": "string", "pattern": "^R?[0-9]*/?.*P", "x-control": "text", "x-placeholder": "PT1H"},
    "boolean": {"type": "boolean", "x-control": "checkbox"},
    "number": {"type": "number", "x-control": "number"},
    "integer": {"type": "integer", "x-control": "number"},
    "date": {"type": "string", "format": "date", "x-control": "date"},
    "string": {"type": "string", "x-control": "text"},
}


def asked(model: Model) -> dict[str, Schema]:
    """Give the fields that a diagram needs besides those of its forms, by name, in the order of their use."""
    known = known_names(model)
    kinds: dict[str, set[str]] = defaultdict(set)
    members: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for formula in model.formulas:
        wanted = set(names_in(formula) - known - given_names(formula))
        if wanted:
            look(formula, wanted, kinds, members)
    for name, kind in _decided(model):
        if name not in known:
            kinds[name].add(kind)
    names = [*dict.fromkeys([*kinds, *members])][:MAX_ASKED]
    return {name: schema for name in names if (schema := _schema(kinds[name], members[name]))}


def _schema(kinds: set[str], members: Mapping[str, set[str]]) -> Schema | None:
    """Give the field for how a name is used; None if no field of a form could be that."""
    if "none" in kinds or (members and kinds):
        return None
    if members:
        parts = {name: _schema(kind, {}) for name, kind in members.items()}
        found = {name: part for name, part in parts.items() if part is not None}
        return {"type": "object", "properties": found} if len(found) == len(parts) else None
    texts = {kind for kind in kinds if kind.startswith("=")}
    for kind in ("moment", "span", "number", "integer", "date", "boolean"):
        if kind in kinds and "string" not in kinds and not texts:
            return dict(_SCHEMAS[kind])
    if len(texts) > 1 and kinds <= texts | {"any"}:
        # It is compared with these texts, and nothing else is done with it: one of them is what is asked for.
        return chosen_one(options((text[1:], None) for text in sorted(texts)), "select")
    return dict(_SCHEMAS["string"])


def _decided(model: Model) -> Iterator[tuple[str, str]]:
    """Yield the names that the inputs of decisions read as they are, with their kinds."""
    for name, content in (model.files or {}).items():
        root = (
            _root(content)
            if name.endswith(".dmn") and model.root.find(".//{*}businessRuleTask") is not None
            else None
        )
        if root is None:
            continue
        results = {item.get("name") for item in root.iter("{*}output", "{*}variable")}
        for item in root.iter("{*}inputExpression"):
            said = (item.findtext("{*}text") or "").strip()
            if said.isidentifier() and said not in results:
                yield said, _DMN_TYPES.get((item.get("typeRef") or "").rpartition(":")[2].lower(), "any")


def _root(content: bytes) -> etree._Element | None:
    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, reader)
    except (etree.XMLSyntaxError, ValueError):
        return None
