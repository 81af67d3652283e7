"""Halls with settings of their own over a test's database; their connections are closed afterwards."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app
from db import db
from tests.conftest import make_settings

MakeHall = Callable[..., Flask]


@pytest.fixture
def make_hall(tmp_path: Path) -> Iterator[MakeHall]:
    made: list[Flask] = []

    def make(database_url: str, **options: Any) -> Flask:
        app = create_app(replace(make_settings(tmp_path, database_url), **options))
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()
