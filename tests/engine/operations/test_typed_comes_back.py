"""What an owner had typed when he let somebody else do a part comes back with the task, to him alone."""

import pytest

from engine.commands.add_signers import add_signers
from engine.commands.complete_task import complete_task
from engine.commands.delegate_task import delegate_task
from engine.commands.deploy import deploy
from engine.commands.migrate_instances import migrate_instances
from engine.commands.remove_signer import remove_signer
from engine.commands.return_task import return_task
from engine.commands.save_input import save_input
from engine.commands.terminate_instance import terminate_instance
from engine.queries.task_view import open_task
from tests.engine.assignment.conftest import desk
from tests.engine.assignment.services import assign, in_a_row

__all__ = ["desk"]

HEAD = assign("person", value="20060029")
FIELDS = '<tb:fields default="read"/><tb:field pointer="/subject" access="edit"/>'
FIELDS += '<tb:field pointer="/unit" access="edit"/>'
TYPED = {"subject": "事由，改了一半", "unit": "cs"}


def check(name="check", assignment=HEAD):
    """A step whose handler may write two fields."""
    return (
        f'<userTask id="{name}" name="审核"><extensionElements><tb:step>{assignment}'
        '<tb:outcome id="approve" kind="approve"/><tb:outcome id="reject" kind="reject"/>'
        f'<tb:return to="initiator"/>{FIELDS}</tb:step></extensionElements></userTask>'
    )


@pytest.fixture
def typing(desk):
    """The head has typed something and not sent it."""
    desk.start(in_a_row("lend", check()))
    keep(desk, "cs_head")
    return desk


def keep(desk, login, **typed):
    save_input(desk.rt, desk.person(login), desk.rows()[0].id, TYPED | typed, "拟同意，待核。")


def delegate(desk, login, to):
    (row,) = desk.rows()
    delegate_task(desk.rt, desk.person(login), row.id, version=row.version, to=desk.id(to))


def done(desk, login, **document):
    row = next(row for row in desk.rows() if desk.id(login) in [int(key[2:]) for key in row.principals])
    complete_task(
        desk.rt,
        desk.person(login),
        row.id,
        version=row.version,
        outcome="approve",
        document=document,
        opinion="好。",
    )


def typed(desk, login):
    """What stands unsent in the only open task, as somebody sees it."""
    (row,) = desk.rows()
    found = open_task(desk.rt, desk.connection, desk.person(login), row.id).input
    return None if found is None else (found.document, found.opinion)


def kept(desk):
    """All that is stored of unsent input: whose, and in what state its task is."""
    sql = "SELECT a.subject, t.state FROM draft d JOIN task t ON t.id = d.task_id"
    return sorted(tuple(row) for row in desk.sql(f"{sql} JOIN account a USING (person_id)").all())


def test_what_was_typed_comes_back_from_a_delegation(typing):
    delegate(typing, "cs_head", "cs_deputy")
    assert typed(typing, "cs_deputy") is None, "it is the owner's alone"
    done(typing, "cs_deputy")
    assert typed(typing, "cs_head") == (TYPED, "拟同意，待核。")
    assert kept(typing) == [("cs_head", "open")]
    done(typing, "cs_head", **TYPED)
    assert kept(typing) == []


def test_what_the_other_has_changed_meanwhile_is_not_written_over(typing):
    delegate(typing, "cs_head", "cs_deputy")
    done(typing, "cs_deputy", unit="office")
    assert typed(typing, "cs_head") == ({"subject": TYPED["subject"]}, "拟同意，待核。")


@pytest.mark.parametrize("leaves", ["signs", "is taken off"])
def test_what_was_typed_comes_back_after_signers_before(typing, leaves):
    (row,) = typing.rows()
    head, people = typing.person("cs_head"), [typing.id("cs_deputy"), typing.id("tea04")]
    add_signers(typing.rt, head, row.id, version=row.version, kind="before", people=people)
    done(typing, "cs_deputy")
    assert typed(typing, "tea04") is None
    if leaves == "signs":
        done(typing, "tea04")
    else:
        (last,) = typing.rows()
        remove_signer(typing.rt, head, last.id, version=last.version)
    assert typed(typing, "cs_head") == (TYPED, "拟同意，待核。")


def test_each_of_a_row_of_delegations_gets_his_own(typing):
    delegate(typing, "cs_head", "cs_deputy")
    keep(typing, "cs_deputy", subject="副职写的")
    delegate(typing, "cs_deputy", "tea04")
    assert kept(typing) == [("cs_deputy", "completed"), ("cs_head", "completed")]
    assert typed(typing, "tea04") is None
    done(typing, "tea04")
    assert typed(typing, "cs_deputy") == (TYPED | {"subject": "副职写的"}, "拟同意，待核。")
    done(typing, "cs_deputy")
    assert typed(typing, "cs_head") == (TYPED, "拟同意，待核。")


def test_who_stands_in_for_the_owner_does_not_see_what_he_typed(typing):
    delegate(typing, "cs_head", "cs_deputy")
    typing.away("cs_head", "tea04")
    done(typing, "cs_deputy")
    assert typing.open() == {"check": {"tea04"}}
    assert typed(typing, "tea04") is None


def test_of_a_group_only_what_the_owner_typed_is_kept(desk):
    desk.start(in_a_row("lend", check(assignment=assign("group", value="it-mail"))))
    for login in ("it_clerk", "it_deputy"):
        keep(desk, login, subject=login)
    delegate(desk, "it_clerk", "cs_deputy")
    assert kept(desk) == [("it_clerk", "completed")]
    done(desk, "cs_deputy")
    assert typed(desk, "it_clerk")[0] == TYPED | {"subject": "it_clerk"}
    assert kept(desk) == [("it_clerk", "open")]


def test_after_a_return_it_does_not_come_back(typing):
    delegate(typing, "cs_head", "cs_deputy")
    (row,) = typing.rows()
    return_task(
        typing.rt, typing.person("cs_deputy"), row.id, version=row.version, to="initiator", opinion="请补。"
    )
    typing.complete("stu01", outcome="submit")
    assert typed(typing, "cs_head") is None


def test_it_follows_its_matter_to_another_version(typing):
    delegate(typing, "cs_head", "cs_deputy")
    new = deploy(typing.rt, typing.person("designer"), in_a_row("lend", check(), check("more")))
    (moved,) = migrate_instances(typing.rt, typing.person("admin"), new, [typing.matter], reason="改版。")
    assert moved.code is None
    done(typing, "cs_deputy")
    assert typed(typing, "cs_head") == (TYPED, "拟同意，待核。")
    assert list(typing.sql("SELECT definition_id FROM draft").scalars()) == [new]


def test_nothing_of_it_is_left_when_the_matter_ends(typing):
    delegate(typing, "cs_head", "cs_deputy")
    assert kept(typing) == [("cs_head", "completed")]
    terminate_instance(typing.rt, typing.person("admin"), typing.matter, reason="重复。")
    assert kept(typing) == []
