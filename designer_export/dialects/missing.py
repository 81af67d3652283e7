"""Variables that nobody has set: FEEL reads them as null, so they are declared, and empty at first."""

from collections.abc import Iterable

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.formulas import Formula, formulas
from designer_export.namespaces import bpmn, local
from designer_export.nodes import flag
from expressions.errors import SyntaxProblem
from expressions.names import BUILTINS, bound_names, names_of

_GIVEN = frozenset(
    {"steps", "initiator", "now", "today", "zone_of", "loopCounter", "payload", "result", "instance"}
)
_ITEMS = ("inputDataItem", "outputDataItem")
_DATA = ("dataObject", "property", *_ITEMS)
_LEADING = frozenset(
    {
        "documentation", "extensionElements", "supportedInterfaceRef", "ioSpecification", "ioBinding",
        "auditing", "monitoring", "property", "laneSet", "",
    }
)  # fmt: skip


def declare(carrier: Carrier) -> None:
    """Declare what the expressions of each process that runs read and nothing in it writes at first."""
    for process in carrier.root.iterchildren(bpmn("process")):
        if not flag(process, "isExecutable"):
            continue
        elements = [item for item in process.iter("*") if local(item)]
        found = formulas(elements, carrier.root.get("expressionLanguage") or "")
        known = {item.get(key, "") for item in process.iter(*map(bpmn, _DATA)) for key in ("id", "name")}
        own = {(item.text or "").strip() for item in process.iter(bpmn("loopDataInputRef"))}
        for name in sorted((_read(found) | own) - known - BUILTINS - _GIVEN - {""}):
            made = carrier.put(process, "dataObject", _flow_elements(process))
            made.set("id", f"Variable_{name}")
            made.set("name", name)


def _read(found: Iterable[Formula]) -> set[str]:
    names: set[str] = set()
    for formula in found:
        if formula.language == "python":
            names |= _names(formula)
    return names


def _names(formula: Formula) -> set[str]:
    try:
        free = set(names_of(formula.translated))
        return free | set(bound_names(formula.translated)) if formula.kind == "script" else free
    except SyntaxProblem:
        return set()


def _flow_elements(process: etree._Element) -> tuple[str, ...]:
    """Names of what may stand beside the data objects of a process or behind them (BPMN's schema)."""
    return tuple({local(child) for child in process} - _LEADING)
