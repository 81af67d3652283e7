"""Termination: the end of an instance by a person."""

from engine.execution.instance import Instance
from engine.execution.token import ENDED


def terminate(instance: Instance) -> None:
    """Cancel every live token, so that a restart can bring it back; a completed instance is left as it is."""
    if not instance.completed:
        instance.cancel(killer=ENDED)
        instance.terminated = True
