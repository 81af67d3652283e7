"""What a command may refuse, as codes with parameters; sentences are made by the doors.

::

    EngineError
    ├── NotFound               unknown, or not yours to see
    ├── Forbidden              yours to see, not yours to do
    │   └── NotEligible        may not start this service
    ├── NotPublished           the service has no version in force
    ├── BegunByEvents          nobody starts it by hand: it begins when its event comes
    ├── UnknownUnit            the initiator does not belong to the unit he names
    ├── Conflict
    │   ├── Stale              somebody changed the task since it was read
    │   ├── AlreadyDone        the task is closed
    │   │   └── HandledBy      by somebody who can be named
    │   ├── ClaimedBy          one of several does it, who can be named
    │   ├── NothingToClaim     there is only one who may do it
    │   ├── NotClaimed         nobody has taken it for himself
    │   └── NotRunning         the instance has ended
    ├── Invalid                the submitted form does not hold; carries every field's error
    ├── UnknownOutcome         the step offers no such button
    ├── OpinionRequired        this move needs words
    ├── OpinionTooLong         more than 500 characters (T4)
    ├── TooManyPhrases         more than 50 (常用意见)
    ├── PhraseTooLong          longer than an opinion may be
    ├── TooManyTasks           more than 100 in one go (批量处理)
    ├── NotInBulk              the step is handled on its own page only
    ├── CannotReturn           no such step in this step's past
    ├── UnknownPerson          nobody, or somebody who has left
    ├── NotYourself            the task would go to whom it comes from
    ├── NobodyChosen           somebody must be named
    ├── TooManyPeople          more than may be named at once
    ├── NotAdded               the diagram itself asks this signer
    ├── CannotWithdraw         somebody or something has gone on; its code says what
    ├── CannotCancel           the service does not let the initiator cancel now
    └── Undeployable           the bundle was refused; carries the findings
"""

from collections.abc import Sequence
from typing import Any

from forms.validation import FieldError


class EngineError(Exception):
    """The request could not be carried out."""

    code = "engine_error"

    def __init__(self, **params: Any) -> None:
        super().__init__(self.code)
        self.params = params


class NotFound(EngineError):
    """There is no such thing, or it is not yours to see."""

    code = "not_found"


class Forbidden(EngineError):
    """You may see this, but it is not yours to do."""

    code = "forbidden"


class NotEligible(Forbidden):
    """The service is not open to you."""

    code = "not_eligible"


class NotPublished(EngineError):
    """The service has no published version."""

    code = "not_published"


class BegunByEvents(EngineError):
    """The service begins by itself when its event comes; nobody starts it by hand."""

    code = "begun_by_events"


class UnknownUnit(EngineError):
    """You do not belong to that unit."""

    code = "unknown_unit"


class Conflict(EngineError):
    """Somebody was faster."""

    code = "conflict"


class Stale(Conflict):
    """The task has changed since you opened it."""

    code = "stale"


class AlreadyDone(Conflict):
    """Somebody has already handled the task."""

    code = "already_done"


class HandledBy(AlreadyDone):
    """%(handler)s has already handled the task."""


class ClaimedBy(Conflict):
    """%(handler)s has claimed the task and does it."""

    code = "claimed"


class NothingToClaim(Conflict):
    """Nobody else is asked to do the task: there is nothing to claim."""

    code = "nothing_to_claim"


class NotClaimed(Conflict):
    """Nobody has claimed the task."""

    code = "not_claimed"


class NotRunning(Conflict):
    """The matter has ended."""

    code = "not_running"


class Invalid(EngineError):
    """Some fields need your attention."""

    code = "invalid"

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__()
        self.errors = tuple(errors)


class UnknownOutcome(EngineError):
    """The step does not offer that decision."""

    code = "unknown_outcome"


class OpinionRequired(EngineError):
    """Please write an opinion."""

    code = "opinion_required"


class OpinionTooLong(EngineError):
    """The opinion is longer than 500 characters."""

    code = "opinion_too_long"


class TooManyPhrases(EngineError):
    """A list of phrases holds at most %(limit)s."""

    code = "too_many_phrases"


class PhraseTooLong(EngineError):
    """A phrase has at most %(limit)s characters."""

    code = "phrase_too_long"


class TooManyTasks(EngineError):
    """At most %(limit)s tasks are handled at once."""

    code = "too_many_tasks"


class NotInBulk(EngineError):
    """The step has to be handled on its own page."""

    code = "not_in_bulk"


class CannotReturn(EngineError):
    """There is no such earlier step to return to."""

    code = "cannot_return"


class UnknownPerson(EngineError):
    """There is no such person, or he has left."""

    code = "unknown_person"


class NotYourself(EngineError):
    """Choose somebody else than yourself."""

    code = "not_yourself"


class NobodyChosen(EngineError):
    """Choose at least one person."""

    code = "nobody_chosen"


class TooManyPeople(EngineError):
    """Choose at most %(limit)s people at once."""

    code = "too_many_people"


class NotAdded(EngineError):
    """The signer was not added by hand."""

    code = "not_added"


class CannotWithdraw(Conflict):
    """The step can no longer be withdrawn."""

    code = "cannot_withdraw"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
        self.code = reason


class CannotCancel(EngineError):
    """The matter can no longer be cancelled by its initiator."""

    code = "cannot_cancel"


class NumberTaken(Conflict):
    """%(service)s numbers its matters in the same way; choose another prefix."""

    code = "number_taken"


class Undeployable(EngineError):
    """The service cannot be deployed."""

    code = "undeployable"

    def __init__(self, findings: Sequence[Any]) -> None:
        super().__init__()
        self.findings = tuple(findings)
