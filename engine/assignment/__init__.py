"""Who handles a step: the diagram's rules and policies, resolved when the task is made (decisions 7 and 22)."""

from .resolving import resolve
from .verdict import Skip, Verdict

__all__ = ["Skip", "Verdict", "resolve"]
