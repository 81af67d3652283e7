"""What a form or a formula may hold where people or units are expected, and who is nobody."""

import pytest

from designer_export.native import AssignRule
from engine.assignment import RuleFailed, Situation, by_rule
from engine.choosing import people_among
from engine.errors import Invalid
from identity import directory
from identity.keys import parse
from tests.engine.assignment.services import assign, in_a_row, policy, step


def nested(levels, value):
    for level in range(levels):
        value = {"id": value} if level % 2 else [value]
    return value


NOBODY = [
    2**70,
    2**63,
    -1,
    0,
    1.5,
    True,
    None,
    "x",
    "9" * 40,
    "x\0",
    "\ud800",
    {"id": {"id": 2**70}},
    {"number": True},
    pytest.param(nested(4000, 2**70), id="deep"),
    [2**70, -1, "x", True, None, {}],
    list(range(2**63, 2**63 + 10_000)),
    list(range(10**9, 10**9 + 10_000)),
]
FORMULAS = [
    "p:" + "9" * 30,
    "p:0",
    "p:1_0",
    "p: 7",
    "p:-1",
    "r:head@" + "9" * 30,
    "g:\0",
    "r:\0@1",
    "r:@1",
    "g:\ud800",
]


def short(value):
    return str(value)[:20] if not isinstance(value, str) else ascii(value)[:20]


@pytest.fixture
def named(desk):
    """Give the people whom a rule names where a field or a formula has some value."""

    def find(value, /, **rule):
        situation = Situation(
            desk.connection, None, desk.id("stu01"), None, lambda name: value, lambda source: value
        )
        keys = [reason[0] for reason in by_rule(situation, AssignRule(**rule))]
        return [person.number for person in directory.expand(desk.connection, keys)]

    return find


@pytest.mark.parametrize("value", NOBODY, ids=short)
def test_what_is_nobody_in_a_field_names_nobody(named, value):
    assert named(value, rule="field", of="/approver") == []


@pytest.mark.parametrize("value", NOBODY, ids=short)
def test_what_is_nobody_in_a_list_leaves_the_others(named, value):
    assert named([value, "20200026", {"id": {"number": "20180020"}}], rule="field", of="/approver") == [
        "20200026",
        "20180020",
    ]


def test_a_formula_that_gives_what_cannot_be_names_nobody(named):
    assert named([2**70, "x\0"], rule="expression", value="subject") == []


@pytest.mark.parametrize("value", FORMULAS, ids=short)
def test_a_formula_that_gives_no_key_is_told_to_have_failed(named, value):
    with pytest.raises(RuleFailed, match="key"):
        named(value, rule="expression", value="subject")


@pytest.mark.parametrize("key", FORMULAS, ids=short)
def test_what_can_be_no_principal_is_no_key(key):
    with pytest.raises(ValueError, match="not a principal key"):
        parse([key])


@pytest.mark.parametrize(
    "value", [2**70, True, {"code": "cs"}, ["cs"], "x" * 10_000, "cs\0", "\ud800"], ids=short
)
@pytest.mark.parametrize("rule", ["role", "collegeRole", "unitHead"])
def test_what_is_no_unit_in_the_form_has_no_posts(desk, named, rule, value):
    assert named(value, rule=rule, of="/unit", role="head") == []
    among = AssignRule("chosen", of="/unit", role="head", among="role")
    assert people_among(desk.connection, among, None, {"unit": value}) == ()


@pytest.mark.parametrize("formula", ["2 ** 70", "[2 ** 70, -1]", "'p:' + '9' * 30", "'g:\\0'", "True"])
def test_a_matter_goes_to_the_administrators_where_a_formula_names_what_cannot_be(desk, formula):
    desk.start(in_a_row("odd", step("check", assign("expression", value=formula))))

    assert desk.open() == {"check": {"admin", "it_head"}}


def test_a_policy_decides_where_a_field_names_nobody(desk):
    rules = assign("field", of="/approver"), policy(nobody="person", person="20200026")
    desk.start(in_a_row("odd", step("check", *rules)), approver="9" * 40)

    assert desk.open() == {"check": {"pe_clerk"}}


@pytest.mark.parametrize("chosen", [[-1], [0], [2**63], [2**70], list(range(10_000))], ids=short)
def test_who_cannot_be_is_not_chosen(desk, chosen):
    with pytest.raises(Invalid) as refused:
        desk.start(in_a_row("odd", step("check", assign("chosen"))), chosen={"check": chosen})
    assert [(e.pointer, e.code) for e in refused.value.errors] in (
        [("/chosen/check", "unknown_person")],
        [("/chosen/check", "too_many")],
    )
