"""Random matters that go to another version at a random moment: they stay sound, and come to their end."""

import os
from collections import Counter
from random import Random

import pytest

from engine.execution import Execution, Migration, Program, compile_process
from tests.engine.execution.driving.lane import Lane
from tests.engine.execution.driving.story import Story
from tests.engine.execution.driving.tally import tell, times
from tests.engine.execution.driving.versions import harmless, without_a_step
from tests.engine.execution.test_random_stories import SEED

STORIES = 150


class Migrating(Story):
    """A story in which the version changes under way."""

    def migrate(self, changed: bytes) -> bool:
        """Take both lanes along, if nothing blocks; say whether they went."""
        new = compile_process(changed)
        migration = Migration(self.loaded.program, new)
        before = self.loaded.run.dump()
        found = [Migration(lane.program, new).blocks(lane.run) for lane in self.lanes]
        assert found[0] == found[1]
        assert self.loaded.run.dump() == before
        self.done["same structure" if migration.same_structure else "other structure"] += 1
        if found[0]:
            self.done.update(f"blocked: {block.code}" for block in found[0])
            return False
        waiting = [(step.token, step.element, step.tag) for step in self.loaded.run.waiting]
        self.since = self.loaded.run._instance.last_id
        self.both("migrate", lambda lane: self.take_along(lane, new))
        assert [(step.token, step.element, step.tag) for step in self.loaded.run.waiting][
            : len(waiting)
        ] == waiting
        return True

    def take_along(self, lane: Lane, new: Program) -> None:
        stored = Migration(lane.program, new).apply(lane.run)
        lane.program = new
        lane.run = Execution.arrive(new, lane.env, stored)
        lane.run.advance()

    def tell(self) -> None:
        self.check()
        seed = self.random.randrange(10**6)
        moment = self.random.randrange(12)
        for n in range(24):
            if self.state != "running":
                break
            if n == moment:
                change = without_a_step if self.random.random() < 0.5 else harmless
                went = self.migrate(change(self.model.xml, Random(seed)))
                self.done[f"{change.__name__}: {'went' if went else 'stayed'}"] += 1
            else:
                self.act(self.choose())
        for _ in range(600):
            if self.state != "running":
                return
            self.finish()
        raise AssertionError(f"it never ends: {self.loaded.seen()}")


@pytest.mark.slow
def test_a_matter_that_goes_to_another_version_stays_sound_and_ends() -> None:
    done: Counter[str] = Counter()
    asked = os.environ.get(SEED)
    for seed in [int(asked)] if asked else range(STORIES * times()):
        try:
            Migrating(seed, done).tell()
        except Exception as exc:
            exc.add_note(f"tell it again: {SEED}={seed}")
            raise
    tell(f"{STORIES * times()} matters that changed their version", done)
    if not asked:
        assert done["harmless: stayed"] <= done["harmless: went"] / 20
        assert min(done[kind] for kind in ("migrate", "without_a_step: went", "without_a_step: stayed")) >= 8
