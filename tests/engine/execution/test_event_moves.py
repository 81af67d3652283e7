"""Every move in random diagrams full of events: reloading changes nothing, nor does what is refused.

The diagrams are those of `test_event_stories`, ad-hoc work, complex gateways and quantities among them.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from engine.execution import CannotMove
from tests.engine.execution.driving.invariants import check_homes
from tests.engine.execution.driving.moves import KINDS
from tests.engine.execution.driving.tally import times
from tests.engine.execution.stories import Story
from tests.engine.execution.test_event_stories import Maker, Pair, WiderMaker

STORIES = 60
MOVES = 40
_SIGNERS = ("sign", "sign", "sign", "remove", "remove later", "remove later", "hand back")
_OTHERS = ("withdraw", "withdraw", "jump", "end")


class MovedPair(Pair):
    """Two stories under what happens, and under every move."""

    def __init__(self, seed: int, maker: type[Maker]) -> None:
        super().__init__(seed, maker)
        self.done: Counter[str] = Counter()

    def move(self) -> None:
        run = self.stories[0].run
        if self.random.random() < 0.6 or not run.waiting or not run.completed:
            super().move()
            return
        kind = self.random.choice(_SIGNERS + _OTHERS)
        act = self.signers(kind) if kind in _SIGNERS else self.others(kind)
        if act is not None:
            self.attempt(kind, act)

    def signers(self, kind: str) -> Callable[[Story], Any] | None:
        run = self.stories[0].run
        step, done = self.random.choice(run.waiting), self.random.choice(run.completed)
        if kind == "sign":
            how = self.random.choice(KINDS)
            return lambda story: story.run.add_signer(step.token, how, "x")  # type: ignore[arg-type]
        if kind == "hand back":
            return lambda story: story.run.hand_back(step.token, done.token, "x")
        have_later = [one for one in run.waiting if one.later]
        if kind == "remove later" and have_later:
            asking = self.random.choice(have_later)
            return lambda story: story.run.remove_later(asking.token, len(asking.later) - 1)
        added = [one.token for one in run.waiting if one.tag]
        if kind == "remove" and added:
            token = self.random.choice(added)
            return lambda story: story.run.remove_signer(token)
        return None

    def others(self, kind: str) -> Callable[[Story], Any]:
        run = self.stories[0].run
        step, done = self.random.choice(run.waiting), self.random.choice(run.completed)
        if kind == "withdraw":
            latest = self.random.choice(run.completed[:3]).token
            return lambda story: story.run.withdraw(latest)
        if kind == "jump":
            target = self.random.choice(sorted(self.stories[0].program.nodes))
            return lambda story: story.run.jump(step.token, target)
        self.each(lambda story: story.run.terminate())
        assert not self.stories[0].open
        return lambda story: story.run.restart(done.token)

    def attempt(self, kind: str, act: Callable[[Story], Any]) -> None:
        """Both do it, or both refuse it for the same reason."""
        answers = {self.answer(story, act) for story in self.stories}
        assert len(answers) == 1
        self.done[kind if answers == {"done"} else f"refused {kind}"] += 1
        self.each(lambda story: None)

    def answer(self, story: Story, act: Callable[[Story], Any]) -> str:
        before = story.run.dump()
        try:
            act(story)
        except CannotMove as refused:
            assert story.run.dump() == before
            return refused.code
        return "done"

    def each(self, act: object) -> None:
        super().each(act)
        check_homes(self.stories[1].run._instance)


def tell(seed: int, maker: type[Maker]) -> Counter[str]:
    pair = MovedPair(seed, maker)
    for _ in range(MOVES):
        if pair.stories[0].state != "running":
            break
        pair.move()
    return pair.done


@pytest.mark.slow
@pytest.mark.parametrize("maker", [Maker, WiderMaker], ids=["events", "wider"])
def test_moves_among_events_go_the_same_way_with_reloads_and_without(maker: type[Maker]) -> None:
    done: Counter[str] = Counter()
    for seed in range(STORIES * times()):
        try:
            done += tell(seed, maker)
        except Exception as exc:
            exc.add_note(f"seed {seed}")
            raise
    assert {"sign", "remove", "remove later", "hand back", "withdraw", "jump", "end"} <= done.keys()
