"""Returns against an oracle, with a trip through the snapshot between every two operations.

After every operation a fresh instance that only ever saw the completions that still count must have
the same open tasks. The diagrams may listen for events, and race for them, but none comes from outside:
people alone act, and an error or an escalation is theirs.
"""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.execution import CannotReturn, Execution, Program, compile_process
from engine.execution.instance import Instance
from engine.execution.token import COMPLETED, LIVE, Token
from tests.engine.execution.models.maker import QUIET, Kinds, ModelMaker
from tests.engine.execution.support import make_env, started

STEPS = 40


class Run:
    """One instance with a story, replayed by the oracle after each operation.

    A step is named by its element and the indexes of the items around it.
    """

    def __init__(self, compiled: Program, random: Random) -> None:
        self.program = compiled
        self.random = random
        self.run = started(compiled)
        self.answers: dict[int, int] = {}
        self.returns = 0

    def open(self, run: Execution) -> dict[tuple[object, ...], int]:
        tokens = run._instance.todo
        return {self.name(token): key for key, token in tokens.items()}

    @property
    def is_told(self) -> bool:
        """Whether nobody has anything to do, or a step is open twice and names say no more which it is.

        A complex gateway in a loop lets two rounds overlap.
        """
        return not self.run.waiting or len(self.open(self.run)) < len(self.run.waiting)

    def name(self, token: Token) -> tuple[object, ...]:
        indexes: list[object] = []
        place = token
        while True:
            indexes.append(place.index)
            around = place.workflow.parent_task_id
            if around is None:
                return (token.task_spec.place, *indexes)
            place = token.workflow.top_workflow.tokens[around]

    def complete(self, run: Execution, token: int, answer: int) -> None:
        run.write(f"c_{run._instance.tokens[token].task_spec.place}", answer, token)
        run.complete(token)
        run.advance()
        assert not run.failures

    def step(self, loops: bool) -> None:
        token = self.random.choice(sorted(self.open(self.run).values()))
        if self.random.random() < 0.3 and self.go_back(token):
            return
        self.answers[token] = self.random.choice((0, 0, 1, 2)) if loops else 0
        self.complete(self.run, token, self.answers[token])

    def go_back(self, token: int) -> bool:
        counting = [token.id for token in self.counting()]
        if not counting:
            return False
        target = self.random.choice(counting)
        before = {step.token for step in self.run.past(token)}
        try:
            returned = self.run.return_to(token, target)
        except CannotReturn:
            assert target not in before
            return True
        assert target in before
        assert returned.token in self.open(self.run).values()
        self.run.advance()
        self.returns += 1
        return True

    def awake(self) -> Instance:
        """A copy with its whole history awake; the instance of the story steps with it asleep."""
        copy = Execution.load(self.program, make_env(), self.run.dump())._instance
        copy.wake()
        return copy

    def counting(self) -> list[Token]:
        tokens = self.awake().tokens.values()
        steps = [token for token in tokens if token.counts and token.task_spec.manual]
        return sorted(steps, key=lambda token: token.finished)

    def reload(self) -> None:
        stored = self.run.dump()
        self.run = Execution.load(self.program, make_env(), stored)
        assert self.run.dump() == stored

    def check(self) -> None:
        oracle = started(self.program)
        for token in self.counting():
            self.complete(oracle, self.open(oracle)[self.name(token)], self.answers[token.id])
        assert set(self.open(oracle)) == set(self.open(self.run))
        assert oracle.state == self.run.state
        self.check_joins(self.awake())
        self.check_indexes(self.awake())

    def check_joins(self, instance: Instance) -> None:
        """Every firing merged tokens of distinct flows, each of them once."""
        merged: dict[int, list[Token]] = {}
        for token in instance.tokens.values():
            if token.into and not token.void:
                assert token._state == COMPLETED
                assert all(child.void for child in token.children)
                merged.setdefault(token.into, []).append(token)
        for survivor, tokens in merged.items():
            flows = [token.via for token in (instance.tokens[survivor], *tokens)]
            assert len(flows) == len(set(flows))

    def check_indexes(self, instance: Instance) -> None:
        """Tokens are conserved: none lives under a void one, and the indexes know all that live."""
        for level in instance.levels():
            live = {key for key, token in level.tasks.items() if token._state & LIVE}
            assert set(level.open) == live
            assert sum(level.positions.values()) == len(live)
            assert level.completed == (not live)
        for token in instance.tokens.values():
            assert not (token.void and token.live)
            assert token.parent is None or token.void or not token.parent.void


KINDS = Kinds(waits=False, works=False, serves=False, undoes=False)
"""Blocks that people alone can finish, whatever listens beside them."""
RACES = Kinds(works=False, serves=False, undoes=False)
"""Also what waits in the flow: a story ends where nobody has anything to do."""


def story(seed: int, kinds: Kinds) -> Run:
    random = Random(seed)
    run = Run(compile_process(ModelMaker(random, kinds).model().xml), random)
    for step in range(STEPS):
        if run.is_told:
            break
        run.step(loops=step < STEPS // 2)
        run.reload()
        if not run.is_told:
            run.check()
    while run.run.waiting:
        token = min(run.open(run.run).values())
        run.answers[token] = 0
        run.complete(run.run, token, 0)
    assert kinds.waits or run.run.state == "completed"
    return run


@pytest.mark.parametrize("kinds", [QUIET, KINDS, RACES], ids=["quiet", "listening", "waiting"])
@pytest.mark.parametrize("start", range(0, 40, 10))
def test_open_tasks_equal_a_replay_of_what_still_counts(start: int, kinds: Kinds) -> None:
    assert sum(story(seed, kinds).returns for seed in range(start, start + 10)) > 0


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(min_value=1_000, max_value=1_000_000))
def test_no_random_story_of_returns_finds_a_marking_out_of_reach(seed: int) -> None:
    story(seed, KINDS)
