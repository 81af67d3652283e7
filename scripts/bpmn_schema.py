"""``python -m scripts.bpmn_schema``: write down what the schema of BPMN 2.0.2 says of each element.

The schema is read where SpiffWorkflow has it; what comes out is kept with the rules, which are not to read a
schema each time: of each element its attributes with their types (a list is what they may be), which of them
must stand, its parts in their order (names, least and largest number) and whether it holds text.
"""

import json
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from lxml import etree

TARGET = Path(__file__).parents[1] / "designer_export" / "schema" / "bpmn.json"
_XS = "{http://www.w3.org/2001/XMLSchema}"
_UNBOUNDED = 0
"""What stands for no largest number."""


class Schema:
    """The files of the schema together, each thing by its name."""

    def __init__(self) -> None:
        folder = files("SpiffWorkflow.bpmn.parser") / "schema"
        self.roots = [
            etree.fromstring((folder / name).read_bytes()) for name in ("BPMN20.xsd", "Semantic.xsd")
        ]
        self.types = {one.get("name"): one for one in self._all("complexType") if one.get("name")}
        self.choices = {
            one.get("name"): [item.get("value") for item in one.iter(f"{_XS}enumeration")]
            for one in self._all("simpleType")
            if one.get("name") and one.find(f"{_XS}union") is None
        }
        self.globals = {
            one.get("name"): one for root in self.roots for one in root.iterchildren(f"{_XS}element")
        }

    def _all(self, name: str) -> Iterator[Any]:
        for root in self.roots:
            yield from root.iter(f"{_XS}{name}")

    def elements(self) -> dict[str, dict[str, Any]]:
        """Say of every element what it holds; what stands in several places, for all of them together."""
        found: dict[str, dict[str, Any]] = {}
        for element in self._all("element"):
            if element.get("name"):
                own = found.setdefault(
                    element.get("name"), {"attributes": {}, "required": [], "parts": [], "text": False}
                )
                self._add(own, element)
        return dict(sorted(found.items()))

    def _add(self, own: dict[str, Any], element: Any) -> None:
        kind = _plain(element.get("type"))
        kinds = [kind]
        if kind == "tExpression":
            # By xsi:type any of them may be a formal one, and real files leave that out.
            kinds.append("tFormalExpression")
        lines = [line for name in kinds if name in self.types for line in self._line(self.types[name])]
        lines += [line for inner in element.iterchildren(f"{_XS}complexType") for line in self._line(inner)]
        for one in lines:
            for attribute in one.iter(f"{_XS}attribute"):
                self._attribute(own, attribute)
        own["text"] |= kind not in self.types or any(one.get("mixed") == "true" for one in lines)
        for part in (part for one in lines for part in self._parts(one)):
            if part not in own["parts"]:
                own["parts"].append(part)

    def _attribute(self, own: dict[str, Any], attribute: Any) -> None:
        kind = _plain(attribute.get("type"))
        own["attributes"][attribute.get("name")] = self.choices.get(kind) or kind
        if attribute.get("use") == "required" and attribute.get("name") not in own["required"]:
            own["required"].append(attribute.get("name"))

    def _line(self, kind: Any) -> list[Any]:
        """Give a type after all that it extends."""
        found = [kind]
        for base in kind.iter(f"{_XS}extension", f"{_XS}restriction"):
            if _plain(base.get("base")) in self.types:
                found = [*self._line(self.types[_plain(base.get("base"))]), *found]
        return found

    def _parts(self, kind: Any) -> Iterator[list[Any]]:
        for part in kind.iter(f"{_XS}element"):
            if any(parent.tag == f"{_XS}element" for parent in part.iterancestors()) and kind.get("name"):
                continue
            optional = any(parent.tag == f"{_XS}choice" for parent in part.iterancestors())
            least = 0 if optional else int(part.get("minOccurs", "1"))
            largest = part.get("maxOccurs", "1")
            names = sorted(self._named(part))
            yield [names, least, _UNBOUNDED if largest == "unbounded" else int(largest)]

    def _named(self, part: Any) -> set[str]:
        """Give the names that may stand for a part: its own, or all of its substitution group."""
        if part.get("name"):
            return {part.get("name")}
        name = _plain(part.get("ref"))
        members = {
            inner
            for other, element in self.globals.items()
            if _plain(element.get("substitutionGroup")) == name and other != name
            for inner in self._named(_Reference(other))
        }
        abstract = _plain(self.globals[name].get("type")) if name in self.globals else ""
        hidden = self.types[abstract].get("abstract") == "true" if abstract in self.types else False
        return members if hidden else members | {name}


class _Reference(dict[str, str]):
    """A part that names an element."""

    def __init__(self, name: str) -> None:
        super().__init__(ref=name)


def _plain(name: str | None) -> str:
    return (name or "").rpartition(":")[2]


def text() -> str:
    """Give the file's content, an element a line."""
    rows = [f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in Schema().elements().items()]
    return "{\n" + ",\n".join(rows) + "\n}\n"


def main() -> int:
    """Write the file."""
    TARGET.write_text(text(), encoding="utf-8")
    print(f"{TARGET.name}: {len(Schema().elements())} elements")
    return 0


if __name__ == "__main__":
    sys.exit(main())
