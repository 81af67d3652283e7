"""Errors of connectors. Each carries a ``code``; class docstrings are the default messages (msgids).

::

    ConnectorError
    ├── FileTooLarge
    ├── FileMissing
    ├── CannotOpen
    └── BadSetting
"""


class ConnectorError(Exception):
    """A connected system refused."""

    code = "connector"


class FileTooLarge(ConnectorError):
    """The file is too large."""

    code = "file_too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit
        """The largest size that is taken, in bytes."""


class FileMissing(ConnectorError):
    """The file is not in the store."""

    code = "file_missing"


class CannotOpen(ConnectorError):
    """The sealed text cannot be opened: another key, another context, or damaged."""

    code = "cannot_open"


class BadSetting(ConnectorError):
    """A setting cannot be used.

    Parameters
    ----------
    pointer
        Of the setting.
    code
        ``required``, ``unknown``, ``type``, ``choice``, ``address``, ``name``, ``taken``, ``range``;
        ``again`` for a secret that was given for another system.
    """

    def __init__(self, pointer: str, code: str) -> None:
        super().__init__(pointer, code)
        self.pointer = pointer
        self.code = code
        self.params: dict[str, str] = {}

    @property
    def errors(self) -> tuple["BadSetting"]:
        """What is wrong, in the shape of a form's faults."""
        return (self,)
