"""The one Flask-SQLAlchemy object, bound to an application by ``create_app``."""

from typing import Any

import orjson
from flask_sqlalchemy import SQLAlchemy

from db.base import Base


def _dumps(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)


def engine_options(pool_size: int = 8) -> dict[str, Any]:
    """Return the engine's options: JSON through orjson, and a bounded pool.

    The pool opens connections on first use, so an application that is made before granian forks
    carries no connection over the fork.
    """
    return {
        "json_serializer": _dumps,
        "json_deserializer": orjson.loads,
        "pool_size": pool_size,
        "max_overflow": pool_size,
        "pool_recycle": 1800,
        # Statements are prepared and small: planning each anew costs as much as running it, and
        # compiling one costs more than it can ever save.
        "connect_args": {
            "options": "-c plan_cache_mode=force_generic_plan -c jit=off",
            # The pipeline keeps the prepared statements of a connection. psycopg would drop them with
            # its own (DEALLOCATE ALL) at each rollback to a savepoint.
            "prepare_threshold": None,
        },
    }


db = SQLAlchemy(
    model_class=Base,
)
