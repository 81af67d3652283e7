"""What decisions are called and which of them require which, before any logic is read."""

import keyword
from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from unicodedata import normalize

from lxml import etree

from engine.execution.decisions.elements import Problems, child, children
from engine.execution.decisions.operands import Vocabulary, Words


@dataclass(frozen=True, slots=True)
class Head:
    """A decision without its logic; `words` are the names that other decisions may call it by."""

    element: etree._Element
    id: str
    name: str
    result_name: str
    requires: tuple[str, ...]
    words: tuple[Words, ...]


def heads(root: etree._Element, problems: Problems) -> Mapping[str, Head]:
    """The decisions of a file by id, required ones before those that require them."""
    found: dict[str, Head] = {}
    for element in children(root, "decision"):
        if element.get("id"):
            head = _head(element, problems)
            found[head.id] = head
        else:
            problems.add("missing_id", element, name=element.get("name"))
    for head in found.values():
        _check_requirements(head, found, problems)
    return _in_order(found, problems)


def vocabulary(head: Head, found: Mapping[str, Head]) -> Vocabulary:
    """Names that the texts of a decision may use for a variable that is called otherwise."""
    words: dict[Words, str] = {}
    for data in children(head.element.getroottree().getroot(), "inputData"):
        names = _names(data)
        words.update({tuple(name.split()): _identifier(names[0], name) for name in names})
    for required in (found[key] for key in head.requires if key in found):
        words.update(dict.fromkeys(required.words, required.result_name))
    return {key: name for key, name in words.items() if key and key != (name,)}


def _head(element: etree._Element, problems: Problems) -> Head:
    identifier = element.get("id", "")
    names = _names(element)
    result_name = _identifier(*names, identifier)
    if not result_name.isidentifier() or keyword.iskeyword(result_name):
        problems.add("decision_result_name", element, name=result_name)
    words = tuple(tuple(name.split()) for name in names)
    return Head(
        element, identifier, element.get("name") or identifier, result_name, _requires(element), words
    )


def _requires(element: etree._Element) -> tuple[str, ...]:
    """Ids of the required decisions; a reference into another file stays as it is."""
    own = {"", element.getroottree().getroot().get("namespace")}
    found = []
    for requirement in children(element, "informationRequirement"):
        for required in children(requirement, "requiredDecision"):
            href = (required.get("href") or "").strip()
            file, _, identifier = href.rpartition("#")
            found.append(identifier if file in own else href)
    return tuple(dict.fromkeys(found))


def _names(element: etree._Element) -> list[str]:
    """Name of the variable and of the element, as they are declared."""
    variable = child(element, "variable")
    declared = [variable.get("name") if variable is not None else None, element.get("name")]
    return [normalize("NFKC", name).strip() for name in declared if name and name.strip()] or [""]


def _identifier(*names: str) -> str:
    """The first name that is a word of our language, blanks being written as ``_``."""
    words = ["_".join(name.split()) for name in names]
    fit = (word for word in words if word.isidentifier() and not keyword.iskeyword(word))
    return next(fit, words[-1])


def _check_requirements(head: Head, found: Mapping[str, Head], problems: Problems) -> None:
    results: dict[str, str] = {}
    for required in head.requires:
        if required not in found:
            problems.add("decision_missing", head.element, required=required)
        elif results.setdefault(name := found[required].result_name, required) != required:
            problems.add("decision_result_name", head.element, name=name, decisions=[results[name], required])


def _in_order(found: Mapping[str, Head], problems: Problems) -> Mapping[str, Head]:
    graph = {key: [other for other in head.requires if other in found] for key, head in found.items()}
    try:
        return {key: found[key] for key in TopologicalSorter(graph).static_order()}
    except CycleError as exc:
        cycle = list(dict.fromkeys(exc.args[1]))
        for key in cycle:
            problems.add("decision_cycle", found[key].element, decisions=cycle)
        return found
