"""Embedded sub-processes: a token that hosts a level of its own."""

from SpiffWorkflow.bpmn.specs import defaults

from engine.execution.nodes.base import Node
from engine.execution.token import Token


class SubProcess(Node, defaults.SubWorkflowTask):  # type: ignore[misc]
    """Waits until its level has no token left."""

    hosts = True
    has_level = True

    def _run_hook(self, my_task: Token) -> None:
        my_task.workflow.top_workflow.create_subprocess(my_task, self.spec).begin()

    def resume(self, token: Token) -> None:
        """Complete once the level inside is empty."""
        if token.workflow.top_workflow.subprocesses[token.id].completed:
            self.finish(token)
