"""What may be refused to administrators who mend, beside the tree of :mod:`engine.errors`.

::

    Conflict
    ├── ChangedMeanwhile       the matter is no longer as the preview has seen it
    ├── NothingFailed          no step of it waits to be tried again
    ├── NoSuchTask             it has no open task that is meant
    └── NotInThatState         what is done in bulk is over, or does not wait
    EngineError
    ├── NoSuchVariable         the scope has no variable of that name
    ├── VariableKept           nobody changes it by hand; its code says why
    ├── UnknownMend            no action of that name, or without what it needs
    ├── NothingSelected        nothing would be done in bulk
    └── TooMuchSelected        more than may be done in bulk
"""

from typing import Any

from engine.errors import Conflict, EngineError


class ChangedMeanwhile(Conflict):
    """The matter has changed since you were shown what would happen; please look once more."""

    code = "changed_meanwhile"


class NothingFailed(Conflict):
    """No step of the matter has failed there."""

    code = "nothing_failed"


class NoSuchTask(Conflict):
    """The matter has no such open task any more."""

    code = "no_such_task"


class NotInThatState(Conflict):
    """That is no longer possible: its state is another one by now."""

    code = "not_in_that_state"


class NoSuchVariable(EngineError):
    """There is no variable “%(name)s” there."""

    code = "no_such_variable"


class VariableKept(EngineError):
    """The variable cannot be changed by hand; the code is the reason."""

    code = "variable_kept"

    def __init__(self, reason: str, **params: Any) -> None:
        super().__init__(reason=reason, **params)
        self.code = reason


class UnknownMend(EngineError):
    """Something that this action needs is missing or is not of the right kind: %(name)s."""

    code = "unknown_mend"


class NothingSelected(EngineError):
    """No matter is selected."""

    code = "nothing_selected"


class TooMuchSelected(EngineError):
    """At most %(limit)s matters are handled in one go; narrow the selection down."""

    code = "too_much_selected"
