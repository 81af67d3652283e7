"""Matters to be mended, and the queue looked at from outside."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from engine.mends import mend, preview
from tests.engine.events.conftest import Hall, hall

__all__ = ["hall"]

WHY = "按规定处理。"


@pytest.fixture
def begun(hall: Hall, mail: Any) -> uuid.UUID:
    started: uuid.UUID = hall.story.start("tea01", "email-unlock", mail, opinion="请办理").instance_id
    return started


@pytest.fixture
def act(hall: Hall) -> Callable[..., Any]:
    """Mend as the school's administrator."""

    def run(
        instance_id: uuid.UUID, action: str, *, seen: str | None = None, login: str = "admin", **given: Any
    ) -> None:
        mend(hall.rt, hall.person(login), instance_id, action, given, WHY, seen=seen)

    return run


@pytest.fixture
def foresee(hall: Hall) -> Callable[..., Any]:
    """Ask what it would do."""

    def run(instance_id: uuid.UUID, action: str, *, login: str = "admin", **given: Any) -> Any:
        return preview(hall.rt, hall.person(login), instance_id, action, given, WHY)

    return run
