"""Who may read an attached file: its owner, and whoever sees the field that holds it."""

import dataclasses
import uuid

import pytest

from bpmn_models.bundle import shipped
from engine.commands.deploy import deploy
from engine.errors import NotFound
from engine.queries.files import find


@pytest.fixture
def private(rt):
    """The exemption, with a certificate that the college does not get to see."""
    bundle = next(one for one in shipped() if one.key == "fitness-exemption")
    before, college = bundle.process.split(b'<bpmn:userTask id="college"')
    field = b'<tb:fields default="read" /><tb:field pointer="/certificate" access="hidden" />'
    changed = (
        before + b'<bpmn:userTask id="college"' + college.replace(b'<tb:fields default="read" />', field, 1)
    )
    deploy(rt, None, dataclasses.replace(bundle, files={**bundle.files, "process.bpmn": changed}))


@pytest.fixture
def started(story, fitness, private):
    file = story.upload("stu01")
    story.start("stu01", "fitness-exemption", {**fitness, "certificate": [file]})
    return uuid.UUID(hex=file["id"])


def read(story, login, file):
    return find(story.rt, story.connection, story.person(login), file).name


def test_those_who_see_the_field_read_the_file(story, started):
    story.complete("cs_head")
    assert read(story, "stu01", started) == "诊断证明.pdf"
    assert read(story, "hosp_clerk", started) == "诊断证明.pdf"
    assert read(story, "admin", started) == "诊断证明.pdf"


@pytest.mark.parametrize("login", ["cs_head", "stu02", "it_clerk"])
def test_to_everybody_else_the_file_is_unknown(story, started, login):
    with pytest.raises(NotFound):
        read(story, login, started)


def test_a_file_that_was_not_sent_yet_is_its_owners_alone(story):
    file = uuid.UUID(hex=story.upload("stu01")["id"])
    assert read(story, "stu01", file) == "诊断证明.pdf"
    with pytest.raises(NotFound):
        read(story, "admin", file)


def test_a_file_nobody_stored_is_unknown(story):
    with pytest.raises(NotFound):
        read(story, "admin", uuid.uuid4())
