"""What handlers of a random matter do besides deciding: each may be refused, and then changes nothing."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from db.link import Row
from engine.commands.add_signers import add_signers
from engine.commands.delegate_task import delegate_task
from engine.commands.remove_signer import remove_later_signer, remove_signer
from engine.commands.return_task import return_task
from engine.commands.transfer_task import transfer_task
from engine.commands.withdraw_task import withdraw_task
from engine.errors import CannotReturn, CannotWithdraw, EngineError

if TYPE_CHECKING:
    from tests.engine.driving.matter import Matter

_DONE = text(
    "SELECT id, handler_id FROM task WHERE instance_id = :id AND state = 'completed'"
    " ORDER BY closed_at DESC, id DESC LIMIT 4"
)

Move = Callable[[], Any]


def moves(matter: "Matter") -> list[Move]:
    """The operations that can be tried now, each as often as it is likely."""
    found: list[Move] = []
    tasks = matter.tasks
    if tasks:
        task = matter.random.choice(tasks)
        if matter.offers(task):
            found += [lambda: transfer(matter, task), lambda: delegate(matter, task)] * 2
            found += [
                lambda kind=kind: sign(matter, task, kind) for kind in ("before", "beside", "after", "after")
            ]
        found += [lambda: straight_back(matter, task)]
        waits = [(one, len(later)) for one in tasks if (later := matter.stored_step(one).later)]
        if waits:
            found += [lambda: leave_out_later(matter, *matter.random.choice(waits))] * 24
        signers = [one for one in tasks if one.sign and "by" in matter.stored_step(one).tag]
        if signers:
            found += [lambda: leave_out(matter, matter.random.choice(signers))] * 6
    done = matter.link.execute(_DONE, {"id": matter.id}).all()
    if done:
        taken = matter.random.choice(done)
        found += [lambda: withdraw(matter, taken)] * 2
    return found


def transfer(matter: "Matter", task: Row) -> None:
    by, other = matter.handler(task), matter.other(task)
    matter.command(
        "transfer",
        lambda: transfer_task(matter.rt, by, task.id, version=task.version, to=other.person_id),
    )


def delegate(matter: "Matter", task: Row) -> None:
    by, other = matter.handler(task), matter.other(task)
    matter.command(
        "delegate",
        lambda: delegate_task(matter.rt, by, task.id, version=task.version, to=other.person_id),
    )


def sign(matter: "Matter", task: Row, kind: Any) -> None:
    by, other = matter.handler(task), matter.other(task)
    matter.command(
        f"sign {kind}",
        lambda: add_signers(
            matter.rt, by, task.id, version=task.version, kind=kind, people=[other.person_id]
        ),
    )


def leave_out(matter: "Matter", signer: Row) -> None:
    asked_by = matter.person(matter.stored_step(signer).tag["by"])
    matter.command(
        "remove signer", lambda: remove_signer(matter.rt, asked_by, signer.id, version=signer.version)
    )


def leave_out_later(matter: "Matter", task: Row, count: int) -> None:
    by, position = matter.handler(task), matter.random.randrange(count)
    matter.command(
        "remove later signer",
        lambda: remove_later_signer(matter.rt, by, task.id, version=task.version, position=position),
    )


def straight_back(matter: "Matter", task: Row) -> None:
    by = matter.handler(task)
    may_be_refused(
        matter,
        "straight back",
        CannotReturn,
        lambda: return_task(
            matter.rt,
            by,
            task.id,
            version=task.version,
            to="previous",
            opinion="请补正后直接返回。",
            then="back",
        ),
    )


def withdraw(matter: "Matter", done: Row) -> None:
    by = matter.person(done.handler_id)
    may_be_refused(matter, "withdraw", CannotWithdraw, lambda: withdraw_task(matter.rt, by, done.id))


def may_be_refused(matter: "Matter", kind: str, refusal: type[EngineError], run: Move) -> bool:
    """Do it; if it is refused for that reason, see that nothing has changed. Say whether it was done."""
    before = matter.row
    try:
        matter.command(kind, run)
    except refusal:
        matter.done[f"refused {kind}"] += 1
        assert tuple(matter.row) == tuple(before)
        return False
    return True
