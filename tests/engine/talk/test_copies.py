"""抄送 by hand: who may send one, what its owner sees, and that a matter is told once (X1, T1)."""

import pytest

from engine.commands.complete_task import complete_task
from engine.commands.send_copies import send_copies
from engine.commands.terminate_instance import terminate_task
from engine.errors import Forbidden, NobodyChosen, NotFound, TooManyPeople, UnknownPerson, WordsTooLong
from engine.queries import verification


@pytest.fixture
def started(story, mail):
    return story.start("tea01", "email-unlock", mail, opinion="请予以办理！")


def test_a_head_copies_a_matter_to_his_deputy_who_reads_it_and_may_not_handle_it(campus, story, started):
    task = story.task("cs_head")
    with pytest.raises(NotFound):
        story.view("cs_deputy", started.instance_id)

    sent = campus.copy("cs_head", task.id, "cs_deputy", text="请知悉。")

    row = campus.box("cs_deputy")[0]
    assert (row.instance_id, row.unread, row.step_name) == (started.instance_id, True, task.step_name)
    assert (row.other_name, row.state) == (campus.name("cs_head"), "running")
    assert campus.count("cs_deputy", "cc") == 1
    view = story.view("cs_deputy", started.instance_id)
    assert view.form.document["mailbox"] == "li@mail.songxi.example"
    assert view.my_task is None
    with pytest.raises(Forbidden):
        complete_task(story.rt, story.person("cs_deputy"), task.id, version=1, outcome="approve", document={})
    with pytest.raises(Forbidden):
        terminate_task(story.rt, story.person("cs_deputy"), task.id, version=1, reason="不行")
    line = view.record[sent.n - 1]
    assert (line.kind, line.person_name, line.others, line.text) == (
        "copy",
        campus.name("cs_head"),
        (campus.name("cs_deputy"),),
        "请知悉。",
    )
    assert [(event.people, event.step_name) for event in campus.told] == [
        ((campus.id("cs_deputy"),), task.step_name)
    ]
    assert all(verdict.ok for verdict in verification.verify(story.rt, story.connection))


def test_a_copy_shows_the_fields_of_the_step_that_it_came_from_and_of_no_other(campus, story, started):
    """The clerk's step sees the field of the new password; the head's does not."""
    campus.copy("cs_head", story.task("cs_head").id, "cs_deputy")
    story.complete("cs_head")
    clerk = story.task("it_clerk")

    assert story.view("cs_deputy", started.instance_id).form.access.mode("/newPassword") == "hidden"
    campus.copy("it_clerk", clerk.id, "cs_deputy", "it_head")
    assert story.view("cs_deputy", started.instance_id).form.access.mode("/newPassword") == "read"
    assert story.view("it_head", started.instance_id).form.access.mode("/mailbox") == "read"
    assert campus.count("cs_deputy", "cc") == 2, "each step has told him"


def test_a_copy_is_unread_until_its_owner_opens_the_matter(campus, story, started, clock):
    campus.copy("cs_head", story.task("cs_head").id, "cs_deputy", "cs_counsellor")
    clock.forward(minutes=5)

    campus.read("tea01", started.instance_id)
    assert campus.box("cs_deputy")[0].unread, "somebody else's look is not his"
    campus.read("cs_deputy", started.instance_id)

    assert not campus.box("cs_deputy")[0].unread
    assert campus.box("cs_counsellor")[0].unread
    read = {copy.person_name: copy.read_at for copy in campus.talk("tea01", started.instance_id).copies}
    assert read == {campus.name("cs_deputy"): clock(), campus.name("cs_counsellor"): None}


def test_sent_again_by_hand_it_is_unread_again_and_stands_there_once(campus, story, started, clock):
    task = story.task("cs_head").id
    campus.copy("cs_head", task, "cs_deputy")
    campus.read("cs_deputy", started.instance_id)
    clock.forward(hours=1)
    campus.copy("cs_head", task, "cs_deputy", text="有新情况")

    assert [(row.unread, row.at) for row in campus.box("cs_deputy")] == [(True, clock())]
    assert campus.count("cs_deputy", "cc") == 1


def test_initiator_and_past_handlers_may_copy_even_after_the_end_others_never(campus, story, started):
    task = story.task("cs_head").id
    for stranger in ("stu01", "civil_head", "it_clerk"):
        with pytest.raises(NotFound):
            campus.copy(stranger, task, "cs_deputy")
    with pytest.raises(Forbidden):
        campus.copy("tea01", task, "tea02")
    story.complete("cs_head", outcome="reject", opinion="不同意。")
    campus.copy("cs_head", task, "cs_deputy")
    own = campus.talk("tea01", started.instance_id).copy_task
    campus.copy("tea01", own, "tea02")

    assert campus.box("tea02")[0].state == "completed"
    with pytest.raises(Forbidden):
        campus.copy("tea02", own, "stu01")
    assert campus.talk("tea02", started.instance_id).copy_task is None


def test_nobody_unknown_people_oneself_and_crowds_are_refused(campus, story, started):
    task, head = story.task("cs_head").id, story.person("cs_head")
    with pytest.raises(NobodyChosen):
        campus.copy("cs_head", task)
    with pytest.raises(NobodyChosen):
        campus.copy("cs_head", task, "cs_head")
    for people in ([999_999], [0], [-3], [10**30], [campus.id("cs_deputy"), 2**63]):
        with pytest.raises(UnknownPerson):
            send_copies(story.rt, head, task, people)
    with pytest.raises(TooManyPeople):
        send_copies(story.rt, head, task, range(1, 1001))
    with pytest.raises(WordsTooLong):
        campus.copy("cs_head", task, "cs_deputy", text="长" * 501)
    with pytest.raises(NotFound):
        campus.copy("cs_head", 2**62, "cs_deputy")
    assert campus.box("cs_deputy") == ()
    assert [line.kind for line in campus.record("cs_head", started.instance_id)] == ["start"]
