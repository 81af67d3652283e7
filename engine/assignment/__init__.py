"""Who handles a step: the diagram's rules, resolved when the task is made (decision 7)."""

from .resolving import resolve

__all__ = ["resolve"]
