"""What the schema of BPMN 2.0.2 says of each element (`python -m scripts.bpmn_schema`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import orjson


@dataclass(frozen=True, slots=True)
class Part:
    """A place within an element: what may stand there, and how often; `most` is 0 without a limit."""

    names: frozenset[str]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Element:
    """What an element may hold.

    Attributes
    ----------
    attributes
        By name, the type in the schema, or all values that there are.
    parts
        In their order.
    text
        Whether it holds text.
    """

    attributes: Mapping[str, str | tuple[str, ...]]
    required: frozenset[str]
    parts: tuple[Part, ...]
    text: bool


@cache
def elements() -> Mapping[str, Element]:
    """Give the elements of the BPMN model by local name."""
    source = files("designer_export") / "schema" / "bpmn.json"
    return {
        name: Element(
            attributes={
                attribute: tuple(kind) if isinstance(kind, list) else kind
                for attribute, kind in row["attributes"].items()
            },
            required=frozenset(row["required"]),
            parts=tuple(Part(frozenset(names), least, most) for names, least, most in row["parts"]),
            text=row["text"],
        )
        for name, row in orjson.loads(source.read_bytes()).items()
    }


@cache
def attributes() -> Mapping[str, frozenset[str]]:
    """Give the attributes of each element of the BPMN model, by local name."""
    return {name: frozenset(element.attributes) for name, element in elements().items()}
