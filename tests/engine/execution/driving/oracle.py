"""One instance with a story, replayed by a fresh one that sees only the completions that still count."""

from collections import Counter
from random import Random
from typing import Literal

import pytest

from engine.execution import CannotMove, CannotReturn, Execution, Program
from engine.execution.instance import Instance
from engine.execution.nodes.signing import is_signer
from engine.execution.token import COMPLETED, LIVE, Token
from tests.engine.execution.support import make_env, started

Name = tuple[object, ...]
KINDS: tuple[Literal["before", "beside", "after"], ...] = ("before", "beside", "after")
WEIGHTS = {"complete": 10, "return": 5, "hand back": 2, "sign": 2, "withdraw": 3, "end": 1}


class Run:
    """A step is named by its element and the indexes of the items around it.

    Who signs at a step, or does an earlier one for it, undoes nothing and completes nothing: the step stands
    where it stood. What was ended by force is restarted at once.

    Attributes
    ----------
    answers
        What was answered at each token, for the flows behind it.
    done
        How often each operation was done.
    """

    def __init__(self, compiled: Program, random: Random) -> None:
        self.program = compiled
        self.random = random
        self.run = started(compiled)
        self.answers: dict[int, int] = {}
        self.done: Counter[str] = Counter()

    # --- what is open

    def standing(self, run: Execution) -> list[Token]:
        """The open steps of the diagram, also those that wait for a signer."""
        live = [token for level in run._instance.levels() for token in level.open.values()]
        return sorted(
            (token for token in live if token.task_spec.manual and not is_signer(token)),
            key=lambda token: token.id,
        )

    def open(self, run: Execution) -> dict[Name, int]:
        return {self.name(token): token.id for token in self.standing(run)}

    @property
    def is_told(self) -> bool:
        """Whether nobody has anything to do, or names say no more what is open."""
        return not self.run.waiting or self.is_ambiguous

    @property
    def is_ambiguous(self) -> bool:
        """Whether a step is open twice: a complex gateway lets two rounds overlap."""
        return len(self.open(self.run)) < len(self.standing(self.run))

    def name(self, token: Token) -> Name:
        indexes: list[object] = []
        place = token
        while True:
            indexes.append(place.index)
            around = place.workflow.parent_task_id
            if around is None:
                return (token.task_spec.place, *indexes)
            place = token.workflow.top_workflow.tokens[around]

    def awake(self) -> Instance:
        """A copy with its whole history awake; the instance of the story steps with it asleep."""
        copy = Execution.load(self.program, make_env(), self.run.dump())._instance
        copy.wake()
        return copy

    def counting(self) -> list[Token]:
        tokens = self.awake().tokens.values()
        steps = [token for token in tokens if token.counts and token.task_spec.manual]
        return sorted((step for step in steps if not is_signer(step)), key=lambda token: token.finished)

    # --- operations

    def step(self, loops: bool) -> None:
        kind = self.random.choices([*WEIGHTS], [*WEIGHTS.values()])[0]
        token = self.random.choice([step.token for step in self.run.waiting])
        act = {
            "return": self.go_back,
            "hand back": self.hand_back,
            "sign": self.sign,
            "withdraw": self.withdraw,
            "end": self.end_and_restart,
        }.get(kind)
        if act is None or not act(token):
            self.done["complete"] += 1
            self.complete_open(token, self.random.choice((0, 0, 1, 2)) if loops else 0)

    def complete_open(self, token: int, answer: int) -> None:
        """Complete a step or what a signer has of it; the flows behind read what the step itself answered."""
        step = self.run._instance.tokens[token]
        if not is_signer(step):
            self.answers[token] = answer
        while is_signer(step):
            step = step.parent
        self.complete(self.run, token, self.answers.get(step.id, answer))

    def complete(self, run: Execution, token: int, answer: int) -> None:
        run.write(f"c_{run._instance.tokens[token].task_spec.place}", answer, token)
        run.complete(token)
        run.advance()
        assert not run.failures

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
        self.done["return"] += 1
        return True

    def hand_back(self, token: int) -> bool:
        past = self.run.past(token)
        if not past:
            return False
        target = self.random.choice(past)
        before = {step.id for step in self.counting()}
        roots = [self.run._instance.tokens[step].scope.root for step in (token, target.token)]
        if roots[0] is not roots[1]:
            with pytest.raises(CannotReturn, match="not_around"):
                self.run.hand_back(token, target.token)
            return True
        opened = self.run.hand_back(token, target.token)
        self.run.advance()
        (step,) = [step for step in self.run.waiting if step.token == opened]
        assert (step.element, step.host) == (target.element, token)
        assert {step.id for step in self.counting()} == before
        self.done["hand back"] += 1
        return True

    def sign(self, token: int) -> bool:
        step = self.run._instance.tokens[token]
        # Beside one of several he is one more of them, whom a fresh instance does not know.
        kinds = [kind for kind in KINDS if kind != "beside" or not step.is_item or is_signer(step)]
        self.run.add_signer(token, self.random.choice(kinds), "t")
        self.run.advance()
        self.done["sign"] += 1
        return True

    def withdraw(self, token: int) -> bool:
        completed = self.run.completed
        if not completed:
            return False
        # The latest have mostly not been followed yet.
        step = self.random.choice(completed[:2] if self.random.random() < 0.7 else completed).token
        before = self.run.dump()
        try:
            opened = self.run.withdraw(step).token
        except CannotMove:
            assert self.run.dump() == before
            return True
        assert opened in {step.token for step in self.run.waiting}
        self.run.advance()
        self.done["withdraw"] += 1
        return True

    def end_and_restart(self, token: int) -> bool:
        """End by force, and go on from somewhere."""
        target = self.restartable(ended=True)
        if target is None:
            return False
        self.run.terminate()
        self.reload()
        assert (self.run.state, self.run.waiting) == ("terminated", ())
        self.restart(target)
        self.done["end"] += 1
        return True

    def restart(self, target: int) -> None:
        self.run.restart(target)
        self.run.advance()
        self.done["restart"] += 1

    def restartable(self, *, ended: bool) -> int | None:
        """A completed step from which it may go on, if the lot falls on one."""
        completed = self.run.completed
        if not completed:
            return None
        step = self.random.choice(completed).token
        copy = Execution.load(self.program, make_env(), self.run.dump())
        if ended:
            copy.terminate()
        try:
            copy.restart(step)
        except CannotMove:
            return None
        return step

    # --- what must hold

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
