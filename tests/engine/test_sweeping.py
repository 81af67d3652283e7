"""What is due is done in batches that others take, too."""

from collections.abc import Sequence

from engine.sweeping import BATCH, MISSES, sweep


class World:
    """What is due, and what other workers do meanwhile."""

    def __init__(self, count: int) -> None:
        self.due = list(range(count))
        self.asked = 0
        self.done: list[int] = []
        self.tried: list[int] = []
        self.others: set[int] = set()

    def find(self, most: int) -> Sequence[int]:
        self.asked += 1
        return self.due[:most]

    def do(self, one: int) -> bool:
        self.tried.append(one)
        if one in self.others or one not in self.due:
            return False
        self.due.remove(one)
        self.done.append(one)
        return True

    def sweep(self, limit: int = 500) -> int:
        return sweep(self.find, self.do, limit=limit)


def test_all_that_is_due_is_done_once_in_several_batches() -> None:
    world = World(2 * BATCH + 5)
    assert world.sweep() == 2 * BATCH + 5
    assert sorted(world.done) == list(range(2 * BATCH + 5))
    assert world.asked == 4


def test_a_few_are_done_in_their_order() -> None:
    world = World(BATCH - 1)
    world.sweep()
    assert world.done == list(range(BATCH - 1))


def test_workers_that_come_together_begin_in_different_places() -> None:
    def first() -> int:
        world = World(10 * BATCH)
        world.sweep(limit=BATCH)
        return world.done[0]

    assert len({first() for _ in range(20)}) > 5


def test_a_sweep_ends_at_its_limit() -> None:
    world = World(50)
    assert [world.sweep(limit=20) for _ in range(4)] == [20, 20, 10, 0]


def test_what_others_hold_holds_up_nobody_and_is_not_asked_for_for_ever() -> None:
    world = World(30)
    world.others = {3, 4, 5}
    assert world.sweep() == 27
    assert world.due == [3, 4, 5]
    assert world.sweep() == 0


def test_one_who_follows_another_looks_anew_instead_of_walking_in_his_tracks() -> None:
    world = World(30)
    stale, fresh = list(range(30)), list(range(20, 30))

    def find(most: int) -> Sequence[int]:
        world.asked += 1
        return stale if world.asked == 1 else [one for one in fresh if one in world.due]

    world.due = [0, *fresh]
    assert sweep(find, world.do, limit=500) == 11
    assert world.tried[: MISSES + 1] == list(range(MISSES + 1))
    assert len(world.tried) == 1 + MISSES + 10
