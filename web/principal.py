"""Who asks: the session cookie or a bearer token, turned into one `Principal`."""

from flask import request

from identity import tokens
from identity.principal import Principal
from identity.proofs import Proof, SessionProof
from identity.signin import SignedIn
from web.credentials import SessionCookie, bearer, clear_cookie, read_cookie, write_cookie
from web.current import runtime
from web.paths import FIRST_PASSWORD
from web.per_request import forget, once
from web.refusals import MustChangePassword, NotSignedIn
from web.standing import PRINCIPAL, confirm_first, principal_of

__all__ = ["current_principal", "require_principal", "runtime", "sign_in", "sign_out"]


def current_principal() -> Principal | None:
    """Return who asks, or ``None``; found once a request.

    Somebody whose first password is not changed yet is nobody outside the pages that change it.
    """
    return once(PRINCIPAL, _find)


def require_principal() -> Principal:
    """Return who asks.

    Raises
    ------
    NotSignedIn
        Nobody is signed in, or the session or token has ended.
    MustChangePassword
        The first password must be changed before anything else.
    """
    principal = current_principal()
    if principal is not None:
        return principal
    if bearer() is None and _is_waiting(read_cookie()):
        raise MustChangePassword
    raise NotSignedIn


def sign_in(who: SignedIn) -> None:
    """Start the session of somebody who has just proved who he is, or changed his password."""
    confirm_first()
    write_cookie(SessionCookie(who.person_id, who.epoch, who.must_change))
    forget(PRINCIPAL)


def sign_out() -> None:
    """End the session of this browser."""
    confirm_first()
    clear_cookie()
    forget(PRINCIPAL)


def _find() -> Principal | None:
    proof = _proof()
    return None if proof is None else principal_of(proof)


def _proof() -> Proof | None:
    token = bearer()
    if token is not None:
        return tokens.proof_of(token)
    cookie = read_cookie()
    if cookie is None or _is_waiting(cookie):
        return None
    return SessionProof(cookie.person_id, cookie.epoch)


def _is_waiting(cookie: SessionCookie | None) -> bool:
    """Say whether a session may not go on to this page before its first password is changed."""
    return cookie is not None and cookie.must_change and request.path not in FIRST_PASSWORD
