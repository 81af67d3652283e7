"""Shorthands for stories of instances that go to another version."""

from engine.execution import Execution, Migration, Program, compile_process
from tests.engine.execution.driving.invariants import check_history
from tests.engine.execution.support import (
    chain,
    finish,
    make_env,
    nodes,
    started,
    xml,
)

LINE = nodes(start="s", user="a b c", end="e") + chain("s", "a", "b", "c", "e")
FORK = (
    nodes(start="s", user="a b c", par="f j", end="e")
    + chain("s", "f", "a", "j", "c", "e")
    + chain("f", "b", "j")
)


def declared(body: str, *names: str) -> Program:
    """A program with messages and signals of these names."""
    told = "".join(
        f'<message id="{name}" name="{name}"/><signal id="s.{name}" name="{name}"/>' for name in names
    )
    return compile_process(xml(body).replace(b"<process", told.encode() + b"<process", 1))


def move(run: Execution, old: Program, new: Program, env=None, **renamed: str) -> Execution:
    migration = Migration(old, new, renamed)
    assert migration.blocks(run) == ()
    arrived = Execution.arrive(new, env or make_env(), migration.apply(run))
    arrived.advance()
    again = Execution.load(new, env or make_env(), arrived.dump())
    assert again.dump() == arrived.dump()
    check_history(again._instance, since=again._instance.last_id)
    return Execution.load(new, env or make_env(), arrived.dump())


def blocks(run: Execution, old: Program, new: Program, **renamed: str) -> list[tuple[str, str]]:
    before = run.dump()
    found = [(block.code, block.element) for block in Migration(old, new, renamed).blocks(run)]
    assert run.dump() == before
    return found


def at(old: Program, *done: str) -> Execution:
    run = started(old)
    for element in done:
        finish(run, element)
    return run
