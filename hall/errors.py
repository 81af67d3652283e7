"""What can go wrong in the hall.

::

    HallError
    ├── UnknownService
    ├── UnknownUnit
    ├── BadField
    └── NotAllowed

The class docstring is the default message (an English msgid); `params` fill its placeholders.
"""

from typing import Any


class HallError(Exception):
    """The hall refused the request."""

    code = "hall"

    def __init__(self, **params: Any) -> None:
        super().__init__(self.code, params)
        self.params = params


class UnknownService(HallError):
    """There is no such service."""

    code = "unknown_service"


class UnknownUnit(HallError):
    """There is no department with the code %(unit)s."""

    code = "unknown_unit"


class BadField(HallError):
    """The field %(field)s of the service has a value that is not allowed."""

    code = "bad_field"


class NotAllowed(HallError):
    """You may not change this service."""

    code = "not_allowed"
