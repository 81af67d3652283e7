"""Which processes of a file run, and which one people start.

A file may hold several pools. What is marked as not executable beside one that is, and the empty process of a
pool that stands for somebody outside, are drawings. Of those that run, the service is the first that begins
without an event and is not only called by another: the engine chooses the same one.
"""

from collections.abc import Iterator, Sequence

from lxml import etree

from designer_export.namespaces import bpmn, local
from designer_export.nodes import flag, plain_id
from designer_export.support import ALL_NODES, GLOBAL_TASKS


def drawn_parts(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the processes and global tasks that only draw."""
    called = called_names(root)
    processes = list(root.iterchildren(bpmn("process")))
    pooled = {plain_id(pool.get("processRef")) for pool in pools(root)}
    for process in processes:
        identifier = process.get("id", "")
        if (identifier in pooled and _is_outside(process, processes)) or (
            identifier not in called and _set_aside(process, processes)
        ):
            yield process
    for task in root:
        if local(task) in GLOBAL_TASKS and task.get("id", "") not in called:
            yield task


def called_names(root: etree._Element) -> frozenset[str]:
    """Give the ids that call activities of the file name."""
    return frozenset(plain_id(call.get("calledElement")) for call in root.iter(bpmn("callActivity")))


def pools(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the participants of the file's collaborations."""
    for collaboration in root.iterchildren(bpmn("collaboration")):
        yield from collaboration.iterchildren(bpmn("participant"))


def _is_outside(process: etree._Element, processes: Sequence[etree._Element]) -> bool:
    """Tell whether a process is empty beside one that is not: a pool that stands for somebody outside."""
    return not _is_filled(process) and any(_is_filled(other) for other in processes)


def _set_aside(process: etree._Element, processes: Sequence[etree._Element]) -> bool:
    """Tell whether a process says that it does not run, beside one that says that it does."""
    return (
        process.get("isExecutable") is not None
        and not flag(process, "isExecutable")
        and any(flag(other, "isExecutable") and _is_filled(other) for other in processes)
    )


def _is_filled(process: etree._Element) -> bool:
    return any(local(child) in ALL_NODES for child in process)
