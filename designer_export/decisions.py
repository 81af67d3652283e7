"""The decisions that come with a diagram: their ids, and the variables that take their results."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Protocol

from lxml import etree

SUFFIX: Final = ".dmn"


class Problem(Protocol):
    """Why decisions cannot be used: a code, the element of their file, and what a sentence about it needs."""

    @property
    def code(self) -> str:
        """What is wrong."""

    @property
    def element(self) -> str | None:
        """Where."""

    @property
    def params(self) -> Mapping[str, Any]:
        """What it is about."""


Judge = Callable[[bytes], Iterable[Problem]]
"""Port to the engine, which alone knows what decisions it makes."""

_SPACE: Final = "www.omg.org/spec/DMN/"


def decision_results(files: Mapping[str, bytes]) -> dict[str, str]:
    """Give the name that each decision gives its result, by its id; a file that cannot be read has none."""
    found: dict[str, str] = {}
    for name, content in files.items():
        root = _root(content) if name.endswith(SUFFIX) else None
        if root is not None:
            found |= {item.get("id", ""): _result(item) for item in root if _kind(item) == "decision"}
    return found


def decision_columns(files: Mapping[str, bytes]) -> dict[str, tuple[str, ...]]:
    """Give the names of the outputs of each decision's table, by the decision's id."""
    found: dict[str, tuple[str, ...]] = {}
    for name, content in files.items():
        root = _root(content) if name.endswith(SUFFIX) else None
        for item in root if root is not None else ():
            if _kind(item) == "decision":
                outputs = (part.get("name") for part in item.iter("*") if _kind(part) == "output")
                found[item.get("id", "")] = tuple(output for output in outputs if output)
    return found


def _root(content: bytes) -> etree._Element | None:
    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, reader)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root if _SPACE in str(root.tag) else None


def _result(decision: etree._Element) -> str:
    declared = [item.get("name") for item in decision if _kind(item) == "variable"]
    names = [*declared, decision.get("name"), decision.get("id")]
    words = ["_".join(name.split()) for name in names if name]
    return next((word for word in words if word.isidentifier()), "")


def _kind(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
