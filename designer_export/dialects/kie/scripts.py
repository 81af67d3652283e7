"""Java and MVEL of jBPM, as far as they only read and set variables; JavaScript is spoken by all."""

import re
from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.namespaces import bpmn, local
from expressions.errors import Untranslatable
from expressions.translation import Kind, Language, translate

DROOLS: Final = "http://www.jboss.org/drools"
_JAVA: Final = ("http://www.java.com/java", "http://www.mvel.org/2.0", "java", "mvel")
_SCRIPT: Final = ("http://www.javascript.com/javascript", "application/javascript", "javascript")
_FEEL: Final = ("http://www.omg.org/feel",)

_SET: Final = re.compile(
    r'kcontext\.setVariable\(\s*"(\w+)"\s*,\s*((?:"(?:\\.|[^"\\])*"|[^;"])*)\)\s*(?=;|$)', re.M
)
_GET: Final = re.compile(r'(?:\(\s*[A-Z][\w.<>]*\s*\)\s*)?kcontext\.getVariable\(\s*"(\w+)"\s*\)')
_AROUND: Final = (("onEntry-script", "before"), ("onExit-script", "after"))


def language_of(said: str) -> Language | None:
    """Know a language by its address in jBPM; Java and MVEL read as Groovy, which holds both."""
    name = said.strip().lower()
    if name in _JAVA:
        return "groovy"
    if name in _SCRIPT:
        return "javascript"
    return "feel" if name in _FEEL else None


def in_our_words(text: str, language: Language, kind: Kind) -> str | None:
    """Translate a script or condition; None for what calls code."""
    plain = _SET.sub(r"\1 = \2", _GET.sub(r"\1", text))
    try:
        return translate(plain, language, kind=kind).source
    except Untranslatable:
        return None


def around(carrier: Carrier, activity: etree._Element) -> None:
    """Let what runs on entry and on exit run before and after; what calls code is named."""
    for name, when in _AROUND:
        for item in activity.iterfind(f"{bpmn('extensionElements')}/{{{DROOLS}}}{name}"):
            script = item.find(f"{{{DROOLS}}}script")
            text = ((script.text if script is not None else "") or "").strip()
            language = language_of(item.get("scriptFormat", ""))
            source = in_our_words(text, language, "script") if text and language else None
            if source is not None:
                carrier.script(activity, when, source)
            if source is not None or not text:
                for part in item.iter(f"{{{DROOLS}}}*"):
                    carrier.take(part)


def standing(carrier: Carrier, node: etree._Element) -> None:
    """Say the script of a task, or the condition of a flow, where it stands."""
    is_script = local(node) == "script"
    host = node.getparent()
    said = (host.get("scriptFormat") if is_script and host is not None else node.get("language")) or ""
    language, text = language_of(said), node.text or ""
    if language is not None and text.strip():
        source = in_our_words(text, language, "script" if is_script else "condition")
        if source is not None:
            carrier.rewrite(node, source, text, said)
