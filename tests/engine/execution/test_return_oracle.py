"""Moves against an oracle, with a trip through the snapshot between every two operations.

After every operation a fresh instance that only ever saw the completions that still count must have
the same open steps: a return, a withdrawal and a restart undo completions, an end by force with a restart
undoes no other, and what is handed back or signed undoes nothing. The diagrams may listen for events, and
race for them, but none comes from outside: people alone act, and an error or an escalation is theirs.
"""

from collections import Counter
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.execution import compile_process
from tests.engine.execution.driving.oracle import Run
from tests.engine.execution.driving.tally import times
from tests.engine.execution.models.maker import QUIET, Kinds, ModelMaker

STEPS = 40
OPERATIONS = {"complete", "return", "hand back", "sign", "withdraw", "end", "restart"}
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
    if to_the_end(run) and run.run.state == "completed":
        go_on(run)
    assert kinds.waits or run.run.state == "completed"
    return run


def to_the_end(run: Run) -> bool:
    """Complete whatever is open; whether one could always say what is."""
    told = not run.is_ambiguous
    while run.run.waiting:
        run.complete_open(min(step.token for step in run.run.waiting), 0)
        told = told and not run.is_ambiguous
    return told


def go_on(run: Run) -> None:
    """From somewhere in what has completed, to the end once more."""
    target = run.restartable(ended=False)
    if target is not None:
        run.restart(target)
        run.reload()
        run.check()
        to_the_end(run)


@pytest.mark.slow
@pytest.mark.parametrize("kinds", [QUIET, KINDS, RACES], ids=["quiet", "listening", "waiting"])
@pytest.mark.parametrize("start", range(0, 40, 10))
def test_open_tasks_equal_a_replay_of_what_still_counts(start: int, kinds: Kinds) -> None:
    done: Counter[str] = Counter()
    for seed in range(start * times(), (start + 10) * times()):
        try:
            done += story(seed, kinds).done
        except Exception as exc:
            exc.add_note(f"seed {seed}, {kinds}")
            raise
    assert {kind for kind, count in done.items() if count} == OPERATIONS


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(min_value=1_000, max_value=1_000_000))
def test_no_random_story_of_returns_finds_a_marking_out_of_reach(seed: int) -> None:
    story(seed, KINDS)
