"""Errors of connectors. Each carries a ``code``; class docstrings are the default messages (msgids).

::

    ConnectorError
    ├── FileTooLarge
    ├── FileMissing
    └── CannotOpen
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
