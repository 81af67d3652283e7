"""Some matters of the demo campus, at several stages."""

import pytest

from engine.commands.suspend_instance import suspend_instance
from engine.commands.terminate_instance import terminate_instance


@pytest.fixture
def matters(story, clock, fitness, mail):
    """Give matters by a word for what has become of them."""
    made = {}
    for login, name in [("stu01", "first"), ("stu02", "second"), ("stu01", "third")]:
        certificate = [story.upload(login)]
        document = fitness | {"certificate": certificate}
        made[name] = story.start(login, "fitness-exemption", document).instance_id
        clock.forward(hours=25)
    story.complete("cs_head")
    made["mail"] = story.start("stu03", "email-unlock", mail, opinion="请尽快解锁").instance_id
    clock.forward(minutes=1)
    made["stopped"] = story.start(
        "stu02", "fitness-exemption", fitness | {"certificate": [story.upload("stu02")]}
    ).instance_id
    admin = story.person("admin")
    terminate_instance(story.rt, admin, made["stopped"], reason="重复申请")
    suspend_instance(story.rt, admin, made["second"], reason="等通知")
    return made
