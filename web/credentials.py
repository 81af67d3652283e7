"""What a request brings along to say who asks: a bearer token, or a signed session cookie."""

from dataclasses import dataclass

from flask import request, session

_PERSON, _EPOCH, _FIRST = "p", "e", "f"


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """What the cookie says; it holds until the person's epoch moves on.

    Attributes
    ----------
    must_change
        Signed in with a first password: nothing but changing it is open.
    """

    person_id: int
    epoch: int
    must_change: bool


def bearer() -> str | None:
    """Return the token of the Authorization header; empty if there is one that is no bearer token."""
    given = request.authorization
    if given is None:
        return "" if request.headers.get("Authorization") else None
    return given.token or "" if given.type == "bearer" else ""


def read_cookie() -> SessionCookie | None:
    """Return what the session cookie says, if somebody is signed in."""
    person, epoch = session.get(_PERSON), session.get(_EPOCH)
    if not isinstance(person, int) or not isinstance(epoch, int):
        return None
    return SessionCookie(person, epoch, bool(session.get(_FIRST)))


def write_cookie(cookie: SessionCookie) -> None:
    """Start a session anew: nothing of an earlier one stays, its CSRF token included."""
    session.clear()
    session.permanent = True
    session[_PERSON], session[_EPOCH] = cookie.person_id, cookie.epoch
    if cookie.must_change:
        session[_FIRST] = True


def clear_cookie() -> None:
    """End the session."""
    session.clear()
