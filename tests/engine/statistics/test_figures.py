"""What SQL counts in one go is what Python counts row by row, over whatever people did."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from calendars.workdays import Day, set_day, set_hours, working_time
from db.link import Link
from engine.errors import Forbidden, NotFound
from engine.queries.statistics import Asked, Matters, Spread, StepFigures, statistics
from engine.runtime import Runtime
from identity.principal import Principal
from tests.engine.statistics.naive import ALL, Naive

SEEDS = (1, 4)
MATTERS = 12


def told(spread: Spread | None) -> tuple[float, ...] | None:
    return None if spread is None else pytest.approx((spread.count, spread.median, spread.p90, spread.p95))


def of_step(step: StepFigures) -> dict[str, Any]:
    times = {name: told(getattr(step, name)) for name in ("took", "took_working", "waited", "handled")}
    counts = ("entered", "completed", "returned", "cancelled", "standing", "due", "late", "outcomes")
    held_up = pytest.approx(step.held_up)
    return {name: getattr(step, name) for name in counts} | times | {"held_up": held_up}


def of_matters(matters: Matters) -> dict[str, Any]:
    counts = {name: getattr(matters, name) for name in ("started", *ALL)}
    return counts | {name: told(getattr(matters, name)) for name in ("took", "took_working")}


@pytest.fixture
def a_calendar(connection: Link, clock: Any) -> None:
    """Days that follow no week: a holiday, and a weekend on which the campus works."""
    today = clock().date()
    set_day(connection, Day(today + timedelta(days=1), "holiday", "校庆"))
    set_day(connection, Day(today + timedelta(days=5), "workday", "调休"))
    set_hours(connection, 2, [(time(9), time(11, 30))])


@pytest.mark.usefixtures("a_calendar")
@pytest.mark.parametrize("seed", SEEDS)
def test_the_figures_are_those_of_the_rows(
    rt: Runtime,
    connection: Link,
    person: Callable[[str], Principal],
    many_matters: Callable[[int, int], str],
    seed: int,
) -> None:
    key = many_matters(seed, MATTERS)
    moments = sorted(row.started_at for row in connection.execute(text("SELECT started_at FROM instance")))
    versions = connection.execute(
        text("SELECT number, id FROM definition WHERE service_key = :key ORDER BY number"), {"key": key}
    ).all()
    below = connection.execute(text("SELECT id FROM unit WHERE path LIKE 'school/cs/%'")).scalars()
    middle = moments[len(moments) // 2]
    naive = Naive(connection, key, rt.clock(), working_time(connection))
    for asked, expected in (
        (Asked(), naive),
        (Asked(since=middle), _of(naive, since=middle)),
        (Asked(until=middle), _of(naive, until=middle)),
        (Asked(unit="cs"), _of(naive, units=frozenset(below))),
        (Asked(versions=(versions[0].number,)), _of(naive, definitions=frozenset({versions[0].id}))),
    ):
        found = statistics(rt, connection, person("admin"), key, asked)
        _compare(connection, found, expected)


def _of(naive: Naive, **chosen: Any) -> Naive:
    return Naive(naive.link, naive.key, naive.now, naive.calendar, **chosen)


def _compare(connection: Link, found: Any, expected: Naive) -> None:
    steps = expected.steps()
    assert {one.element: of_step(one) for one in found.steps if one.entered} == steps
    now = {one.element: (one.now.open, one.now.late, one.now.since) for one in found.steps if one.now.open}
    assert now == expected.standing()
    total = sum(one["held_up"] for one in steps.values())
    assert sum(one.share for one in found.steps) == pytest.approx(1 if total else 0)
    for one in found.steps:
        assert one.share == pytest.approx(steps[one.element]["held_up"] / total if one.held_up else 0)
    assert of_matters(found.matters.whole) == expected.whole(expected.matters())
    numbers = {one.id: str(one.number) for one in found.versions}
    names = {row.id: row.name for row in connection.execute(text("SELECT id, name FROM unit"))} | {None: ""}
    for parts, what, label in (
        (found.matters.versions, "definition_id", numbers.get),
        (found.matters.units, "unit_id", names.get),
        (found.matters.months, "month", str),
    ):
        wanted = {label(key): value for key, value in expected.by(what).items()}  # type: ignore[operator]
        assert {one.label: of_matters(one.matters) for one in parts} == wanted
    assert [one.number for one in found.matters.ages] == expected.ages()


def test_a_signer_beside_another_holds_a_matter_up_no_longer(
    rt: Runtime, connection: Link, person: Callable[[str], Principal], story: Any, fitness: dict[str, Any]
) -> None:
    """Two items of one step, one within the other: the matter has stood there as long as the longer one."""
    started = story.start("stu01", "fitness-exemption", fitness | {"certificate": [story.upload("stu01")]})
    rt.clock.forward(hours=10)  # type: ignore[attr-defined]
    opened = text(
        "INSERT INTO task (instance_id, token, element, name, state, version, reasons, opened_at, closed_at)"
        " SELECT instance_id, token, element, name, 'completed', 1, '[]', opened_at + interval '2 hours',"
        " opened_at + interval '5 hours' FROM task WHERE instance_id = :id AND state = 'open' RETURNING"
        " element"
    )
    element = connection.execute(opened, {"id": started.instance_id}).scalar_one()
    found = statistics(rt, connection, person("admin"), "fitness-exemption", Asked())
    step = next(one for one in found.steps if one.element == element)
    assert (step.entered, step.held_up) == (2, 36000.0)
    assert found.bottlenecks == (step,)


def test_a_service_without_matters_has_figures(
    rt: Runtime, connection: Link, person: Callable[[str], Principal]
) -> None:
    found = statistics(rt, connection, person("admin"), "notice", Asked())
    assert asdict(found.matters.whole) == asdict(Matters())
    assert (found.steps, found.bottlenecks, found.matters.months) == ((), (), ())
    assert sum(age.number for age in found.matters.ages) == 0


def test_nobody_but_an_inspector_of_the_service_sees_its_figures(
    rt: Runtime, connection: Link, person: Callable[[str], Principal]
) -> None:
    with pytest.raises(Forbidden):
        statistics(rt, connection, person("stu01"), "notice", Asked())
    with pytest.raises(Forbidden):
        statistics(rt, connection, person("stu01"), "no-such-service", Asked())
    for key in ("no-such-service", ""):
        with pytest.raises(NotFound):
            statistics(rt, connection, person("admin"), key, Asked())
    with pytest.raises(NotFound):
        statistics(rt, connection, person("admin"), "not\0ice", Asked())
    with pytest.raises(Forbidden):
        statistics(rt, connection, person("stu01"), "not\0ice", Asked())
    for asked in (Asked(versions=(99,)), Asked(unit="nowhere"), Asked(unit="\0")):
        with pytest.raises(NotFound):
            statistics(rt, connection, person("admin"), "notice", asked)
