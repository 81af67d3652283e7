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
    │   ├── NobodyWaits        nobody has reminded, or all have their answer
    │   ├── ClaimedBy          one of several does it, who can be named
    │   ├── NothingToClaim     there is only one who may do it
    │   ├── NotClaimed         nobody has taken it for himself
    │   ├── NotRunning         the instance has ended
    │   │   └── Suspended      it waits until an administrator takes it up again (挂起)
    │   ├── NotSuspended       it does not wait
    │   ├── AlreadyHeld        the task waits already (暂缓)
    │   ├── NotHeld            the task does not wait
    │   ├── CannotMend         a jump or restart that its diagram forbids; its code says why
    │   ├── CannotTry          nothing to try an outside system with; its code says why
    │   └── CannotMigrate      it stands where the other version has nothing like it
    ├── BadRenaming            an element would become none, or two would become one
    ├── Invalid                the submitted form does not hold; carries every field's error
    ├── UnknownOutcome         the step offers no such button
    ├── OpinionRequired        this move needs words
    ├── OpinionTooLong         more than 500 characters (T4)
    ├── ReasonRequired         this move says why
    ├── ReasonTooLong          longer than an opinion may be
    ├── TooManyPhrases         more than 50 (常用意见)
    ├── PhraseTooLong          longer than an opinion may be
    ├── TooManyTasks           more than 100 in one go (批量处理)
    ├── NotInBulk              the step is handled on its own page only
    ├── CannotReturn           no such step in this step's past
    ├── UnknownPerson          nobody, or somebody who has left
    ├── NotYourself            the task would go to whom it comes from
    ├── NobodyChosen           somebody must be named
    ├── TooManyPeople          more than may be named at once
    ├── NobodyToHandle         nobody would handle the next step, and its policy refuses that
    ├── AbsenceRefused         a substitution that cannot be; its code says why
    ├── NotAdded               the diagram itself asks this signer
    ├── CannotWithdraw         somebody or something has gone on; its code says what
    ├── MayNotSee              somebody mentioned who does not see the matter; carries their names
    ├── UnknownEntry           the record has no such entry to answer
    ├── WordsRequired          nothing was said
    ├── WordsTooLong           more than 500 characters
    ├── TooSoon                reminded a moment ago; carries when it is possible again
    ├── CannotCancel           the service does not let the initiator cancel now
    └── Undeployable           the bundle was refused; carries the findings
"""

from collections.abc import Sequence
from datetime import datetime
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


class Suspended(NotRunning):
    """The matter is suspended; nothing can be done with it until its office resumes it."""

    code = "suspended"


class NotSuspended(Conflict):
    """The matter is not suspended."""

    code = "not_suspended"


class AlreadyHeld(Conflict):
    """The task is on hold already."""

    code = "already_held"


class NotHeld(Conflict):
    """The task is not on hold."""

    code = "not_held"


class CannotMend(Conflict):
    """The matter cannot be moved like this.

    Its code is that of the move; ``element`` the name of the step that it is about, ``split`` of where the
    branches part.
    """

    code = "cannot_mend"

    def __init__(self, reason: str, **params: Any) -> None:
        super().__init__(reason=reason, **params)
        self.code = reason


class CannotMigrate(Conflict):
    """The matter cannot go to that version."""

    code = "cannot_migrate"

    def __init__(self, reason: str, blocks: Sequence[Any] = ()) -> None:
        super().__init__(reason=reason)
        self.code = reason
        self.blocks = tuple(blocks)


class BadRenaming(EngineError):
    """The steps that were renamed do not fit: %(element)s."""

    code = "bad_renaming"


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


class ReasonRequired(EngineError):
    """Please give a reason."""

    code = "reason_required"


class ReasonTooLong(EngineError):
    """The reason is longer than 500 characters."""

    code = "reason_too_long"


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


class NobodyToHandle(EngineError):
    """Nobody can be found who would handle the step “%(step)s”, so this cannot be sent."""

    code = "nobody_to_handle"


class AbsenceRefused(EngineError):
    """The substitute cannot be entered."""

    def __init__(self, reason: str, **params: Any) -> None:
        super().__init__(**params)
        self.code = reason


class NotAdded(EngineError):
    """The signer was not added by hand."""

    code = "not_added"


class CannotWithdraw(Conflict):
    """The step can no longer be withdrawn."""

    code = "cannot_withdraw"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
        self.code = reason


class MayNotSee(EngineError):
    """%(names)s cannot be mentioned: the matter is not open to them."""

    code = "may_not_see"


class UnknownEntry(EngineError):
    """The record has no such entry."""

    code = "unknown_entry"


class WordsRequired(EngineError):
    """Please write something."""

    code = "words_required"


class WordsTooLong(EngineError):
    """Write at most 500 characters."""

    code = "words_too_long"


class TooSoon(EngineError):
    """You have reminded them already; you can do so again from %(until)s on."""

    code = "too_soon"

    def __init__(self, until: datetime) -> None:
        super().__init__(until=until)
        self.until = until
        """The moment (UTC) from which on it is possible."""


class NobodyWaits(Conflict):
    """Nobody waits for an answer here."""

    code = "nobody_waits"


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
