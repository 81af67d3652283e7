"""All expressions and scripts of a diagram, with where they stand and in which language they are written."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from designer_export.namespaces import local, tb
from designer_export.support import LANGUAGES

_CARRIERS: Final = {
    "conditionExpression": "condition",
    "script": "script",
    "loopCardinality": "expression",
    "completionCondition": "expression",
    "loopCondition": "expression",
}
_JUEL: Final = re.compile(r"[$#]\{")
_DEFAULT_LANGUAGES: Final = frozenset({"http://www.w3.org/1999/xpath"})
"""What modelling tools write as the file's language without meaning it."""


@dataclass(frozen=True, slots=True)
class Formula:
    """One expression or script.

    ``kind`` is condition, expression, script, input (on the document) or output (on ``result``);
    ``language`` is ``python`` for ours, else what it seems to be.
    """

    text: str
    kind: str
    node: etree._Element
    language: str


def formulas(elements: Iterable[etree._Element], default: str) -> tuple[Formula, ...]:
    """Collect the expressions of a diagram; `default` is the language that the file declares."""
    file_language = "" if default.lower() in _DEFAULT_LANGUAGES else default
    return tuple(found for element in elements for found in _of(element, file_language))


def _of(element: etree._Element, default: str) -> Iterator[Formula]:
    name = local(element)
    if name in _CARRIERS and (element.text or "").strip():
        said = element.get("language") or default
        if name == "script":
            said = element.getparent().get("scriptFormat") or ""  # type: ignore[union-attr]
        text = (element.text or "").strip("\n") if name == "script" else (element.text or "").strip()
        yield Formula(text, _CARRIERS[name], element, _language(text, said))
    elif name == "extensionElements":
        for tag, kind in ((tb("in"), "input"), (tb("out"), "output")):
            for item in element.iterfind(f"{tb('operation')}/{tag}"):
                yield Formula(item.get("expression", ""), kind, item, "python")


def _language(text: str, said: str) -> str:
    if said.lower() not in LANGUAGES:
        return said
    if _JUEL.match(text):
        return "JUEL"
    return "FEEL" if text.startswith("=") else "python"


def owner(node: etree._Element) -> etree._Element:
    """Return the flow or activity that an expression belongs to."""
    for candidate in (node, *node.iterancestors()):
        if local(candidate) and candidate.get("id") and local(candidate) not in _CARRIERS:
            if local(candidate).endswith("LoopCharacteristics"):
                continue
            return candidate
    return node.getroottree().getroot()
