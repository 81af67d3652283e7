"""自选办理人: the initiator, or the handler before, says who handles a step (``rule="chosen"``)."""

from .among import people_among
from .asking import Ask, asked_at, required
from .keeping import Choice, choice_for, chosen_before, kept
from .taking import take

__all__ = [
    "Ask",
    "Choice",
    "asked_at",
    "choice_for",
    "chosen_before",
    "kept",
    "people_among",
    "required",
    "take",
]
