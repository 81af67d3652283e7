"""Who handles a step: the diagram's rules, resolved when the task is made (decision 7)."""

from .resolving import resolve
from .rules import by_rule
from .situation import Situation

__all__ = ["Situation", "by_rule", "resolve"]
