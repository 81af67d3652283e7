"""Setting a password of one's own: at the first sign-in, or at any time (L3, L4)."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from identity.errors import Locked, PasswordRefused
from identity.signin import SignedIn, change_password
from portal.blueprint import portal
from portal.faults import words_of
from web.credentials import read_cookie
from web.current import now
from web.principal import require_principal, sign_in


@portal.get("/password")
def password() -> str:
    """Show the form."""
    require_principal()
    return _page("", "")


@portal.post("/password")
def set_password() -> ResponseReturnValue:
    """Change the password; every other session ends, this one goes on."""
    me = require_principal()
    if request.form.get("new") != request.form.get("again"):
        return _page("different", gettext("The two new passwords are not the same.")), 422
    try:
        epoch = change_password(me.person_id, request.form.get("old", ""), request.form.get("new", ""), now())
    except (PasswordRefused, Locked) as refused:
        return _page(refused.code, words_of(refused)), 422
    sign_in(SignedIn(person_id=me.person_id, must_change=False, epoch=epoch))
    flash(gettext("The new password is saved. All other devices have been signed out."), "green")
    return redirect(url_for("portal.home"))


def _page(error: str, words: str) -> str:
    cookie = read_cookie()
    first = cookie is not None and cookie.must_change
    return render_template("portal/password.html", error=error, words=words, first=first)
