"""The one Flask-SQLAlchemy object, bound to an application by ``create_app``."""

from typing import Any

import orjson
from flask_sqlalchemy import SQLAlchemy

from db.base import Base


def _dumps(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)


_POOL_SIZE = 8

CONNECT_ARGS: dict[str, Any] = {
    # Statements are prepared and small: planning each anew costs as much as running it, and
    # compiling one costs more than it can ever save.
    "options": "-c plan_cache_mode=force_generic_plan -c jit=off",
    # The pipeline keeps the prepared statements of a connection. psycopg would drop them with
    # its own (DEALLOCATE ALL) at each rollback to a savepoint.
    "prepare_threshold": None,
}
"""What a connection is opened with; a benchmark that opens its own takes the same."""

_ENGINE_OPTIONS = {
    "json_serializer": _dumps,
    "json_deserializer": orjson.loads,
    # Connections are opened on first use, so an application that is made before granian forks carries
    # none over the fork.
    "pool_size": _POOL_SIZE,
    "max_overflow": _POOL_SIZE,
    "pool_recycle": 1800,
    "connect_args": CONNECT_ARGS,
}

db = SQLAlchemy(model_class=Base, engine_options=_ENGINE_OPTIONS)
