"""What stands in the history for a node that a later version of the process no longer has."""

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec

from engine.execution.nodes.base import Node

GONE = "<gone>"
"""Its name on every level; no XML id can clash with it."""


class Gone(Node, BpmnTaskSpec):  # type: ignore[misc]
    """History only: nothing lives here, nothing is told of it, and no move brings it back.

    No flow leads to it or from it; each level has one, beside its nodes (`LevelSpec.gone`).
    """

    is_gone = True
