"""Some matters of the demo campus, at several stages."""

import json

import pytest
from sqlalchemy import text

from bpmn_models.bundle import Bundle, shipped
from engine.commands.deploy import deploy
from engine.commands.suspend_instance import suspend_instance
from engine.commands.terminate_instance import terminate_instance
from tests.engine.searching.naive import FIELDS, FITNESS, KEYS, Hall


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


@pytest.fixture
def second_version(rt, person):
    """Put a version of a service in force that keeps a number and a day."""
    bundle = next(one for one in shipped() if one.key == FITNESS)
    files = dict(bundle.files)
    form = json.loads(files["form.schema.json"])
    form["properties"]["days"] = {"type": "integer", "title": "天数"}
    files["form.schema.json"] = json.dumps(form).encode()
    pointers = json.dumps(FIELDS[FITNESS, 1])
    assert pointers.encode() in files["service.toml"]
    files["service.toml"] = files["service.toml"].replace(
        pointers.encode(), json.dumps(FIELDS[FITNESS, 2]).encode()
    )
    deploy(rt, person("designer"), Bundle(FITNESS, files))


@pytest.fixture
def hall(rt, connection, clock, person):
    """Give some people with groups and roles, and the units of the campus."""
    some = [person(login).person_id for login in ("stu01", "stu02", "cs_head", "it_clerk")]
    asked = text("SELECT id, number, name FROM person WHERE id = ANY(:ids)")
    people = {row.id: (row.number, row.name) for row in connection.execute(asked, {"ids": some})}
    keys = {id_: set() for id_ in people}
    for row in connection.execute(KEYS):
        if row.person in keys:
            keys[row.person].add(row.key)
    assert {key[0] for found in keys.values() for key in found} == {"p", "g", "r"}
    units = connection.execute(text("SELECT id, path, code FROM unit ORDER BY id LIMIT 8"))
    return Hall({}, people, keys, {row.id: (row.path, row.code) for row in units}, clock())
