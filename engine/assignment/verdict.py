"""What comes of asking who handles a step: people with reasons, or that nobody need."""

from dataclasses import dataclass

from .rules import Reason


@dataclass(frozen=True, slots=True)
class Skip:
    """A step is passed over.

    Attributes
    ----------
    why
        ``nobody``, ``initiator`` or ``repeated``.
    outcome
        Id of the outcome it is passed over with.
    person_id
        Who has approved already.
    """

    why: str
    outcome: str
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who may handle a task, or why nobody need.

    Attributes
    ----------
    reasons
        Rows (principal key, rule, parameters …); none if the step is skipped.
    stood_in
        Pairs (who is away, who stands in for him).
    """

    reasons: tuple[Reason, ...] = ()
    stood_in: tuple[tuple[int, int], ...] = ()
    skip: Skip | None = None
