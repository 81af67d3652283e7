"""The token core alone: step_memory, parallel_10x3_create, branches_300, countersign_*, return_split."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from bench.diagrams import blocks, chain, signers, split
from bench.result import Result, summarise
from bench.stage import Stage
from engine.execution import Environment, Execution, Program, compile_process
from expressions.sandbox import Sandbox

ROUNDS = 30
BRANCHES, STEPS = 10, 3


def run(stage: Stage) -> Iterator[Result]:
    """Measure each shape; a step is one completed user task and all that follows by itself."""
    sandbox = Sandbox()
    env = Environment(clock=lambda: datetime.now(UTC), sandbox=sandbox)
    yield step_memory(env)
    ten_by_three = compile_process(blocks(10, 3))
    yield summarise(
        "parallel_10x3_create", [_time(lambda: _started(env, ten_by_three)) for _ in range(ROUNDS)], limit=2
    )
    wide = compile_process(blocks(1, 300))
    yield summarise("branches_300", [_walk(env, wide) for _ in range(5)], limit=1)
    countersign = compile_process(signers())
    for size, limit in ((10, None), (100, None), (1000, 0.3)):
        spent = [_sign(env, countersign, size) for _ in range(5)]
        yield summarise(f"countersign_{size}", spent, limit=limit, what="an approval inside the engine")
    yield from _returns(env)
    sandbox.close()


def step_memory(env: Environment) -> Result:
    """A completed user task of a chain of 30."""
    return summarise("step_memory", [_walk(env, compile_process(chain(30))) for _ in range(ROUNDS)], tasks=30)


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


def _sign(env: Environment, program: Program, size: int) -> float:
    """Milliseconds an approval, from the first of so many countersigners to the last."""
    execution = Execution.create(program, env, {"people": [f"p{n}" for n in range(size)], "votes": None})
    execution.advance()
    tokens = [step.token for step in execution.waiting]
    started = time.perf_counter()
    for token in tokens:
        execution.write("vote", "yes", token)
        execution.complete(token)
        execution.advance()
    assert execution.state == "completed"
    return (time.perf_counter() - started) * 1000 / size


def _returns(env: Environment) -> Iterator[Result]:
    """A return from behind ten branches of three steps into the first step of one, as a command does it.

    A command loads the matter and stores it again; compared with a step of the same matter at the same place.
    """
    program = compile_process(split(BRANCHES, STEPS))
    execution = _started(env, program)
    while execution.waiting[0].element != "z":
        execution.complete(execution.waiting[0].token)
        execution.advance()
    stored, token = execution.dump(), execution.waiting[0].token

    def loaded(act: Callable[[Execution], object]) -> float:
        def command() -> None:
            run = Execution.load(program, env, stored)
            act(run)
            run.advance()
            run.dump()

        return _time(command)

    steps = [loaded(lambda run: run.complete(token)) for _ in range(ROUNDS)]
    step = summarise("step_split", steps, branches=BRANCHES, steps=STEPS)
    yield step
    returns = [loaded(lambda run: run.return_to(token, "b4_0")) for _ in range(ROUNDS)]
    yield summarise("return_split", returns, over=step, limit=8, branches=BRANCHES, steps=STEPS)
