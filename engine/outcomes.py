"""The buttons of a step: its own outcomes, or the one that every step has."""

from designer_export.native import Outcome

from .definitions import Deployed
from .errors import OpinionRequired, OpinionTooLong, UnknownOutcome

OPINION_LIMIT = 500
"""Characters of a 处理意见 (T4)."""

_DEFAULT_TEXT = {"zh-CN": "完成", "en": "Complete"}


def outcomes_of(deployed: Deployed, element: str) -> tuple[Outcome, ...]:
    """Give a step's outcomes; a step that declares none has 完成 with the service's own text."""
    declared = deployed.step(element).outcomes
    if declared:
        return declared
    own = deployed.process.get("buttons", {}).get("complete")
    words = {"zh-CN": own} if isinstance(own, str) else own
    return (Outcome(id="complete", kind="complete", text=words or _DEFAULT_TEXT),)


def choose(deployed: Deployed, element: str, outcome: str) -> Outcome:
    """Find the outcome a person pressed.

    Raises
    ------
    UnknownOutcome
    """
    for candidate in outcomes_of(deployed, element):
        if candidate.id == outcome:
            return candidate
    raise UnknownOutcome(outcome=outcome)


def opinion_words(opinion: str, *, required: bool) -> str:
    """Give the words of an opinion, trimmed.

    Raises
    ------
    OpinionRequired, OpinionTooLong
    """
    words = opinion.strip()
    if required and not words:
        raise OpinionRequired
    if len(words) > OPINION_LIMIT:
        raise OpinionTooLong(limit=OPINION_LIMIT, length=len(words))
    return words


def opinion_is_required(deployed: Deployed, element: str, outcome: Outcome) -> bool:
    """A refusal always says why; otherwise the step decides."""
    return outcome.kind == "reject" or deployed.step(element).opinion_required
