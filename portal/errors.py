"""The pages for what went wrong; wired as the `page` of `web.problem.install_problems`."""

import re

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from db.trouble import TROUBLE
from portal.inputs import opinion_of
from portal.shell import stand_alone
from web.errors import Meaning
from web.problem import sentence
from web.refusals import MustChangePassword, NotSignedIn
from web.request_ids import request_id
from web.sent_forms import is_keyed

_SECRET = re.compile(r"pass|pwd|secret|pin\b|^(old|new|again)$|密码|口令", re.IGNORECASE)
"""Fields whose content is written on no page, not even for whoever typed it."""
_PICTURES = {400: "alert-circle", 403: "lock", 404: "file-search", 409: "users", 429: "clock"}


def error_page(told: Meaning, error: Exception) -> ResponseReturnValue:
    """Return the page of an error; whoever is not signed in goes to the sign-in page and comes back."""
    if isinstance(error, MustChangePassword):
        return redirect(url_for("portal.password"))
    if isinstance(error, NotSignedIn) and not _wants_json():
        goal = request.full_path.rstrip("?") if request.method == "GET" else "/"
        return redirect(url_for("portal.signin", next=goal))
    if _wants_json():
        return {"code": told.code, "title": sentence(told)}, told.status
    if isinstance(error, TROUBLE):
        return _away_page(), told.status
    return _page(told), told.status


def _wants_json() -> bool:
    """Say whether an island asks; a browser's own request takes HTML first."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _away_page() -> str:
    """Write the page that needs no database: what was typed stands in it, to be sent again."""
    stand_alone()
    typed = [(name, value) for name, values in request.form.lists() for value in values]
    hidden = bool(request.files) or any(_SECRET.search(name) for name, _ in typed)
    return render_template(
        "portal/away.html",
        is_sent=request.method == "POST",
        is_safe=is_keyed(),
        typed=() if hidden else typed,
        address=request.full_path.rstrip("?"),
        reference=request_id(),
    )


def _page(told: Meaning) -> str:
    title, words = _words(told)
    return render_template(
        "portal/error.html",
        title=title,
        words=words,
        picture=_PICTURES.get(told.status, "server-off"),
        retry=(request.path, gettext("Try again")) if told.status >= 500 else None,
        kept=_kept(told),
        reference=request_id() if told.status >= 500 else "",
    )


def _words(told: Meaning) -> tuple[str, str]:
    if told.status == 404 and request.method == "POST" and "task_id" in (request.view_args or {}):
        # Whoever sends a task saw it a moment ago: a candidate sees it only for as long as it waits for him.
        return (
            gettext("Not sent: this matter is no longer with you"),
            gettext("It has been taken back, has been handled by somebody else, or has ended meanwhile."),
        )
    if told.status == 404:
        return (
            gettext("This page does not exist, or is not open to you"),
            gettext("Matters are open to their initiator, their handlers and those they were copied to."),
        )
    if told.status == 403:
        return gettext("You may not do this"), sentence(told)
    if told.status == 409:
        return gettext("Not sent: somebody was faster"), sentence(told)
    if told.status == 413:
        return gettext("The file is too large"), gettext(
            "A file has at most 32 MB. Please send a smaller one."
        )
    if told.status == 503:
        return gettext("Much is going on just now"), sentence(told)
    if told.status >= 500:
        return (
            gettext("Something went wrong here. What has been saved is not lost"),
            gettext("Please try again in a moment. If it happens again, tell the information centre."),
        )
    return sentence(told), ""


def _kept(told: Meaning) -> list[tuple[str, str]]:
    # A form that is too large cannot be read for what it says either.
    readable = request.method == "POST" and told.status != 413
    words = opinion_of().strip() if readable else ""
    return [(gettext("Opinion"), words)] if words else []
