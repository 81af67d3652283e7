"""``python -m scripts.bpmn_attributes``: write down which attributes BPMN 2.0.2 gives to each element.

The schema is read where SpiffWorkflow has it; what comes out is kept with the rules, which are not to read a
schema each time.
"""

import json
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from lxml import etree

TARGET = Path(__file__).parents[1] / "designer_export" / "schema" / "bpmn_attributes.json"
_XS = "{http://www.w3.org/2001/XMLSchema}"


def attributes() -> dict[str, list[str]]:
    """Give the names of the attributes of every element, those of all places where it may stand together."""
    folder = files("SpiffWorkflow.bpmn.parser") / "schema"
    roots = [etree.fromstring((folder / name).read_bytes()) for name in ("BPMN20.xsd", "Semantic.xsd")]
    types = {
        one.get("name"): one for root in roots for one in root.iter(f"{_XS}complexType") if one.get("name")
    }
    found: dict[str, set[str]] = {}
    for root in roots:
        for element in root.iter(f"{_XS}element"):
            if element.get("name"):
                found.setdefault(element.get("name", ""), set()).update(_of(element, types))
    return {name: sorted(names) for name, names in sorted(found.items())}


def _of(element: Any, types: dict[Any, Any]) -> Iterator[str]:
    kinds = {_plain(element.get("type"))}
    if "tExpression" in kinds:
        # By xsi:type any of them may be a formal one, and real files leave that out.
        kinds.add("tFormalExpression")
    for kind in kinds:
        if kind in types:
            yield from _of_type(types[kind], types)
    for inner in element.iterchildren(f"{_XS}complexType"):
        yield from _of_type(inner, types)


def _of_type(kind: Any, types: dict[Any, Any]) -> Iterator[str]:
    yield from (one.get("name") for one in kind.iter(f"{_XS}attribute"))
    for base in kind.iter(f"{_XS}extension", f"{_XS}restriction"):
        if _plain(base.get("base")) in types:
            yield from _of_type(types[_plain(base.get("base"))], types)


def _plain(name: str | None) -> str:
    return (name or "").rpartition(":")[2]


def text() -> str:
    """Give the file's content, an element a line."""
    rows = [f"  {json.dumps(name)}: {json.dumps(names)}" for name, names in attributes().items()]
    return "{\n" + ",\n".join(rows) + "\n}\n"


def main() -> int:
    """Write the file."""
    TARGET.write_text(text(), encoding="utf-8")
    print(f"{TARGET.name}: {len(attributes())} elements")
    return 0


if __name__ == "__main__":
    sys.exit(main())
