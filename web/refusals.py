"""What the doors themselves refuse, before a command is asked.

::

    WebError
    ├── NotSignedIn             nobody is signed in, or the session or token has ended
    ├── MustChangePassword      signed in with a first password: only changing it is open
    ├── UnreadableBody          the body is not the JSON, or the form, that it claims to be
    ├── BodyNotValid            the body's own shape is wrong; carries where
    ├── VersionRequired         a write on a task without If-Match
    ├── BadIdempotencyKey       not 1 to 200 visible ASCII characters
    ├── OtherRequest            the key was used for another request
    └── InFlight                the same request is being carried out right now
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


class WebError(Exception):
    """The request was refused."""

    code = "refused"

    def __init__(self, **params: Any) -> None:
        super().__init__(self.code)
        self.params = params


class NotSignedIn(WebError):
    """Please sign in."""

    code = "not_signed_in"


class MustChangePassword(WebError):
    """Set a password of your own first."""

    code = "must_change_password"


class UnreadableBody(WebError):
    """The body of the request cannot be read."""

    code = "unreadable_body"


@dataclass(frozen=True, slots=True)
class BodyError:
    """One fault in the shape of a request: a JSON Pointer into its body, a code, and its parameters."""

    pointer: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)


class BodyNotValid(WebError):
    """The request does not have the shape that is documented."""

    code = "invalid_request"

    def __init__(self, errors: Sequence[BodyError]) -> None:
        super().__init__()
        self.errors = tuple(errors)


class VersionRequired(WebError):
    """Say in If-Match which version of the task you have seen."""

    code = "version_required"


class BadIdempotencyKey(WebError):
    """An Idempotency-Key has 1 to 200 visible ASCII characters."""

    code = "bad_idempotency_key"


class OtherRequest(WebError):
    """The Idempotency-Key was used for another request."""

    code = "idempotency_key_reused"


class InFlight(WebError):
    """The same request is being carried out; try again in a moment."""

    code = "in_flight"
