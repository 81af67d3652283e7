"""Termination: the end of an instance by a person."""

from engine.execution.instance import Instance


def terminate(instance: Instance) -> None:
    """Cancel every live token; a completed instance is left as it is."""
    if not instance.completed:
        instance.cancel()
        instance.terminated = True
