"""The hall that diagrams are deployed to: the demo campus, a clock that we move, operations that log."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import text

from app import create_app
from bench.conformance.log import Log, operations
from cli.demo import load_demo
from db import db, reading
from engine.events import EventBus
from engine.operations import OperationRegistry
from identity.principal import Principal, load
from web.current import runtime

if TYPE_CHECKING:
    from bench.stage import Stage
    from engine.runtime import Runtime

BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)
_DESIGNER = text("SELECT person_id FROM account WHERE subject = 'designer'")


class Hall:
    """An application over a database of its own, for all cases one after the other.

    Attributes
    ----------
    now
        The moment of the case; only the runner moves it.
    """

    def __init__(self, stage: Stage) -> None:
        self._settings = stage.settings(stage.database())
        self.now = BEGIN
        self.rt: Runtime
        self.by: Principal

    @contextmanager
    def open(self) -> Iterator[None]:
        """Load the campus and stay in the application's context."""
        load_demo(self._settings)
        app = create_app(self._settings)
        with app.app_context():
            # Messages to people are not what is looked at here.
            self.rt = dataclasses.replace(
                runtime(), clock=lambda: self.now, eligible=lambda *asked: True, events=EventBus()
            )
            self.by = self._designer()
            yield
            db.engine.dispose()

    def _designer(self) -> Principal:
        with reading() as link:
            found = load(link, link.execute(_DESIGNER).scalar_one())
        assert found is not None
        return found

    def for_case(self, xml: bytes, log: Log) -> Runtime:
        """Give a runtime whose operations are the tokens of one file; time begins anew."""
        self.now = BEGIN
        registry = OperationRegistry()
        for name, operation in operations(xml, log).items():
            registry.register(name, operation)
        return dataclasses.replace(self.rt, operations=registry)
