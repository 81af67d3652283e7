"""The XML of a DMN file: elements of its one namespace, their texts and languages."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from engine.execution.decisions.translating import EITHER, FEEL, OWN
from engine.execution.errors import Finding
from engine.execution.parser.elements import SCRIPT_FORMATS

_NAMESPACE: Final = re.compile(
    r"https?://www\.omg\.org/spec/DMN/(2015|2018|2019|2021|2023)\d*/(MODEL/?|dmn\.xsd)"
)

MAX_CELL: Final = 5_000
"""Characters of one text."""
MAX_ELEMENTS: Final = 50_000
"""Of a file: about 7,000 rules, which take two seconds to compile."""


class Problems(list[Finding]):
    """Findings, each at its element or the nearest one around it that has an id."""

    def add(self, code: str, element: etree._Element, **params: object) -> None:
        """Note a problem of an element."""
        self.append(Finding(code, place(element), {**params, "line": element.sourceline}))


def is_model(root: etree._Element) -> bool:
    """Whether an element is the root of a DMN model, of any version that we know."""
    name = etree.QName(root)
    return name.localname == "definitions" and bool(_NAMESPACE.fullmatch(name.namespace or ""))


def place(element: etree._Element) -> str | None:
    """Id of an element, or of the nearest one around it that has one."""
    around: etree._Element | None = element
    while around is not None:
        if around.get("id"):
            return around.get("id")
        around = around.getparent()
    return None


def kind(element: etree._Element) -> str:
    """Local name of an element of the model; empty for comments and for elements of others."""
    if not isinstance(element.tag, str):
        return ""
    name, root = etree.QName(element), etree.QName(element.getroottree().getroot())
    return name.localname if name.namespace == root.namespace else ""


def children(element: etree._Element, *kinds: str) -> Iterator[etree._Element]:
    """The children of some kinds."""
    return (child for child in element if kind(child) in kinds)


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of a kind."""
    return next(children(element, name), None)


def only(element: etree._Element, allowed: frozenset[str], problems: Problems) -> None:
    """Note every child of the model that is not allowed here."""
    for part in element:
        name = kind(part)
        if name and name not in allowed | {"description", "extensionElements"}:
            problems.add("unsupported_element", part, name=name)


def blank(element: etree._Element | None) -> bool:
    """Whether an expression is missing or has no text."""
    inner = child(element, "text") if element is not None else None
    return inner is None or not "".join(map(str, inner.itertext())).strip()


def text(element: etree._Element | None, problems: Problems) -> str | None:
    """The text of an expression, empty where there is none; None if it is noted as too long."""
    inner = child(element, "text") if element is not None else None
    if element is None or inner is None:
        return ""
    found = "".join(map(str, inner.itertext()))
    if len(found) <= MAX_CELL:
        return found
    problems.add("decision_cell_long", element, length=len(found), limit=MAX_CELL)
    return None


def language(element: etree._Element, problems: Problems) -> str:
    """What an expression is written in; another language than ours and FEEL is noted."""
    root = element.getroottree().getroot()
    claimed = (element.get("expressionLanguage") or root.get("expressionLanguage") or "").strip()
    if not claimed:
        return EITHER
    if "feel" in claimed.lower():
        return FEEL
    if claimed.lower() not in SCRIPT_FORMATS:
        problems.add("unsupported_language", element, language=claimed)
    return OWN
