"""Who handles a step: the diagram's rules, resolved when the task is made (decision 7)."""

from .resolving import by_rules, resolve

__all__ = ["by_rules", "resolve"]
