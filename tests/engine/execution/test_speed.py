"""Bounds that a wrong data structure would break; loose, because machines are shared."""

from statistics import median
from threading import Thread
from time import process_time

import pytest

from engine.execution import Execution, Program
from tests.engine.execution.support import (
    chain,
    finish,
    flow,
    make_env,
    nodes,
    open_steps,
    program,
    started,
)


def blocks(count: int) -> Program:
    """3-way parallel blocks in sequence."""
    body, before = nodes(start="s", end="e"), "s"
    for number in range(count):
        split, join = f"g{number}", f"j{number}"
        body += nodes(par=f"{split} {join}", user=" ".join(f"{name}{number}" for name in "abc"))
        body += flow(before, split)
        body += "".join(flow(split, f"{name}{number}") + flow(f"{name}{number}", join) for name in "abc")
        before = join
    return program(body + flow(before, "e"))


LOOP = program(
    nodes(start="s", user="u", xor="m", end="e")
    + '<exclusiveGateway id="x" default="out"/>'
    + chain("s", "m", "u", "x")
    + flow("x", "m", "again", "back")
    + flow("x", "e", name="out")
)


def test_ten_parallel_blocks_are_created_in_milliseconds_with_few_tokens() -> None:
    story = blocks(10)
    times = []
    for _ in range(5):
        begin = process_time()
        run = started(story)
        times.append(process_time() - begin)
    assert median(times) < 0.010
    assert len(run._instance.tokens) == 6
    assert len(run.dump()) < 300


def test_ten_parallel_blocks_run_to_the_end() -> None:
    run = started(blocks(10))
    while run.state == "running":
        finish(run, open_steps(run)[-1])
    assert len(run._instance.tokens) == 2 + 10 * 7 + 1


def turn_times(run: Execution, turns: int) -> list[float]:
    times = []
    for _ in range(turns):
        begin = process_time()
        run.complete(run.waiting[0].token)
        run.advance()
        times.append(process_time() - begin)
    return times


def test_a_turn_costs_the_same_at_any_age() -> None:
    run = started(LOOP, again=True)
    times = turn_times(run, 1000)
    assert median(times[-100:]) < 3 * median(times[:100]) + 0.000_1


def test_reload_of_a_long_history_is_cheap() -> None:
    run = started(LOOP, again=True)
    turn_times(run, 1000)
    stored = run.dump()
    assert len(stored) < 8_000
    begin = process_time()
    again = Execution.load(LOOP, make_env(), stored)
    again.complete(again.waiting[0].token)
    again.advance()
    again.dump()
    assert process_time() - begin < 0.05


@pytest.mark.parametrize("rounds", [20])
def test_a_program_is_shared_by_threads(rounds: int) -> None:
    three = "<loopCardinality>3</loopCardinality>"
    loop = f"<multiInstanceLoopCharacteristics>{three}</multiInstanceLoopCharacteristics>"
    story = program(nodes(start="s", end="e") + f'<userTask id="u">{loop}</userTask>' + chain("s", "u", "e"))
    ended: list[str] = []

    def run_some() -> None:
        for _ in range(rounds):
            run = started(story)
            while run.waiting:
                run.complete(run.waiting[0].token)
                run.advance()
            ended.append(run.state)

    threads = [Thread(target=run_some) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ended == ["completed"] * 8 * rounds
