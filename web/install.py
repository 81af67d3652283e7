"""Wires into an application what its doors share."""

from typing import TYPE_CHECKING

from flask import Flask

from web.current import RUNTIME
from web.i18n import install_i18n
from web.logs import install_access_log
from web.looks import install_looks
from web.problem import ErrorPage, install_problems
from web.request_ids import install_request_ids
from web.security import install_security
from web.standing import install_standing
from web.tracing import install_tracing

if TYPE_CHECKING:
    from engine.runtime import Runtime


def install_web(
    app: Flask, rt: "Runtime | None", *, secure: bool = False, error_page: ErrorPage | None = None
) -> None:
    """Prepare an application for its doors; called once, before their blueprints are registered.

    Parameters
    ----------
    secure
        The site is served over HTTPS.
    error_page
        How the portal shows an error: given its meaning and the error itself.
    """
    if rt is not None:
        app.extensions[RUNTIME] = rt
    # Flask runs what comes after a request in reverse order: the log line is written last.
    install_standing(app)
    install_tracing(app)
    install_access_log(app)
    install_request_ids(app)
    install_i18n(app)
    install_security(app, secure=secure)
    install_problems(app, error_page)
    if rt is not None:
        install_looks(app)
