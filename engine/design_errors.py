"""What may be refused about designs and versions, beside the tree of :mod:`engine.errors`.

::

    Conflict
    ├── DesignChanged          somebody changed the design since it was read
    ├── DesignPublished        it has become a version, and stays as it is
    ├── NothingToRepair        what the repair was for is no longer there
    ├── NothingToUndo          it is as it was uploaded
    └── NotInForce             the version has been taken back already
    EngineError
    ├── NothingUploaded        no file came, or only empty ones
    ├── UnreadableUpload       it is no diagram; carries the findings that say why
    ├── StartersRequired       nobody could start the service
    ├── Busy                   too many diagrams are being looked at
    ├── TookTooLong            a diagram was given up at the limit of time
    ├── TookTooMuch            … or of memory
    └── NobodyThere            a repair was told a handler whom nobody knows
"""

from collections.abc import Sequence
from typing import Any

from engine.errors import Conflict, EngineError, Stale


class DesignChanged(Stale):
    """Somebody has changed the design since you opened it."""


class DesignPublished(Conflict):
    """The design has been published; upload the diagram again to change it."""

    code = "design_published"


class NothingToRepair(Conflict):
    """There is nothing left to repair there."""

    code = "nothing_to_repair"


class NothingToUndo(Conflict):
    """There is nothing to undo."""

    code = "nothing_to_undo"


class NotInForce(Conflict):
    """The version is not in force."""

    code = "not_in_force"


class NothingUploaded(EngineError):
    """Choose a file first."""

    code = "nothing_uploaded"


class UnreadableUpload(EngineError):
    """The upload cannot be read as a process diagram."""

    code = "unreadable_upload"

    def __init__(self, findings: Sequence[Any]) -> None:
        super().__init__()
        self.findings = tuple(findings)


class StartersRequired(EngineError):
    """Say who may start the service."""

    code = "starters_required"


class Busy(EngineError):
    """Many diagrams are being looked at just now; please try again in some seconds. Nothing is lost."""

    code = "busy"
    retry_after = 5
    """Seconds after which it makes sense to ask again."""


class TookTooLong(EngineError):
    """It took longer than %(seconds)s seconds and was given up; what stood before is unchanged. Please make
    the diagram smaller, for instance with called processes.
    """

    code = "took_too_long"


class TookTooMuch(EngineError):
    """It needed more memory than one diagram may have and was given up; what stood before is unchanged.
    Please make the diagram smaller, for instance with called processes.
    """

    code = "took_too_much"


class NobodyThere(EngineError):
    """Nobody here has this number, and no group is called like this."""

    code = "nobody_there"
