"""The composition root: makes the application and wires the rooms together."""

import gc
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from flask import Flask
from flask.typing import ResponseReturnValue

from api.install import install_api
from connectors.local_files import LocalFiles
from connectors.stored import StoredConnectors
from connectors.vault import Vault
from connectors.watched import WatchedConnectors
from db import db
from db.embedded.children import die_with_main
from engine.apart.here import Apart, Here
from engine.apart.processes import Processes
from engine.runtime import Runtime, utc_now
from expressions.sandbox import Sandbox
from hall.owner import owner, owners
from hall.starting import eligibility
from messages.subscribers import subscribe
from messages.talk import subscribe_talk
from notices.publishing import OPERATION, publish_notice
from portal import create_blueprint
from portal.errors import error_page
from settings import Settings, read_settings
from web.install import install_web
from web.logs import configure_logs
from web.standing import answer_confirmed
from web.tracing import begin_tracing
from web.watching.health import install_health
from web.watching.metrics import begin_sharing, install_metrics
from web.watching.version import program_version

# Every room with tables; their models register themselves on the one metadata when imported.
MODELS = (
    "identity.models",
    "calendars.models",
    "connectors.models",
    "engine.approval_models",
    "engine.bulk_models",
    "engine.call_models",
    "engine.event_models",
    "engine.look_models",
    "engine.view_models",
    "engine.design_models",
    "engine.keeping_models",
    "engine.models",
    "hall.models",
    "notices.models",
    "messages.models",
    "web.models",
    "web.watching.models",
)


def import_models() -> None:
    """Import every room's tables, so that the metadata is complete."""
    for name in MODELS:
        if find_spec(name.partition(".")[0]) and find_spec(name):
            import_module(name)


class Hall(Flask):
    """Flask whose views and hooks are plain functions: twenty a request need not be asked if they are not."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Take a view as it is."""
        return func

    def dispatch_request(self) -> ResponseReturnValue:
        """Answer, to a person whom the database has confirmed."""
        return answer_confirmed(super().dispatch_request)


def create_app(settings: Settings | None = None, apart: Apart | None = None) -> Flask:
    """Make the application.

    Parameters
    ----------
    settings
        Read from the environment where it is ``None``. Its ``database_url`` must be set: whoever
        starts the program starts the embedded server first and passes its address.
    apart
        Does the work on what designers upload; in this process where it is ``None``.
    """
    settings = settings or read_settings()
    app = Hall("tongban", static_folder=None)
    app.config.update(
        SECRET_KEY=settings.session_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=32 * 1024 * 1024,
    )
    app.extensions["tongban.settings"] = settings
    db.init_app(app)
    import_models()
    install_health(app, settings.files)
    install_metrics(app, settings)
    install_web(app, make_runtime(settings, apart), secure=settings.secure_cookies, error_page=error_page)
    install_api(app)
    app.register_blueprint(create_blueprint())
    return app


def make_runtime(settings: Settings, apart: Apart | None = None) -> Runtime:
    """Give the engine its surroundings, and its ports to the rooms above it."""
    vault = Vault([settings.vault_key])
    rt = Runtime(
        sandbox=Sandbox(),
        vault=vault,
        files=LocalFiles(settings.files),
        record_key=settings.record_key,
        eligible=eligibility(utc_now),
        owner=owner,
        owners=owners,
        connectors=WatchedConnectors(StoredConnectors(vault)),
        apart=apart or Here(),
    )
    rt.operations.register(OPERATION, publish_notice)
    subscribe(rt.events, rt.clock)
    subscribe_talk(rt.events, rt.clock)
    return rt


def wsgi() -> Flask:
    """Make the application in a granian worker, which dies with granian's main process.

    Without that wish a kill -9 of the main process leaves workers that keep serving the port.
    """
    die_with_main()
    settings = read_settings()
    configure_logs(level=settings.log_level)
    # Whoever waits for the interpreter gets it sooner from a thread that works long than by default (5 ms).
    sys.setswitchinterval(0.001)
    apart = Processes()
    apart.start()
    # Behind the start of the work apart: this one begins a thread.
    begin_tracing(settings.otlp_endpoint, "web", program_version())
    app = create_app(settings, apart)
    begin_sharing(app)
    # What was imported stays: a full collection that walked it would hold every request up. A request makes
    # thousands of objects that die with it: by default the young were gone through every 700.
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    return app
