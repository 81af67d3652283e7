"""What the tokens of Betsy's scripts do: each is an operation that writes to the log of its case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from bench.conformance.cases import Case
from engine.execution import BpmnError
from engine.operations import Operation, OperationContext

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_DATA = "String"
_ERROR = "ERR-1"

Effect = Callable[["Log", Mapping[str, Any]], Mapping[str, Any] | None]


@dataclass
class Log:
    """Lines so far, and whether the marker was made."""

    case: Case
    lines: list[str] = field(default_factory=list)
    marked: bool = False

    def closed(self) -> tuple[str, ...]:
        """All lines, the marker's among them."""
        return (*self.lines, *(["MARKER_exists"] if self.marked else []))


def _begin(log: Log, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The first script of each process: the variables of the case are there from now on."""
    return {"test": log.case.test or "", "integerVariable": log.case.number}


def _mark(log: Log, given: Mapping[str, Any]) -> None:
    log.marked = True


def _increment(log: Log, given: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"integerVariable": int(given.get("integerVariable") or 0) + 1}


def _increment_and_log(log: Log, given: Mapping[str, Any]) -> Mapping[str, Any]:
    log.lines.append("INCREMENT")
    return _increment(log, given)


def _set_data(log: Log, given: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"data": _DATA}


def _log_data(log: Log, given: Mapping[str, Any]) -> None:
    log.lines.append("DATA_correct" if given.get("data") == _DATA else "DATA_incorrect")


def _nothing(log: Log, given: Mapping[str, Any]) -> None:
    """A script that only takes time, or that something outside would look at."""


_EFFECTS: dict[str, Effect] = {
    "CREATE_LOG_FILE": _begin,
    "CREATE_MARKER_FILE": _mark,
    "INCREMENT_INTEGER_VARIABLE": _increment,
    "INCREMENT_INTEGER_VARIABLE_AND_LOG": _increment_and_log,
    "SET_STRING_DATA": _set_data,
    "LOG_DATA": _log_data,
    "WAIT_TEN_SECONDS": _nothing,
}


def operations(xml: bytes, log: Log) -> dict[str, Operation]:
    """Give an operation for each token that the scripts of a file name."""
    try:
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return {}
    tokens = {(script.text or "").strip() for script in root.iter(f"{_BPMN}script")}
    return {token: _operation(_effect(token, root), log) for token in tokens if token}


def _effect(token: str, root: etree._Element) -> Effect:
    if token == "THROW_ERROR":
        codes = {error.get("errorCode") for error in root.iter(f"{_BPMN}error") if error.get("errorCode")}
        return _thrower(codes.pop() if len(codes) == 1 else _ERROR)
    if token.startswith("CREATE_TIMESTAMP_LOG"):
        return _nothing
    return _EFFECTS.get(token) or _writer(token)


def _thrower(code: str | None) -> Effect:
    def throw(log: Log, given: Mapping[str, Any]) -> None:
        raise BpmnError(code or _ERROR)

    return throw


def _writer(token: str) -> Effect:
    def write(log: Log, given: Mapping[str, Any]) -> None:
        log.lines.append(token)

    return write


def _operation(effect: Effect, log: Log) -> Operation:
    def operate(context: OperationContext, params: Mapping[str, Any]) -> Mapping[str, Any] | None:
        return effect(log, params)

    return operate
