"""Steps that another engine's code does: here whoever keeps that code answers them."""

from collections.abc import Iterable
from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.words import label, literal
from designer_export.namespaces import bpmn, tb
from designer_export.native import COMPUTE, EXTERNAL
from designer_export.nodes import flag

_BY_ID: Final = "element"


def ask_outside(
    carrier: Carrier,
    task: etree._Element,
    kind: str,
    asked: str,
    inputs: Iterable[tuple[str, str]] = (),
    outputs: Iterable[tuple[str, str]] = (),
) -> None:
    """Let a task wait for an answer from outside, and say so.

    Parameters
    ----------
    kind, asked
        Under which name, and as what, the other engine knows the code: the first of the inputs.
    inputs, outputs
        Pairs (name, expression of ours).
    """
    carrier.note("external", task, asked=asked)
    if carrier.has(task, "operation"):
        return
    call = carrier.write(task, "operation", name=EXTERNAL)
    carrier.pair_of(call, "in", label(kind) or "topic", literal(asked))
    _fill(carrier, call, inputs, outputs)


def ask_by_id(carrier: Carrier) -> None:
    """Let service tasks of processes that run, which say nothing of who does them, be answered by their id.

    Some engines look up by the id what is to be done; whoever keeps this answers it.
    """
    for process in carrier.root.iterchildren(bpmn("process")):
        for task in process.iter(bpmn("serviceTask")) if flag(process, "isExecutable") else ():
            call = task.find(f"{bpmn('extensionElements')}/{tb('operation')}")
            known = call is None or call.find(f"{tb('in')}[@name='{_BY_ID}']") is not None
            if known and task.get("id"):
                ask_outside(carrier, task, _BY_ID, task.get("id", ""))


def work_out(
    carrier: Carrier,
    task: etree._Element,
    inputs: Iterable[tuple[str, str]] = (),
    outputs: Iterable[tuple[str, str]] = (),
) -> None:
    """Let a task only work out values; without outputs the inputs become variables."""
    if not carrier.has(task, "operation"):
        _fill(carrier, carrier.write(task, "operation", name=COMPUTE), inputs, outputs)


def _fill(
    carrier: Carrier,
    call: etree._Element,
    inputs: Iterable[tuple[str, str]],
    outputs: Iterable[tuple[str, str]],
) -> None:
    for way, pairs in (("in", inputs), ("out", outputs)):
        for name, expression in pairs:
            carrier.pair_of(call, way, name, expression)
