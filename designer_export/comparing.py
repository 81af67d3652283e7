"""Two states of a diagram compared: by the elements' ids and by what they mean, not by how they are drawn."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from designer_export.elements import model_elements
from designer_export.namespaces import TONGBAN, XSI, local, namespace
from designer_export.reading import read

_WITHIN: Final = ("Definition", "Expression", "Characteristics", "Specification", "Association")
_INNER: Final = frozenset(
    {
        "definitions",
        "documentation",
        "extensionElements",
        "script",
        "dataInput",
        "dataOutput",
        "inputSet",
        "outputSet",
        "property",
        "text",
        "incoming",
        "outgoing",
        "timeDate",
        "timeDuration",
        "timeCycle",
        "laneSet",
        "humanPerformer",
        "performer",
        "potentialOwner",
    }
)
"""Parts of the element around them, whatever ids tools give them."""
_DERIVED: Final = frozenset({"incoming", "outgoing"})
"""They only repeat what the flows say."""
_TOP: Final = frozenset({"message", "signal", "error", "escalation"})


@dataclass(frozen=True, slots=True)
class Part:
    """An element: its id, its kind (the local name of its tag) and the name that people gave it."""

    id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What one attribute was and is; None where it was or is not there."""

    attribute: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """An element that is in both, and what differs."""

    part: Part
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a diagram has that the other had not, what it lacks, and what it says otherwise."""

    added: tuple[Part, ...] = ()
    removed: tuple[Part, ...] = ()
    changed: tuple[Change, ...] = ()

    @property
    def same(self) -> bool:
        """Whether both mean the same."""
        return not (self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class _Known:
    part: Part
    says: Mapping[str, str] = field(default_factory=dict)


def compare(before: bytes, after: bytes) -> Comparison:
    """Compare two diagrams.

    Raises
    ------
    Unreadable
        One of them is none.
    """
    old, new = _parts(read(before).root), _parts(read(after).root)
    changes = (Change(new[key].part, _differences(old[key].says, new[key].says)) for key in new if key in old)
    return Comparison(
        added=tuple(known.part for key, known in new.items() if key not in old),
        removed=tuple(known.part for key, known in old.items() if key not in new),
        changed=tuple(change for change in changes if change.differences),
    )


def _parts(root: etree._Element) -> dict[str, _Known]:
    found: dict[str, _Known] = {}
    for element in model_elements(root):
        if _is_part(element):
            part = Part(element.get("id", ""), local(element), " ".join((element.get("name") or "").split()))
            found.setdefault(part.id, _Known(part, {"kind": part.kind, **dict(_says(element, ""))}))
    return found


def _is_part(element: etree._Element) -> bool:
    name = local(element)
    if not element.get("id") or not name or name in _INNER:
        return False
    return name in _TOP or not name.endswith(_WITHIN)


def _says(element: etree._Element, prefix: str) -> Iterator[tuple[str, str]]:
    """Give what an element says, and what its inner parts say, each under the way to it."""
    for key, value in element.attrib.items():
        name = _name_of(str(key), element)
        if name != "id":
            yield prefix + name, str(value)
    text = " ".join((element.text or "").split())
    if text:
        yield prefix.rstrip("/") or "text", text
    seen: Counter[str] = Counter()
    for child in element:
        if not isinstance(child.tag, str) or local(child) in _DERIVED or _is_part(child):
            continue
        name = _name_of(child.tag, child)
        seen[name] += 1
        way = prefix if local(child) == "extensionElements" else f"{prefix}{name}/"
        yield from _says(child, way if seen[name] == 1 else f"{prefix}{name}[{seen[name]}]/")


def _name_of(tag: str, element: etree._Element) -> str:
    """Name a tag or an attribute as people write it: with our prefix or that of its tool."""
    space, _, name = tag.rpartition("}")
    space = space.lstrip("{")
    if not space or space == XSI or (space == namespace(element) and local(element)):
        return name
    if space == TONGBAN:
        return f"tb:{name}"
    prefix = next((one for one, known in element.nsmap.items() if known == space and one), "")
    return f"{prefix}:{name}" if prefix else name


def _differences(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Difference, ...]:
    names: dict[str, Any] = dict.fromkeys([*new, *old])
    return tuple(
        Difference(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)
    )
