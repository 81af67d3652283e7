"""All expressions and scripts of a diagram, with where they stand and in which language they are written."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from designer_export.data import DATA, data_fate
from designer_export.namespaces import local, tb
from designer_export.nodes import is_definition
from designer_export.support import LANGUAGES
from designer_export.timers import is_literal, is_timer_text
from expressions.errors import SyntaxProblem
from expressions.methods import in_our_words
from expressions.syntax import is_expression, parse

_CARRIERS: Final = {
    "conditionExpression": "condition",
    "script": "script",
    "loopCardinality": "expression",
    "completionCondition": "completion",
    "loopCondition": "expression",
    "condition": "event",
    "activationCondition": "activation",
    "messagePath": "message",
    "dataPath": "expression",
    "timeDate": "expression",
    "timeDuration": "expression",
    "timeCycle": "expression",
    "transformation": "expression",
    "from": "expression",
}
_MAPPINGS: Final = (("operation", "in", "input"), ("operation", "out", "output"),
                    ("mapping", "in", "input"), ("mapping", "out", "received"))  # fmt: skip
_JUEL: Final = re.compile(r"[$#]\{")
_DEFAULT_LANGUAGES: Final = frozenset({"http://www.w3.org/1999/xpath", "http://www.w3.org/tr/xpath"})
_XPATH: Final = re.compile(r"\bgetData(?:Object|Input|Output)\(|\bget(?:Process|Activity)Property\(")
"""What modelling tools write as the file's language without meaning it."""


@dataclass(frozen=True, slots=True)
class Formula:
    """One expression or script.

    ``kind`` is condition (of a flow), script, event (a condition waited for, or that of a behaviour),
    completion, activation (of a complex gateway), message (a path into a message), input (worked out by the
    sender), output (on ``result``), received (on ``payload``, or inside what was called), or expression;
    ``language`` is ``python`` for ours, else what it seems to be.
    """

    text: str
    kind: str
    node: etree._Element
    language: str

    @property
    def translated(self) -> str:
        """The text with other tools' words said in ours, as the engine evaluates it.

        Raises
        ------
        SyntaxProblem
        """
        return in_our_words(self.text)


def formulas(elements: Iterable[etree._Element], default: str) -> tuple[Formula, ...]:
    """Collect the expressions of a diagram; `default` is the language that the file declares."""
    file_language = "" if default.lower() in _DEFAULT_LANGUAGES else default
    return tuple(found for element in elements for found in _of(element, file_language))


def named_operation(element: etree._Element) -> str | None:
    """Give the operation that a script names: it is nothing but one identifier in our language."""
    text = (element.text or "").strip() if local(element) == "script" else ""
    return text if text.isidentifier() and _script_language(element).lower() in LANGUAGES else None


def _of(element: etree._Element, default: str) -> Iterator[Formula]:
    name = local(element)
    if name == "extensionElements":
        yield from _mapped(element)
        return
    text = (element.text or "").strip() if name in _CARRIERS else ""
    if not text or named_operation(element) or (name in DATA and data_fate(element) != "executed"):
        return
    if name == "script":
        text, said = (element.text or "").strip("\n"), _script_language(element)
    else:
        said = element.get("language") or ("" if element.get(tb("language")) else default)
    language = _language(text, said)
    if not is_timer_text(name) or _is_no_literal(text, language):
        yield Formula(text, _CARRIERS[name], element, language)


def _mapped(element: etree._Element) -> Iterator[Formula]:
    for extension, tag, kind in _MAPPINGS:
        for item in element.iterfind(f"{tb(extension)}/{tb(tag)}"):
            yield Formula(item.get("expression", ""), kind, item, "python")
    for script in element.iterfind(tb("script")):
        text = (script.text or "").strip("\n")
        if text.strip():
            yield Formula(text, "script", script, _language(text, script.get("language") or ""))
    for rule in element.iterfind(f"{tb('step')}/{tb('assign')}[@rule='expression']"):
        yield Formula(rule.get("value", ""), "expression", rule, "python")


def _script_language(script: etree._Element) -> str:
    task = script.getparent()
    if task is None:
        return ""
    # A global script task calls it scriptLanguage (BPMN 2.0.2, table 10.20).
    return task.get("scriptFormat") or task.get("scriptLanguage") or ""


def _is_no_literal(text: str, language: str) -> bool:
    """Tell whether a timer's text is an expression; what is neither is told by the rule `timer`."""
    if is_literal(text):
        return False
    if language != "python":
        return True
    try:
        return is_expression(parse(text))
    except SyntaxProblem:
        return False


def _language(text: str, said: str) -> str:
    if said.lower() not in LANGUAGES:
        return said
    if _JUEL.match(text):
        return "JUEL"
    if _XPATH.search(text):
        return "http://www.w3.org/1999/xpath"
    return "FEEL" if text.startswith("=") else "python"


def owner(node: etree._Element) -> etree._Element:
    """Return the flow, event or activity that an expression belongs to."""
    for candidate in (node, *node.iterancestors()):
        name = local(candidate)
        if not name or not candidate.get("id") or name in _CARRIERS:
            continue
        if not name.endswith("LoopCharacteristics") and not (
            is_definition(candidate) and _is_inner(candidate)
        ):
            return candidate
    return node.getroottree().getroot()


def _is_inner(definition: etree._Element) -> bool:
    parent = definition.getparent()
    return parent is not None and local(parent) != "definitions"
