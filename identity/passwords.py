"""Hashing of passwords with argon2id, and the rules that a new password meets."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from identity.errors import PasswordRefused

STANDARD = PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1)
"""About 60–80 ms on one core of the measuring machine; one lane, for the server has no idle cores to lend."""

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""For tests only. A hash carries its own parameters, so verifying one made with this is cheap as well."""

LEAST, MOST = 10, 128

_profile = STANDARD


def use(profile: PasswordHasher) -> None:
    """Set the profile that this process hashes with from now on."""
    global _profile
    _profile = profile


def hash_password(password: str) -> str:
    """Hash a password with a fresh salt; differently composed forms of one text give the same password."""
    return _profile.hash(_bytes(password))


def verify(password_hash: str | None, password: str) -> bool:
    """Tell whether the password fits the hash.

    Without a hash (an unknown account) a dummy is checked, so that the answer takes as long as for a
    wrong password.
    """
    if len(password) > MOST:
        password = ""
    try:
        fits = _profile.verify(password_hash or _dummy(_profile), _bytes(password))
    except (VerificationError, InvalidHashError):
        return False
    return fits and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Tell whether a hash was made with other parameters than those in use."""
    return _profile.check_needs_rehash(password_hash)


def check_rules(password: str, *, login: str, names: tuple[str, ...] = ()) -> None:
    """Check a new password: 10 to 128 characters, of two kinds, without the account in it.

    Parameters
    ----------
    names
        Further texts that must not be the password's core, such as the person's number.

    Raises
    ------
    PasswordRefused
        With code too_short, too_long, contains_account or too_simple.
    """
    password = _normal(password)
    if len(password) < LEAST:
        raise PasswordRefused("too_short")
    if len(password) > MOST:
        raise PasswordRefused("too_long")
    folded = password.casefold()
    if any(len(name) > 2 and name.casefold() in folded for name in (login, *names)):
        raise PasswordRefused("contains_account")
    if len({_kind(character) for character in password}) < 2 or len(set(folded)) < 4:
        raise PasswordRefused("too_simple")


def _kind(character: str) -> str:
    if character.isdecimal():
        return "digit"
    if character.isalpha():
        return "lower" if character.islower() else "upper" if character.isupper() else "letter"
    return "other"


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _bytes(password: str) -> bytes:
    # JSON can bring halves of characters, which have no proper encoding.
    return _normal(password).encode(errors="surrogatepass")


@cache
def _dummy(profile: PasswordHasher) -> str:
    return profile.hash("nobody's password")
