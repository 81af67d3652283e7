"""step_memory, loop_10, loop_1000, parallel_10x3_create, branches_300, return_split: the token core alone."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from bench.diagrams import blocks, chain, loop, split
from bench.result import Result, summarise
from bench.stage import Stage
from engine.execution import Environment, Execution, Program, compile_process
from expressions.sandbox import Sandbox

ROUNDS = 30


def run(stage: Stage) -> Iterator[Result]:
    """Measure each shape; a step is one completed user task and all that follows by itself."""
    sandbox = Sandbox()
    env = Environment(clock=lambda: datetime.now(UTC), sandbox=sandbox)
    yield summarise("step_memory", [_walk(env, compile_process(chain(30))) for _ in range(ROUNDS)], tasks=30)
    ten, thousand = [], []
    for _ in range(5):
        ten += [_loop(env, 10) for _ in range(10)]
        thousand.append(_loop(env, 1000))
    short = summarise("loop_10", ten, load_and_dump_each_turn=True)
    yield short
    yield summarise("loop_1000", thousand, over=short, limit=1.3, load_and_dump_each_turn=True)
    ten_by_three = compile_process(blocks(10, 3))
    yield summarise(
        "parallel_10x3_create", [_time(lambda: _started(env, ten_by_three)) for _ in range(ROUNDS)], limit=10
    )
    yield summarise("branches_300", [_walk(env, compile_process(blocks(1, 300)))])
    yield summarise("return_split", [_return(env) for _ in range(ROUNDS)])
    sandbox.close()


def _time(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def _started(env: Environment, program: Program) -> Execution:
    execution = Execution.create(program, env, {"n": 0})
    execution.advance()
    return execution


def _walk(env: Environment, program: Program) -> float:
    """Milliseconds a completed task, from the first to the last."""
    execution = _started(env, program)
    steps = 0
    started = time.perf_counter()
    while execution.waiting:
        execution.complete(execution.waiting[0].token)
        execution.advance()
        steps += 1
    return (time.perf_counter() - started) * 1000 / steps


def _loop(env: Environment, turns: int) -> float:
    """Milliseconds a turn as a command meets it: load, complete, advance, dump."""
    program = compile_process(loop(turns))
    state = _started(env, program).dump()
    started = time.perf_counter()
    for turn in range(turns):
        execution = Execution.load(program, env, state)
        execution.write("n", turn + 1)
        execution.complete(execution.waiting[0].token)
        execution.advance()
        state = execution.dump()
    spent = (time.perf_counter() - started) * 1000 / turns
    if Execution.load(program, env, state).state != "completed":
        raise RuntimeError("the loop did not end")
    return spent


def _return(env: Environment) -> float:
    """Milliseconds of a return from behind a split of three to the step before it."""
    execution = _started(env, compile_process(split()))
    while execution.waiting[0].element != "z":
        execution.complete(execution.waiting[0].token)
        execution.advance()
    return _time(lambda: execution.return_to(execution.waiting[0].token, "a"))
