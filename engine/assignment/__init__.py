"""Who handles a step: the diagram's rules and policies, resolved when the task is made (decision 22)."""

from .resolving import by_rules, members, people_of, resolve
from .rules import by_lane, by_rule
from .situation import RuleFailed, Situation
from .verdict import Skip, Verdict

__all__ = [
    "RuleFailed",
    "Situation",
    "Skip",
    "Verdict",
    "by_lane",
    "by_rule",
    "by_rules",
    "members",
    "people_of",
    "resolve",
]
