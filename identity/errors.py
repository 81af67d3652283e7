"""Errors of identity. Each carries a ``code``; class docstrings are the default messages (msgids).

::

    IdentityError
    ├── SignInRefused
    │   ├── WrongCredentials
    │   ├── Locked
    │   └── AccountClosed
    ├── PasswordRefused
    └── ContactRefused
"""

from datetime import datetime


class IdentityError(Exception):
    """The request was refused."""

    code = "identity"


class SignInRefused(IdentityError):
    """Signing in was refused."""

    code = "sign_in_refused"


class WrongCredentials(SignInRefused):
    """The account or the password is wrong."""

    code = "wrong_credentials"

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left
        """Attempts left before the login is locked."""


class Locked(SignInRefused):
    """Too many failed attempts. Try again later."""

    code = "locked"

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until
        """The moment (UTC) from which on the login may be tried again."""


class AccountClosed(SignInRefused):
    """The account has been closed."""

    code = "account_closed"


class PasswordRefused(IdentityError):
    """The new password does not meet the rules."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        """One of too_short, too_long, same_as_old, contains_account, too_simple, wrong_old, no_credential."""


class ContactRefused(IdentityError):
    """The phone number or the e-mail address is not a valid one."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        """bad_phone or bad_email."""
