"""The demo campus: whole, plainly fictional, loaded once and never again."""

import time
from datetime import UTC, datetime

from sqlalchemy import Connection, text

from demo.campus import campus
from demo.load import load_campus

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def count(connection: Connection, table: str) -> int:
    return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


def test_the_campus_is_loaded_whole_and_fast(connection: Connection) -> None:
    started = time.perf_counter()
    assert load_campus(connection, NOW)
    assert time.perf_counter() - started < 2
    assert count(connection, "unit") == len(campus().units) == 20
    assert count(connection, "person") == count(connection, "credential") == len(campus().people) == 61
    assert count(connection, "role_holder") == sum(len(person.seed.roles) for person in campus().people)
    assert count(connection, "group_member") == sum(len(person.seed.groups) for person in campus().people)
    assert count(connection, "membership") == sum(len(person.seed.units) for person in campus().people)
    assert count(connection, "capability_grant") == len(campus().grants)
    assert count(connection, "teaching_term") == len(campus().terms)
