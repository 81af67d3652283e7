"""Script tasks whose value goes into a variable, and listeners that are expressions or scripts."""

from typing import Final

from lxml import etree

from designer_export.dialects.family.reader import Reader
from designer_export.dialects.family.values import SCRIPTS
from designer_export.dialects.words import variable
from designer_export.namespaces import bpmn, local
from designer_export.support import ACTIVITIES
from expressions.translation import Language, Untranslatable, translate

_BEFORE: Final = frozenset({"start", "create"})
_PEOPLES: Final = frozenset({"userTask", "manualTask"})
_AFTER: Final = frozenset({"end", "complete"})


def script_task(reader: Reader, task: etree._Element) -> None:
    """Let the value of a script go into the variable that the task names."""
    script, result = task.find(bpmn("script")), variable(reader.peek(task, "resultVariable"))
    language = SCRIPTS.get((task.get("scriptFormat") or "").strip().lower())
    if script is None or result is None or language is None:
        return
    text = (script.text or "").strip()
    try:
        source = translate(text, language, kind="script", result=result).source
    except Untranslatable:
        # It stays as it is, and `expression-syntax` asks for a rewriting.
        return
    reader.get(task, "resultVariable")
    reader.carrier.rewrite(script, source, text, language)


def listeners(reader: Reader, node: etree._Element) -> None:
    """Carry over the listeners of an activity that are expressions or scripts; code is named by a rule."""
    kinds = ("executionListener", "taskListener") if local(node) in _PEOPLES else ("executionListener",)
    if local(node) not in ACTIVITIES:
        return
    for kind in kinds:
        for listener in reader.found(node, kind):
            _listener(reader, node, listener)


def _listener(reader: Reader, node: etree._Element, listener: etree._Element) -> None:
    event = (listener.get("event") or "").strip()
    when = "before" if event in _BEFORE else "after" if event in _AFTER else None
    said = _said(reader, listener)
    if when is None or said is None:
        return
    text, language = said
    reader.carrier.take_whole(listener)
    source = reader.carrier.said(text, language, listener, kind="script")
    if source is not None:
        reader.carrier.script(node, when, source, each=True)


def _said(reader: Reader, listener: etree._Element) -> tuple[str, Language] | None:
    expression = (listener.get("expression") or "").strip()
    if expression:
        return expression, "juel"
    script = listener.find(reader.tag("script"))
    if script is None or not (script.text or "").strip():
        return None
    language = SCRIPTS.get((script.get("scriptFormat") or "").strip().lower())
    return ((script.text or "").strip(), language) if language else None
