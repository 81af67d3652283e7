"""What the votes at a countersign step come to, and whether those that are missing can still change it."""

from collections import Counter
from collections.abc import Sequence

from designer_export.native import Countersign, Outcome

AGREES = ("approve", "complete")
REJECTS = "reject"


def result(rule: Countersign, outcomes: Sequence[Outcome], votes: Counter[str], total: int) -> str:
    """Give the outcome of a step when these are all the votes there will be.

    Parameters
    ----------
    outcomes
        The step's own, as it declares them.
    votes
        Outcome → how many gave it.
    total
        How many were asked, those who did not vote among them.
    """
    if rule.policy == "ratio":
        agreed = sum(votes[one.id] for one in outcomes if one.kind in AGREES)
        held = total > 0 and agreed >= rule.ratio * total
        sort = [one for one in outcomes if (one.kind in AGREES if held else one.kind == REJECTS)]
        return _most(rule, sort or outcomes, votes)
    if rule.policy == "all":
        refused = [one for one in outcomes if one.kind == REJECTS and votes[one.id]]
        return _most(rule, refused or [one for one in outcomes if one.kind != REJECTS] or outcomes, votes)
    return _most(rule, outcomes, votes)


def is_decided(rule: Countersign, outcomes: Sequence[Outcome], votes: Counter[str], total: int) -> bool:
    """Tell whether the votes that are missing make no difference.

    Each outcome is best off with all of them: if none becomes the result that way which it is not
    already, nothing does.
    """
    missing = total - votes.total()
    if missing <= 0:
        return True
    if rule.wait or not votes.total():
        return False
    if rule.policy == "any":
        return True
    if rule.policy == "all":
        return any(votes[one.id] for one in outcomes if one.kind == REJECTS)
    ends = {result(rule, outcomes, votes + Counter({one.id: missing}), total) for one in outcomes}
    return len(ends) == 1


def _most(rule: Countersign, outcomes: Sequence[Outcome], votes: Counter[str]) -> str:
    """The outcome with the most votes; among equals the named one, else a refusal, else the first."""
    order = {one.id: (one.id != rule.tie, one.kind != REJECTS, place) for place, one in enumerate(outcomes)}
    return min(order, key=lambda name: (-votes[name], order[name]))
