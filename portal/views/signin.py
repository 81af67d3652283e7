"""Signing in and out (L1)."""

from math import ceil

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from identity.errors import AccountClosed, Locked, SignInRefused, WrongCredentials
from identity.signin import sign_in as check
from portal.blueprint import portal
from portal.formats import clock
from web.current import now
from web.principal import current_principal, sign_in, sign_out


@portal.get("/signin")
def signin() -> ResponseReturnValue:
    """Show the sign-in form; whoever is signed in goes on."""
    if current_principal() is not None:
        return redirect(_next())
    return _page("")


@portal.post("/signin")
def enter() -> ResponseReturnValue:
    """Check account and password."""
    try:
        who = check(request.form.get("login", ""), request.form.get("password", ""), now=now())
    except SignInRefused as refused:
        return _page(_sentence(refused)), 422
    goal = _next()
    sign_in(who)
    return redirect(url_for("portal.password", next=goal) if who.must_change else goal)


@portal.post("/signout")
def signout() -> ResponseReturnValue:
    """End this browser's session."""
    sign_out()
    return redirect(url_for("portal.home"))


def _page(error: str) -> str:
    login = request.form.get("login", "")[:100]
    return render_template(
        "portal/signin.html", error=error, login=login, next=request.values.get("next", "")
    )


def _next() -> str:
    """Return where to go on: a path of this site only, or the front page."""
    wanted = request.values.get("next", "")
    inside = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if inside else url_for("portal.home")


def _sentence(refused: SignInRefused) -> str:
    if isinstance(refused, Locked):
        return gettext(
            "Too many wrong attempts: this account is locked until %(time)s, for %(minutes)s more minutes. "
            "Try again then, or ask the service desk of the information centre to reset the password.",
            time=clock(refused.until),
            minutes=ceil((refused.until - now()).total_seconds() / 60),
        )
    if isinstance(refused, AccountClosed):
        return gettext("This account has been closed. Ask the information centre if you need it again.")
    left = refused.left if isinstance(refused, WrongCredentials) else 0
    return gettext(
        "The account or the password is wrong. %(left)s more attempts before the account is locked "
        "for a while.",
        left=left,
    )
