"""邮箱解锁申请 asks the mail system: what it was asked, what it refuses, and what the applicant is told."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import text

from connectors.outside import Bound, Failed, Patience, Refused, Request
from engine.commands.cancel_instance import cancel_instance
from engine.commands.terminate_instance import terminate_instance
from engine.queries.verification import verify

PASSWORD = "Xin-Mima-88341"
OTHER = "Xin-Mima-99452"


@dataclass
class Systems:
    """The mail system and its administration: `no` says what each operation refuses or fails with."""

    no: dict[str, list[Exception]] = field(default_factory=dict)
    asked: list[tuple[str, Any]] = field(default_factory=list)

    def operations(self, link: object) -> frozenset[str]:
        return frozenset({"mail.send", "mailbox.unlock", "mailbox.reset"})

    def find(self, link: object, name: str) -> Bound:
        return Bound(_Named(self, name), Patience(tries=1))

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.asked]


@dataclass
class _Named:
    systems: Systems
    name: str

    def call(self, request: Request, limit_s: float) -> dict[str, Any]:
        name = f"{self.name}.{request.operation}"
        self.systems.asked.append((name, dict(request.params)))
        if self.systems.no.get(name):
            raise self.systems.no[name].pop(0)
        return {"status": 200}


@pytest.fixture
def systems(rt):
    made = Systems()
    object.__setattr__(rt, "connectors", made)
    return made


@pytest.fixture
def begun(story, mail):
    started = story.start("tea01", "email-unlock", mail, opinion="请予以办理！")
    story.complete("cs_head")
    return started


def unlock(story, password=PASSWORD):
    story.complete("it_clerk", outcome="done", newPassword=password)
    story.work()


def answer(story, begun):
    return story.view("tea01", begun.instance_id).form.document.get("answer")


def test_the_mailbox_is_unlocked_its_password_reset_and_the_applicant_told(story, systems, begun, mail):
    unlock(story)
    (unlocked, reset, told) = systems.asked
    assert unlocked == ("mailbox.unlock", {"mailbox": mail["mailbox"]})
    assert reset == ("mailbox.reset", {"mailbox": mail["mailbox"], "password": PASSWORD})
    assert told[0] == "mail.send"
    address = "SELECT email FROM person WHERE id = :id"
    person = story.person("tea01")
    assert told[1]["to"] == story.connection.execute(text(address), {"id": person.person_id}).scalar_one()
    assert person.name in told[1]["text"]
    assert mail["mailbox"] in told[1]["text"]
    assert PASSWORD not in told[1]["text"]
    assert story.view("tea01", begun.instance_id).state == "completed"
    assert answer(story, begun) == "邮箱已解锁，密码已重置，已邮件告知申请人。"
    assert all(verdict.ok for verdict in verify(story.rt, story.connection))


def test_who_has_no_address_is_told_in_the_hall_alone(story, systems, mail):
    story.connection.execute(text("UPDATE person SET email = ''"))
    begun = story.start("tea01", "email-unlock", mail, opinion="请予以办理！")
    story.complete("cs_head")
    unlock(story)
    assert systems.names == ["mailbox.unlock", "mailbox.reset"]
    assert story.view("tea01", begun.instance_id).state == "completed"
    assert answer(story, begun) == "邮箱已解锁，密码已重置。"


@pytest.mark.parametrize("where", ["mailbox.unlock", "mailbox.reset"])
def test_a_mailbox_that_is_not_there_goes_back_to_the_applicant_with_a_sentence(story, systems, begun, where):
    systems.no[where] = [Refused("NO_MAILBOX")]
    unlock(story)
    task = story.task("tea01")
    assert task.step_id == "apply"
    assert "没有邮箱“li@mail.songxi.example”" in task.form.document["answer"]
    assert task.form.access.mode("/answer") == "read"
    story.complete("tea01", outcome="submit", mailbox="li2@mail.songxi.example")
    story.complete("cs_head")
    unlock(story)
    assert systems.asked[-2][1]["mailbox"] == "li2@mail.songxi.example"
    assert story.view("tea01", begun.instance_id).state == "completed"


def test_a_password_that_is_not_taken_goes_back_to_the_clerk_who_sets_another(story, systems, begun):
    systems.no["mailbox.reset"] = [Refused("WEAK_PASSWORD")]
    unlock(story)
    task = story.task("it_clerk")
    assert task.step_id == "it_mail"
    assert "请另设一个" in task.form.document["answer"]
    unlock(story, OTHER)
    sent = [params["password"] for name, params in systems.asked if name == "mailbox.reset"]
    assert sent == [PASSWORD, OTHER]
    assert story.view("tea01", begun.instance_id).state == "completed"


def sealed(story):
    return story.connection.execute(text("SELECT sealed FROM secret")).scalar_one()


def test_a_password_is_erased_once_it_was_used(story, systems, begun):
    systems.no["mail.send"] = [Failed("unreachable")]
    unlock(story)
    assert sealed(story) is None
    assert story.view("tea01", begun.instance_id).state == "running"


def reject(story, begun):
    story.complete("tea01", outcome="submit")
    story.complete("cs_head", outcome="reject", opinion="不必再解锁。")


def terminate(story, begun):
    terminate_instance(story.rt, story.person("admin"), begun.instance_id, reason="重复申请。")


def cancel(story, begun):
    cancel_instance(story.rt, story.person("tea01"), begun.instance_id)


@pytest.mark.parametrize(
    ("end", "state"), [(reject, "completed"), (terminate, "terminated"), (cancel, "cancelled")]
)
def test_a_password_that_was_not_used_is_erased_when_the_matter_ends(story, systems, begun, end, state):
    systems.no["mailbox.reset"] = [Refused("WEAK_PASSWORD")]
    unlock(story)
    story.give_back("it_clerk")
    assert sealed(story) is not None
    end(story, begun)
    assert story.view("admin", begun.instance_id).state == state
    row = story.connection.execute(text("SELECT sealed, erased_at FROM secret")).one()
    assert (row.sealed, row.erased_at) == (None, story.rt.clock())


def test_an_address_that_is_not_taken_ends_the_matter_all_the_same(story, systems, begun):
    systems.no["mail.send"] = [Refused("BAD_ADDRESS")]
    unlock(story)
    view = story.view("tea01", begun.instance_id)
    assert view.state == "completed"
    assert "通知邮件未能送达" in view.form.document["answer"]


def test_a_mail_system_that_is_down_leaves_the_matter_open(story, systems, begun):
    systems.no["mail.send"] = [Failed("unreachable")]
    unlock(story)
    assert story.view("tea01", begun.instance_id).state == "running"
    assert systems.names == ["mailbox.unlock", "mailbox.reset", "mail.send"]
