"""What every answer carries and every request must: headers, the content policy, CSRF, sizes."""

import secrets

from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import CSRFProtect
from itsdangerous import URLSafeTimedSerializer
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from web.credentials import bearer
from web.paths import is_api
from web.per_request import once

MEGABYTE = 1024 * 1024
JSON_LIMIT = MEGABYTE
UPLOAD_LIMIT = 32 * MEGABYTE
_FORMS = frozenset({"multipart/form-data", "application/x-www-form-urlencoded"})
SESSION_SECONDS = 12 * 3600

csrf = CSRFProtect()


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookies, by a signer that is made once; Flask makes one at each look."""

    def __init__(self, app: Flask) -> None:
        self._signer = super().get_signing_serializer(app)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return the signer of the application's cookies."""
        return self._signer


_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self' blob:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
"""Of an answer that is no page and needs nothing beside it."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Pages hold what one person may see: no shared cache, and nothing after signing out.
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def nonce() -> str:
    """Return the nonce of this request's page, for its inline scripts and styles."""
    return once("csp_nonce", lambda: secrets.token_urlsafe(16))


def install_security(app: Flask, *, secure: bool = False) -> None:
    """Protect an application.

    Parameters
    ----------
    secure
        The site is served over HTTPS: cookies go nowhere else, and browsers are told to stay.
    """
    app.config.update(
        SESSION_COOKIE_NAME="__Host-tongban" if secure else "tongban",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=SESSION_SECONDS,
        MAX_CONTENT_LENGTH=UPLOAD_LIMIT,
        MAX_FORM_MEMORY_SIZE=2 * MEGABYTE,
        MAX_FORM_PARTS=2000,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=SESSION_SECONDS,
    )
    app.session_interface = Sessions(app)
    csrf.init_app(app)
    app.jinja_env.globals["csp_nonce"] = nonce
    app.before_request(_limit)
    app.before_request(_no_nul)
    app.before_request(_forgery)
    app.after_request(_guard)
    if secure:
        app.after_request(_strict_transport)


def _limit() -> None:
    """Only uploads may be large; everything else is a form or a small JSON document."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = JSON_LIMIT
        # A body that does not say how long it is would be cut off there, and read as if it were whole.
        if request.headers.get("Transfer-Encoding") and len(request.get_data()) >= JSON_LIMIT:
            raise RequestEntityTooLarge


def _no_nul() -> None:
    """Refuse the one character that PostgreSQL's text cannot hold; nobody types it."""
    if "\0" in request.path or b"%00" in request.query_string:
        raise BadRequest
    if request.mimetype not in _FORMS:
        return
    if any("\0" in value for values in request.form.listvalues() for value in values):
        raise BadRequest
    if any("\0" in (part.content_type or "") for _, part in request.files.items(multi=True)):
        raise BadRequest


def _forgery() -> None:
    """Refuse what another site may have sent with our cookie.

    A bearer token cannot be sent by another site, and where one is given the cookie is not looked at.
    A request without a session has nothing that could be misused, except a sign-in form, which checks too.
    """
    if bearer() is not None:
        return
    if is_api(request.path) and not request.cookies.get(_session_cookie()):
        return
    csrf.protect()


def _session_cookie() -> str:
    return str(current_app.config["SESSION_COOKIE_NAME"])


def _guard(response: Response) -> Response:
    policy = _DATA_POLICY if response.is_json else _POLICY.format(nonce=nonce())
    # What a view says itself stands. (Asking werkzeug for a header that is not there costs an exception.)
    said = {name.lower() for name, _ in response.headers}
    wanted = {"Content-Security-Policy": policy, **_HEADERS}
    response.headers.extend({name: wanted[name] for name in wanted if name.lower() not in said})
    return response


def _strict_transport(response: Response) -> Response:
    response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return response
