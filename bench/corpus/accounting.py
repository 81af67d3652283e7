"""Whether a report of `tongban lint` accounts for all of a diagram, counted again with lxml alone.

Nothing of our reader is used: what stands in the file is found by XPath and compared with what is said of it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from lxml import etree

MODEL: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_OWN: Final = frozenset({
    "", MODEL, "http://www.w3.org/2001/XMLSchema-instance", "http://www.w3.org/XML/1998/namespace",
})  # fmt: skip
_WITHIN: Final = f"ancestor::*[local-name()='extensionElements' and namespace-uri()='{MODEL}']"
_DECLARATION: Final = re.compile(r"\s*<\?xml\s[^>]*\?>")
_LANGUAGES: Final = {"zh-CN", "en"}
_SUMS: Final = ("elements", "extensions", "expressions")

Item = tuple[str, str | None]
"""The element that a finding names, and the attribute."""


def missing(data: bytes, report: Mapping[str, Any]) -> list[str]:
    """Say what a report does not account for; empty if it explains everything.

    Parameters
    ----------
    report
        The object that ``tongban lint --json`` gives for the file.
    """
    found = [f"{name} do not add up" for name in _SUMS if not _adds_up(report[name])]
    findings = report["findings"]
    found += [f"{one['rule']} has no words" for one in findings if not _has_words(one["message"])]
    if any(one["rule"] == "readable" for one in findings):
        return found if len(findings) == 1 else [*found, "what cannot be read has other findings"]
    root = parse(data)
    if root is None:
        return [*found, "it cannot be read, and nothing says so"]
    own, foreign = own_elements(root), list(foreign_items(root))
    if (report["elements"]["total"], report["extensions"]["total"]) != (len(own), len(foreign)):
        found.append(f"{len(own)} elements and {len(foreign)} extensions are counted otherwise")
    places = {label(element) for element in root.iter("*")}
    found += [f"{one['rule']} names no element" for one in findings if one["element"] not in places]
    return [*found, *_unnamed(report, own, foreign)]


def _unnamed(report: Mapping[str, Any], own: list[Any], foreign: list[Item]) -> Iterator[str]:
    """Tell the items that became something else, or nothing, and have no finding of their own."""
    findings = report["findings"]
    named = Counter(
        (one["element"], one["attribute"]) for one in findings if one["rule"] == "extension-not-carried"
    )
    if named.total() != report["extensions"]["not_carried"] or named - Counter(foreign):
        yield "extensions that are not carried"
    dropped = Counter(one["element"] for one in findings if one["rule"] == "not-carried")
    if dropped.total() != report["elements"]["not_carried"] or dropped - Counter(map(label, own)):
        yield "elements that are not carried"
    levels = Counter(one["level"] for one in findings if one["rule"] != "extension-not-carried")
    for fate in ("refused", "changed"):
        if levels[fate] < report["elements"][fate]:
            yield f"elements that are {fate}"
    untold = sum(one["rule"] == "expression-syntax" for one in findings)
    if untold < report["expressions"]["untranslated"]:
        yield "expressions that are not translated"


def own_elements(root: Any) -> list[Any]:
    """Give the elements of the BPMN model outside extensionElements."""
    found: list[Any] = root.xpath(f"//*[namespace-uri()='{MODEL}' and not({_WITHIN})]")
    return found


def foreign_items(root: Any) -> Iterator[Item]:
    """Give what other namespaces put into extensionElements, or onto elements of the BPMN model."""
    for element in root.xpath(f"//*[namespace-uri()!='{MODEL}' and {_WITHIN}]"):
        yield label(element), None
    for element in own_elements(root):
        for name in map(str, element.attrib):
            if (etree.QName(name).namespace or "") not in _OWN:
                yield label(element), name


def label(element: Any) -> str:
    """Give the id of an element, that of the nearest around it, or its path."""
    for one in (element, *element.iterancestors()):
        if one.get("id"):
            return str(one.get("id"))
    return str(element.getroottree().getpath(element))


def parse(data: bytes) -> Any:
    """Read a file in whatever encoding it turns out to be in; None if it is no XML."""
    for codec in ("utf-8-sig", "utf-16", "gb18030"):
        try:
            text = _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), data.decode(codec), count=1)
            return etree.fromstring(text.lstrip("\ufeff").encode(), _parser())
        except (UnicodeError, etree.XMLSyntaxError):
            continue
    return None


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8")


def _adds_up(counts: Mapping[str, int]) -> bool:
    return counts["total"] == sum(counts.values()) - counts["total"]


def _has_words(message: Mapping[str, str]) -> bool:
    return set(message) == _LANGUAGES and all(message.values())
