"""Histories of many matters of one random service, made by the real commands while a clock is played."""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from db.link import Link
from engine.commands.fire_timers import fire_timers
from engine.commands.read_task import read_task
from engine.runtime import Runtime
from identity.principal import Principal
from tests.engine.driving.matter import Matter

# Random services have no deadlines: every other item gets one, soon enough to be missed now and then.
_HASTE = text(
    "UPDATE task SET due_at = opened_at + make_interval(hours => 1 + CAST(id % 30 AS int)) WHERE id % 2 = 0"
)
# Handed out in turns, so that the matters of one initiator belong to several units and to none.
_UNITS = text("UPDATE instance SET unit_id = (SELECT id FROM unit WHERE code = :code) WHERE id = :id")
UNITS = ("cs", "it", "pe", None)


class Watched(Matter):
    """A matter of whose every step somebody may look at the to-do items, and time goes by."""

    def command(self, kind: str, run: Callable[[], Any], *, commits: int | None = 1) -> Any:
        """Run one command; how often it commits is seen elsewhere."""
        return run()

    def wait(self) -> None:
        """Let time pass, and whatever is due of all matters happen."""
        self.rt.clock.forward(hours=self.random.randint(1, 6))  # type: ignore[attr-defined]
        fire_timers(self.rt)

    def check(self) -> None:
        """Let hours pass, over nights and weekends, and somebody look."""
        self.rt.clock.forward(minutes=self.random.choice((0, 7, 50, 600, 3000)))  # type: ignore[attr-defined]
        for task in self.tasks:
            if self.random.random() < 0.5:
                read_task(self.rt, self.random.choice(self.candidates(task)), task.id)


@pytest.fixture
def many_matters(
    rt: Runtime, connection: Link, person: Callable[[str], Principal]
) -> Callable[[int, int], str]:
    """Tell some matters of the service of a seed; give its key."""

    def tell(seed: int, number: int) -> str:
        people = [person(login) for login in ("stu01", "cs_head", "it_clerk", "it_deputy", "admin")]
        key = ""
        for n in range(number):
            matter = Watched(rt, connection, people, seed, Counter(), [])
            matter.random = Random(seed * 1000 + n)
            for _ in range(matter.random.randint(0, 14)):
                if matter.row.state != "running":
                    break
                matter.act()
                matter.check()
            connection.execute(_UNITS, {"code": UNITS[n % len(UNITS)], "id": matter.id})
            key = matter.bundle.key
        connection.execute(_HASTE)
        return key

    return tell
