"""What the running application was wired with."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from flask import current_app

if TYPE_CHECKING:
    from engine.runtime import Runtime
    from settings import Settings

RUNTIME = "tongban.runtime"
SETTINGS = "tongban.settings"


def runtime() -> "Runtime":
    """Return the engine's surroundings, which `create_app` put into the application.

    Raises
    ------
    KeyError
        In an application that was wired without an engine.
    """
    return cast("Runtime", current_app.extensions[RUNTIME])


def now() -> datetime:
    """Return the present moment by the engine's clock, timezone-aware."""
    return runtime().clock()


def settings() -> "Settings":
    """Return what the machine's owner decided."""
    return cast("Settings", current_app.extensions[SETTINGS])
