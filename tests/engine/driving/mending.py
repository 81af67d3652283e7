"""What an administrator does to a random matter: suspend, jump, restart, take to another version."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from engine.commands.add_token import add_token
from engine.commands.cancel_token import cancel_token
from engine.commands.complete_task import complete_task
from engine.commands.deploy import deploy
from engine.commands.jump_instance import jump_instance
from engine.commands.migrate_instances import migrate_instances
from engine.commands.reassign_tasks import reassign_tasks
from engine.commands.restart_instance import restart_instance
from engine.commands.resume_instance import resume_instance
from engine.commands.retry_instance import retry_instance
from engine.commands.suspend_instance import suspend_instance
from engine.errors import Suspended
from engine.mend_errors import NoSuchTask
from engine.queries.mending import mending
from tests.engine.driving.handing import Move
from tests.engine.driving.preview import foretold
from tests.engine.driving.random_service import reworded

if TYPE_CHECKING:
    from tests.engine.driving.matter import Matter

REASON = "按规定处理。"
FORETOLD = 0.33
MOST_PLACES = 6
"""Where it stands already; else branches that are added would only grow."""


def moves(matter: "Matter") -> list[Move]:
    """The operations that can be tried now, each as often as it is likely."""
    found: list[Move] = [lambda: wait_and_go_on(matter)]
    offered = mending(matter.rt, matter.link, matter.admin, matter.id)
    jumps = [
        (place.token, target.element)
        for place in offered.places
        for target in place.targets
        if target.kind == "userTask"
    ]
    if jumps:
        found += [lambda: jump(matter, *matter.random.choice(jumps))]
    if offered.steps:
        token = matter.random.choice(offered.steps).token
        found += [lambda: restart(matter, token)]
    found += [lambda: migrate(matter)]
    if offered.failed:
        found += [lambda: try_again(matter)]
    found += branches(matter)
    if matter.tasks:
        task = matter.random.choice(matter.tasks)
        found += [lambda: reassign(matter, task.id)] * 2
    return found


def branches(matter: "Matter") -> list[Move]:
    """A branch that ends where it stands, and one more that begins."""
    run = matter.stored()
    places = [place.token for place in run.standing if run.may_cancel(place.token)]
    found: list[Move] = []
    if len(places) > 1:
        gone = matter.random.choice(places)
        found += [lambda: cancel(matter, gone)] * 2
    if len(run.standing) < MOST_PLACES and (nodes := run.addable()):
        within, to = matter.random.choice(nodes)
        found += [lambda: add(matter, within, to)]
    return found


def cancel(matter: "Matter", token: int) -> None:
    command(
        matter,
        "cancel token",
        lambda: cancel_token(matter.rt, matter.admin, matter.id, token=token, reason=REASON),
    )


def add(matter: "Matter", within: int, to: str) -> None:
    command(
        matter,
        "add token",
        lambda: add_token(matter.rt, matter.admin, matter.id, to=to, within=within, reason=REASON),
    )


def reassign(matter: "Matter", task: int) -> None:
    to = matter.random.choice(matter.people).person_id
    try:
        command(
            matter,
            "reassign",
            lambda: reassign_tasks(matter.rt, matter.admin, matter.id, to=to, task=task, reason=REASON),
        )
    except NoSuchTask:
        matter.done["has it already"] += 1


def try_again(matter: "Matter") -> None:
    command(matter, "retry", lambda: retry_instance(matter.rt, matter.admin, matter.id, reason=REASON))


def command(matter: "Matter", kind: str, run: Callable[[], Any]) -> None:
    """Foretell one of three, for that takes time; then carry it out."""
    if matter.random.random() < FORETOLD:
        matter.command(kind, lambda: foretold(matter, run), commits=None)
    else:
        matter.command(kind, run)


def wait_and_go_on(matter: "Matter") -> None:
    """While it is suspended nobody handles anything, and time does not move it."""
    command(matter, "suspend", lambda: suspend_instance(matter.rt, matter.admin, matter.id, reason=REASON))
    before = matter.row
    for task in matter.tasks[:1]:
        with pytest.raises(Suspended):
            complete_task(
                matter.rt, matter.handler(task), task.id, version=task.version, outcome="o0", document={}
            )
    matter.rt.clock.forward(hours=matter.random.randint(0, 3))  # type: ignore[attr-defined]
    assert matter.row.snapshot == before.snapshot
    command(matter, "resume", lambda: resume_instance(matter.rt, matter.admin, matter.id))


def jump(matter: "Matter", token: int, to: str) -> None:
    command(
        matter,
        "jump",
        lambda: jump_instance(matter.rt, matter.admin, matter.id, token=token, to=to, reason=REASON),
    )


def restart(matter: "Matter", token: int) -> None:
    command(
        matter,
        "restart",
        lambda: restart_instance(matter.rt, matter.admin, matter.id, token=token, reason=REASON),
    )


def migrate(matter: "Matter") -> None:
    """To a version with other words: everything stays where it is."""
    before = matter.row
    deploy(matter.rt, None, reworded(matter.bundle, matter.random.randrange(10**6)))
    newest = matter.newest_version()
    (result,) = matter.command(
        "migrate",
        lambda: migrate_instances(matter.rt, matter.admin, newest, [matter.id], reason=REASON),
        commits=None,
    )
    assert result.code is None, result
    assert matter.row.definition_id == newest != before.definition_id
