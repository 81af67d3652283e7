"""A door may write its answer into the command's transaction; it is still one commit."""

import pytest
from flask import Flask
from sqlalchemy import text

from db import NestedTransaction, UnitOfWork, reading, transaction
from db.unit_of_work import beside, keeping_open

JOBS = text("SELECT task_name FROM procrastinate_jobs ORDER BY id")


def a_command() -> str:
    with transaction() as uow:
        uow.defer("command")
    return "answer"


def names() -> list[str]:
    with reading() as connection:
        return list(connection.execute(JOBS).scalars())


def nothing(uow: UnitOfWork) -> None:
    """Do nothing when the transaction opens."""


def test_command_and_answer_are_committed_together(committed: Flask) -> None:
    with keeping_open(nothing) as kept:
        assert kept.uow is None
        assert a_command() == "answer"
        assert names() == []
        assert kept.uow is not None
        kept.uow.defer("answer")
    assert names() == ["command", "answer"]


def test_nothing_stays_when_the_answer_cannot_be_written(committed: Flask) -> None:
    def door() -> None:
        with keeping_open(nothing):
            a_command()
            raise LookupError

    with pytest.raises(LookupError):
        door()
    assert names() == []


def test_half_a_command_is_not_committed_when_the_door_handles_its_error(committed: Flask) -> None:
    def broken() -> None:
        with transaction() as uow:
            uow.defer("half")
            raise LookupError

    with keeping_open(nothing), pytest.raises(LookupError):
        broken()
    assert names() == []


def test_command_does_nothing_when_the_door_stops_it_at_the_opening(committed: Flask) -> None:
    def stop(uow: UnitOfWork) -> None:
        raise LookupError

    def look() -> None:
        with keeping_open(stop):
            a_command()

    with pytest.raises(LookupError):
        look()
    assert names() == []


def test_one_door_keeps_one_command(committed: Flask) -> None:
    def twice() -> None:
        with keeping_open(nothing):
            a_command()
            a_command()

    with pytest.raises(NestedTransaction):
        twice()
    a_command()
    assert names() == ["command"]


def test_an_answer_beside_several_commands_is_committed_after_them(committed: Flask) -> None:
    with beside() as uow:
        a_command()
        assert names() == ["command"]
        a_command()
        uow.defer("answer")
    assert names() == ["command", "command", "answer"]


def test_what_commands_have_committed_stays_when_their_answer_cannot_be_written(committed: Flask) -> None:
    def door() -> None:
        with beside() as uow:
            uow.defer("answer")
            a_command()
            raise LookupError

    with pytest.raises(LookupError):
        door()
    assert names() == ["command"]
