"""Why a text is not taken, while one decision file is being compiled.

::

    NotTaken
    ├── NotFeel        no FEEL as we know it; the text may still be our own language
    └── Refused        FEEL that we understand and do not run, or that means nothing
"""


class NotTaken(Exception):
    """The text cannot be translated; `reason` tells why, for the designer."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotFeel(NotTaken):
    """The text is not FEEL, or a part of FEEL that our language may read differently."""


class Refused(NotTaken):
    """No other reading of the text is tried."""
