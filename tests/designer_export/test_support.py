"""The declared tables of what runs equal the engine's (design, *How the rooms meet*)."""

import pytest

from designer_export import parts, support, timers
from engine.execution.events.schedule import read_schedule
from engine.execution.parser import elements


def test_flow_nodes_that_run_are_those_of_the_engine():
    assert support.NODES == elements.RUNNABLE
    assert support.ACTIVITIES == elements.ACTIVITIES
    assert elements.GLOBAL_TASKS.keys() == support.GLOBAL_TASKS


def test_event_definitions_that_run_are_those_of_the_engine():
    assert support.EVENT_DEFINITIONS == elements.EVENT_DEFINITIONS
    assert support.START_DEFINITIONS == elements.START


def test_parts_that_may_stand_somewhere_are_those_of_the_engine():
    assert parts.LEVEL_PARTS == elements.LEVEL_PARTS
    assert parts.NODE_PARTS == elements.NODE_PARTS
    assert parts.EVENT_PARTS == elements.EVENT_PARTS
    assert parts.OWN_PARTS == elements.OWN_PARTS


def test_languages_are_those_of_the_engine():
    assert support.LANGUAGES == elements.SCRIPT_FORMATS


TIMES = (
    "2026-09-01T08:00:00+08:00",
    "2026-09-01T08:00:00",
    "2026-09-01",
    "2026-09-01 08:00",
    "2026-13-01",
    "2026-09-01T25:00:00",
    "P3D",
    "PT30M",
    "-P1D",
    "P1Y6M",
    "P100Y",
    "P101Y",
    "P99999999999D",
    "P3Z",
    "P",
    "'P3D'",
    "R3/PT1H",
    "R/P1D",
    "R0/PT1H",
    "R3/2026-09-01/P1D",
    "R3/2026-09-01/2026-09-02",
    "R3/2026-09-02/2026-09-01",
    "R2/P1D/2026-09-01",
    "R/PT0S",
    "R3/",
    "R3/P1D/P1D",
    "R1/P1Y/P1M/P1D",
    "0 8 * * *",
    "0 0 8 * * ?",
    "@daily",
    "@never",
    "61 * * * *",
    "3 days",
    "deadline",
    "today() + 3",
    "${when}",
    "R3/P200Y",
)


@pytest.mark.parametrize("text", TIMES)
@pytest.mark.parametrize("name", ["timeDate", "timeDuration", "timeCycle"])
def test_times_are_read_as_the_engine_reads_them(name, text):
    try:
        engine = read_schedule(name.removeprefix("time").lower(), text).literal is not None
    except (ValueError, OverflowError, KeyError):
        engine = None
    try:
        here = timers.is_literal(text)
        if here:
            timers.check_literal(name, text)
    except ValueError:
        here = None
    assert here == engine
