"""``/metrics`` for Prometheus. Nobody may read it unless the settings say who."""

import hmac
from collections.abc import Callable
from ipaddress import ip_address

import psycopg
from flask import Flask, Response, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import NotFound

from db import reading
from settings import Settings
from watch.counters import Figures, merged
from watch.exposition import CONTENT_TYPE, written
from watch.sharing import Shared
from web.credentials import bearer
from web.current import now
from web.watching.gauges import Remembered, asked, of_the_pool, of_the_store
from web.watching.version import program_version

_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")
SHARED = "tongban.figures"
"""Where an application keeps what it shares with the other processes of this machine."""


def install_metrics(app: Flask, settings: Settings) -> None:
    """Offer ``/metrics``, and prepare to share figures with the other processes of this machine."""
    if not settings.metrics_token and not settings.metrics_loopback:
        return
    shared = Shared(settings.figures, lambda: _pool_of(app))
    app.extensions[SHARED] = shared
    tell = teller(app, settings, shared.collect)

    def metrics() -> Response:
        if not _may_read(settings):
            # As if it were not there: a hall on the internet need not say that it has figures.
            raise NotFound
        return Response(tell(), content_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})

    app.add_url_rule("/metrics", "metrics", metrics)


def begin_sharing(app: Flask) -> None:
    """Write figures from now on; called in the process that serves, not in one that forks."""
    shared: Shared | None = app.extensions.get(SHARED)
    if shared is not None:
        shared.begin()


def teller(app: Flask, settings: Settings, counted: Callable[[], Figures]) -> Callable[[], str]:
    """Return what writes the whole text: `counted`, and what the database is asked for."""
    gauges = Remembered(_gauges(app))
    version: Figures = {"tongban_info": {(program_version(),): 1.0}}
    return lambda: written(merged(counted(), gauges.give(), of_the_store(settings.files), version))


def _gauges(app: Flask) -> Callable[[], Figures]:
    def ask() -> Figures:
        try:
            with app.app_context(), reading() as link:
                return asked(link, now())
        except (psycopg.Error, SQLAlchemyError):
            # What was counted is told all the same; that the gauges are missing is a sign, too.
            return {}

    return ask


def _pool_of(app: Flask) -> Figures:
    with app.app_context():
        return of_the_pool()


def _may_read(settings: Settings) -> bool:
    token = bearer()
    if (
        settings.metrics_token
        and token
        and hmac.compare_digest(token.encode(), settings.metrics_token.encode())
    ):
        return True
    # Behind a proxy on this machine everybody comes from loopback; a proxy says for whom it asks.
    is_direct = not any(name in request.headers for name in _FORWARDED)
    return settings.metrics_loopback and is_direct and _is_loopback(request.remote_addr or "")


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
