"""What an administrator does to a random matter: suspend, jump, restart, take to another version."""

from typing import TYPE_CHECKING

import pytest

from engine.commands.complete_task import complete_task
from engine.commands.deploy import deploy
from engine.commands.jump_instance import jump_instance
from engine.commands.migrate_instances import migrate_instances
from engine.commands.restart_instance import restart_instance
from engine.commands.resume_instance import resume_instance
from engine.commands.suspend_instance import suspend_instance
from engine.errors import Suspended
from engine.queries.mending import mending
from tests.engine.driving.handing import Move
from tests.engine.driving.random_service import reworded

if TYPE_CHECKING:
    from tests.engine.driving.matter import Matter

REASON = "按规定处理。"


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
    return found


def wait_and_go_on(matter: "Matter") -> None:
    """While it is suspended nobody handles anything, and time does not move it."""
    matter.command("suspend", lambda: suspend_instance(matter.rt, matter.admin, matter.id, reason=REASON))
    before = matter.row
    for task in matter.tasks[:1]:
        with pytest.raises(Suspended):
            complete_task(
                matter.rt, matter.handler(task), task.id, version=task.version, outcome="o0", document={}
            )
    matter.rt.clock.forward(hours=matter.random.randint(0, 3))  # type: ignore[attr-defined]
    assert matter.row.snapshot == before.snapshot
    matter.command("resume", lambda: resume_instance(matter.rt, matter.admin, matter.id))


def jump(matter: "Matter", token: int, to: str) -> None:
    matter.command(
        "jump",
        lambda: jump_instance(matter.rt, matter.admin, matter.id, token=token, to=to, reason=REASON),
    )


def restart(matter: "Matter", token: int) -> None:
    matter.command(
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
