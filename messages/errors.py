"""What can go wrong with messages.

::

    MessageError
    ├── BadChoice
    ├── NoMessage
    └── NotFailed

The class docstring is the default message (an English msgid); `params` fill its placeholders.
"""

from typing import Any


class MessageError(Exception):
    """The request about messages was refused."""

    code = "message"

    def __init__(self, **params: Any) -> None:
        super().__init__(self.code, params)
        self.params = params


class BadChoice(MessageError):
    """The choice for %(kind)s is none of those that there are."""

    code = "bad_choice"


class NoMessage(MessageError):
    """There is no such message, or it is not open to you."""

    code = "no_message"


class NotFailed(MessageError):
    """The e-mail has not failed, so there is nothing to try again."""

    code = "not_failed"
