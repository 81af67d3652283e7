"""The buttons of a step: its own outcomes, or the one that every step has."""

from dataclasses import replace

from designer_export.native import DONE, Outcome

from .definitions import Deployed
from .errors import OpinionRequired, OpinionTooLong, UnknownOutcome
from .words import words_of


def outcomes_of(deployed: Deployed, element: str) -> tuple[Outcome, ...]:
    """Give a step's outcomes; 完成, where the step declares none, has the service's own text."""
    declared = deployed.step(element).outcomes
    own = deployed.process.get("buttons", {}).get("complete")
    if not own or declared != (DONE,):
        return declared
    return (replace(DONE, text={"zh-CN": own} if isinstance(own, str) else dict(own)),)


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


def preset_of(deployed: Deployed, element: str) -> str:
    """Give the text that stands in a step's opinion cell before anybody typed (``x-preset``, S3).

    A step that may refuse has none: a hasty 不通过 would go out under words of consent.
    """
    pointer = deployed.step(element).opinion
    if not pointer or any(outcome.kind == "reject" for outcome in outcomes_of(deployed, element)):
        return ""
    field = deployed.form.field(pointer)
    return str(field.schema.get("x-preset", "")) if field else ""


def opinion_words(opinion: str, *, required: bool) -> str:
    """Give the words of an opinion, trimmed.

    Raises
    ------
    OpinionRequired, OpinionTooLong
    """
    return words_of(opinion, required=required, missing=OpinionRequired, too_long=OpinionTooLong)


def opinion_is_required(deployed: Deployed, element: str, outcome: Outcome) -> bool:
    """A refusal always says why; otherwise the step decides."""
    return outcome.kind == "reject" or deployed.step(element).opinion_required
