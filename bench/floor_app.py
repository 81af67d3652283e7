"""The barest Flask application that does the least work of a completion, for granian."""

import os
import threading

import psycopg
from flask import Flask

from bench.floor_work import work
from db.embedded.children import die_with_main


def wsgi() -> Flask:
    """Make it; ``FLOOR_DATABASE`` holds libpq's address."""
    die_with_main()
    app = Flask(__name__)
    local = threading.local()

    @app.post("/floor/<int:number>")
    def floor(number: int) -> dict[str, int]:
        if not hasattr(local, "connection"):
            local.connection = psycopg.connect(os.environ["FLOOR_DATABASE"])
        return {"bytes": work(local.connection, number)}

    @app.get("/health")
    def health() -> str:
        return "ok"

    return app
