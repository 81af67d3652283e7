"""The decisions that come with a diagram: their ids, and the variables that take their results."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
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
_PATH: Final = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_CONSTANTS: Final = frozenset({"true", "false", "null", "True", "False", "None"})
_GIVING: Final = frozenset({"decision", "output"})
"""Elements whose names are results, not what somebody has to bring."""


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


def decision_reads(files: Mapping[str, bytes]) -> dict[str, frozenset[str]]:
    """Give the variables that a decision and those that it requires read as inputs, by the decision's id.

    Inputs that are more than a variable or a member of one are not looked into.
    """
    found: dict[str, frozenset[str]] = {}
    for name, content in files.items():
        root = _root(content) if name.endswith(SUFFIX) else None
        if root is not None:
            own = {item.get("id", ""): item for item in root if _kind(item) == "decision"}
            made = {word for item in root.iter("*") if _kind(item) in _GIVING for word in _words(item)}
            found |= {key: frozenset(_read(key, own) - made) for key in own}
    return found


def _read(decision: str, own: Mapping[str, etree._Element]) -> set[str]:
    pending, seen, names = [decision], set[str](), set[str]()
    while pending:
        key = pending.pop()
        if key in seen or key not in own:
            continue
        seen.add(key)
        for part in own[key].iter("*"):
            if _kind(part) == "requiredDecision":
                pending.append(part.get("href", "").rpartition("#")[2])
            elif _kind(part) == "inputExpression":
                text = next((item.text or "" for item in part if _kind(item) == "text"), "").strip()
                names |= {text.partition(".")[0]} if _PATH.fullmatch(text) else set()
    return names - _CONSTANTS


def _words(element: etree._Element) -> Iterator[str]:
    for attribute in ("id", "name"):
        yield "_".join(element.get(attribute, "").split())


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
