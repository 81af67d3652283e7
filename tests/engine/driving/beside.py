"""What people do beside a random matter's steps: claim, hold, copy, talk, remind, decide several at once."""

from typing import TYPE_CHECKING

from sqlalchemy import text

from db.link import Row
from engine.commands.answer_reminder import answer_reminder
from engine.commands.claim_task import claim_task
from engine.commands.comment import comment
from engine.commands.complete_tasks import Chosen, complete_tasks
from engine.commands.hold_task import hold_task
from engine.commands.release_task import release_task
from engine.commands.remind import remind
from engine.commands.resume_task import resume_task
from engine.commands.send_copies import send_copies
from engine.errors import NobodyWaits, TooSoon
from tests.engine.driving.handing import Move, may_be_refused

if TYPE_CHECKING:
    from tests.engine.driving.matter import Matter

_LENGTH = text("SELECT record_length FROM instance WHERE id = :id")


def moves(matter: "Matter") -> list[Move]:
    """The operations that can be tried now, each as often as it is likely."""
    found: list[Move] = [lambda: talk(matter)]
    tasks = matter.tasks
    if not tasks:
        return found
    task = matter.random.choice(tasks)
    found += [lambda: reminding(matter, task)]
    if matter.reminded:
        found += [lambda: answering(matter)] * 40
    several = [one for one in tasks if matter.offers(one)]
    if several:
        found += [lambda: decide_several(matter, several)] * 2
    claimed, held = ([one for one in tasks if one.claimed_by], [one for one in tasks if one.held_at])
    if claimed:
        found += [lambda: release(matter, matter.random.choice(claimed))] * 60
    if held:
        found += [lambda: take_up(matter, matter.random.choice(held))] * 30
    if len(matter.candidates(task)) > 1:
        found += [lambda: claim(matter, task)] * 12
    if matter.offers(task):
        found += [lambda: copy(matter, task)]
        found += [] if task.held_at else [lambda: hold(matter, task)] * 2
    return found


def claim(matter: "Matter", task: Row) -> None:
    by = matter.handler(task)
    matter.command("claim", lambda: claim_task(matter.rt, by, task.id, version=task.version))


def release(matter: "Matter", task: Row) -> None:
    by = matter.handler(task)
    matter.command("release", lambda: release_task(matter.rt, by, task.id, version=task.version))


def hold(matter: "Matter", task: Row) -> None:
    by = matter.handler(task)
    matter.command(
        "hold",
        lambda: hold_task(matter.rt, by, task.id, version=task.version, opinion="等材料补齐。"),
    )


def take_up(matter: "Matter", task: Row) -> None:
    by = matter.handler(task)
    matter.command("take up", lambda: resume_task(matter.rt, by, task.id, version=task.version))


def copy(matter: "Matter", task: Row) -> None:
    by, other = matter.handler(task), matter.other(task)
    matter.command("copy", lambda: send_copies(matter.rt, by, task.id, [other.person_id]))


def talk(matter: "Matter") -> None:
    """The initiator says something, perhaps to a line of the record."""
    length = matter.link.execute(_LENGTH, {"id": matter.id}).scalar_one()
    line = matter.random.choice([None, matter.random.randint(1, length)])
    matter.command(
        "comment", lambda: comment(matter.rt, matter.by, matter.id, "请尽快，谢谢。", reply_to=line)
    )


def reminding(matter: "Matter", task: Row) -> None:
    if may_be_refused(matter, "remind", TooSoon, lambda: remind(matter.rt, matter.by, task.id)):
        matter.reminded.append(task)


def answering(matter: "Matter") -> None:
    """Whoever was reminded last answers, if the task is still open and his."""
    task = matter.reminded.pop()
    if task.id in {one.id for one in matter.tasks}:
        by = matter.handler(next(one for one in matter.tasks if one.id == task.id))
        may_be_refused(
            matter, "answer", NobodyWaits, lambda: answer_reminder(matter.rt, by, task.id, "在办。")
        )


def decide_several(matter: "Matter", tasks: list[Row]) -> None:
    """Some open tasks of one person; what the first ends, the others find closed."""
    by = matter.handler(matter.random.choice(tasks))
    his = [task for task in tasks if matter.may_handle(by, task)]
    results = matter.command(
        "bulk",
        lambda: complete_tasks(
            matter.rt, by, [Chosen(task.id, task.version) for task in his[:3]], outcome="o0", opinion="同意。"
        ),
        commits=None,
    )
    assert results[0].done is not None, results[0].error
