"""A finding: what a rule says about one element, in words that are data."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from lxml import etree

from designer_export.namespaces import line_of

Level = Literal["refused", "complete", "changed", "advice"]
LANGUAGES: Final = ("zh-CN", "en")


@dataclass(frozen=True, slots=True)
class Repair:
    """A way to mend a finding; ``automatic`` if no person has to choose anything."""

    id: str
    automatic: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One statement of one rule.

    Attributes
    ----------
    level
        ``refused`` (cannot be taken), ``complete`` (a drawing until this is mended), ``changed`` (runs, but
        not as another tool would run it) or ``advice``.
    element
        Id of the element, of its nearest ancestor with an id, or its path; None if the XML cannot be read.
    line
        Line of the upload, from 1.
    path
        Ids of elements that lead to the fault, in order.
    node
        The XML element; not part of the answer.
    """

    rule: str
    level: Level
    element: str | None
    attribute: str | None
    line: int | None
    message: dict[str, str]
    repair: Repair | None = None
    path: tuple[str, ...] | None = None
    node: etree._Element | None = field(default=None, repr=False, compare=False)

    def as_json(self) -> dict[str, Any]:
        """Give the object of `tongban lint`."""
        return {
            "rule": self.rule,
            "level": self.level,
            "element": self.element,
            "attribute": self.attribute,
            "line": self.line,
            "message": self.message,
            "repair": {"id": self.repair.id, "automatic": self.repair.automatic} if self.repair else None,
            "path": list(self.path) if self.path is not None else None,
        }


def finding(
    rule: str,
    level: Level,
    node: etree._Element,
    *,
    case: str | None = None,
    attribute: str | None = None,
    repair: Repair | None = None,
    path: tuple[str, ...] | None = None,
    **params: object,
) -> Finding:
    """Make a finding on an element; `case` picks one of the rule's messages, `params` fill it in."""
    message = message_of(rule, case, {**params, "id": node.get("id") or "", "name": node.get("name") or ""})
    return Finding(rule, level, label(node), attribute, line_of(node), message, repair, path, node)


def message_of(rule: str, case: str | None, params: dict[str, object]) -> dict[str, str]:
    """Give a rule's message in every language."""
    texts = _messages()[f"{rule}/{case}" if case else rule]
    short = {key: _short(value) for key, value in params.items()}
    return {language: texts[language].format_map(short) for language in LANGUAGES}


def label(node: etree._Element) -> str:
    """Name an element: its id, else that of its nearest ancestor with one, else its path."""
    for candidate in (node, *node.iterancestors()):
        if candidate.get("id"):
            return candidate.get("id", "")
    return str(node.getroottree().getpath(node))


@cache
def _messages() -> dict[str, dict[str, str]]:
    home = files("designer_export")
    sources = (home / "messages.toml", home / "importing" / "messages.toml")
    found: dict[str, dict[str, str]] = {}
    for source in sources:
        found |= tomllib.loads(source.read_text("utf-8"))
    return found


def _short(value: object) -> object:
    return f"{value[:200]}…" if isinstance(value, str) and len(value) > 200 else value
