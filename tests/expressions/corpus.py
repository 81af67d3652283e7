"""The expressions and scripts of real diagrams, and what language each is written in."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from expressions.translation import Kind, Language

CORPUS = Path(os.environ.get("CORPUS_DIR") or Path(__file__).resolve().parents[3] / "shared" / "corpus")
#: Where Java beans are called or named, not data read.
_BEANS = {"delegateExpression", "class"}
_FEEL_TEXTS = {"literalExpression", "inputExpression", "outputEntry"}
_CONDITIONS = {"conditionExpression", "condition", "completionCondition"}
_OF_VALUES = {
    "expression",
    "inputParameter",
    "outputParameter",
    "loopCardinality",
    "timeDate",
    "timeDuration",
    "timeCycle",
}


@dataclass(frozen=True)
class Found:
    """An expression of a diagram."""

    folder: str
    text: str
    language: Language
    kind: Kind
    unary: bool = False


def found(folders: tuple[str, ...]) -> Iterator[Found]:
    """All expressions of the diagrams in some folders."""
    for folder in folders:
        for path in sorted((CORPUS / folder).rglob("*")):
            if path.name.endswith((".bpmn", ".bpmn20.xml", ".dmn")):
                root = etree.fromstring(
                    path.read_bytes(), etree.XMLParser(recover=True, resolve_entities=False)
                )
                if root is not None:
                    feel = _is_feel(root)
                    for element in root.iter(etree.Element):
                        yield from _of_element(element, folder, feel)


def _is_feel(root: etree._Element) -> bool:
    """Whether texts without marks are FEEL: decisions, and diagrams of Camunda 8 and Trisotech."""
    tops = [root, *root[:20]]
    spaces = " ".join(str(space) for element in tops for space in element.nsmap.values())
    return "zeebe" in spaces or "/DMN/" in spaces or "trisotech" in spaces


def _of_element(element: etree._Element, folder: str, feel: bool) -> Iterator[Found]:
    local = element.tag.rpartition("}")[2]
    above = element.getparent().tag.rpartition("}")[2] if element.getparent() is not None else ""
    for name, value in element.attrib.items():
        if name.rpartition("}")[2] not in _BEANS and ("${" in value or "#{" in value):
            yield Found(folder, value, "juel", "text")
        elif value.startswith("=") and "zeebe" in element.tag + name:
            yield Found(folder, value, "feel", "text")
    text = (element.text or "").strip()
    if not text:
        return
    if local == "script":
        language = _script_language(element)
        if language is not None:
            yield Found(folder, text, language, "script")
    elif local == "text" and above in _FEEL_TEXTS | {"inputEntry"} and "/DMN/" in element.tag:
        if "python" not in folder and not text.startswith("<html"):
            yield Found(folder, text, "feel", "expression", above == "inputEntry")
    elif local in _CONDITIONS | _OF_VALUES:
        yield from _marked(folder, text, "condition" if local in _CONDITIONS else "text", feel)


def _marked(folder: str, text: str, kind: Kind, feel: bool) -> Iterator[Found]:
    if "${" in text or "#{" in text:
        yield Found(folder, text, "juel", kind)
    elif text.startswith("=") or (feel and kind == "condition"):
        yield Found(folder, text, "feel", kind)
    elif "getDataObject(" in text:
        yield Found(folder, text, "xpath", kind)
    elif kind == "condition":
        yield Found(folder, text, "juel", kind)


def _script_language(element: etree._Element) -> Language | None:
    """What a script says of itself; for Camunda's examples without a word, what they are written in."""
    said = element.get("scriptFormat") or (element.getparent().get("scriptFormat") or "")
    if "javascript" in said.lower():
        return "javascript"
    return "groovy" if "groovy" in said.lower() else None
