"""Where an instance has been and is, for colouring the diagram."""

from engine.execution.instance import Instance
from engine.execution.reports import Marking


def marking_of(instance: Instance) -> Marking:
    """Elements done, current and failed, and flows taken, without what a return undid."""
    instance.wake()
    done, current, failed, flows = set(), set(), set(), set()
    for token in instance.tokens.values():
        if token.void or token.task_spec.bpmn_id is None:
            continue
        if token.via is not None:
            flows.add(token.via)
        if token.failure is not None and token.live:
            failed.add(token.task_spec.place)
        elif token.live:
            current.add(token.task_spec.place)
        elif token.counts:
            done.add(token.task_spec.place)
    return Marking(
        frozenset(done - current - failed), frozenset(current), frozenset(failed), frozenset(flows)
    )
