"""Every reason that a task may carry is a whole sentence in both languages."""

import ast
from pathlib import Path

import pytest
from flask import Flask

from engine.assignment.rules import RULES
from engine.queries.reasons import TaskReason
from web.i18n import install_i18n
from web.reasons import WHY, sentences_of

ENGINE = Path(__file__).parents[2] / "engine"


@pytest.fixture(scope="module")
def app():
    made = Flask("reasons")
    install_i18n(made)
    return made


def told(app, rule, *params, principal="r:head@5", **names):
    reason = TaskReason(principal, rule, params, **({"name": "负责人", "unit": "信息化中心"} | names))
    with app.test_request_context("/"):
        return sentences_of(reason)


@pytest.mark.parametrize(
    "rule", sorted({*WHY, *RULES} - {"unitHead/level", "unitHead/field", "unitHead/unit"})
)
def test_each_rule_has_its_sentence(app, rule):
    said = told(app, rule, "7", by="苏文谦", field="审批人")
    assert said["zh-CN"].startswith("信息化中心 的负责人，因为")
    assert said["en"].startswith("The head of 信息化中心, because ")
    assert all("%" not in sentence and sentence[-1] in ".。" for sentence in said.values())


def test_heads_are_told_by_level_by_field_or_by_unit(app):
    assert told(app, "unitHead")["zh-CN"] == "信息化中心 的负责人，因为该环节由发起人所在部门的负责人办理。"
    assert "第 2 级" in told(app, "unitHead", "2")["zh-CN"]
    assert "“用章部门”" in told(app, "unitHead", "1", "/unit", field="用章部门")["zh-CN"]
    assert "交给这个部门" in told(app, "unitHead", "1", "it")["zh-CN"]


def test_a_post_of_the_schools_own_is_called_as_the_school_calls_it(app):
    said = told(app, "role", principal="r:hospital@7", name="校医院审核", unit="校医院")
    assert said["en"].startswith("校医院审核 of 校医院, because ")
    assert told(app, "unitHead", name="主任")["zh-CN"].startswith("信息化中心 的主任，")


def test_groups_and_people_are_called_by_their_names(app):
    assert told(app, "group", principal="g:it-mail", name="邮箱管理员")["zh-CN"].startswith(
        "群组“邮箱管理员”"
    )
    assert told(app, "person", principal="p:7", name="区子衡")["en"].startswith("区子衡, because")


def test_what_a_later_version_keeps_is_told_all_the_same(app):
    assert told(app, "by-lot")["zh-CN"].endswith("因为该环节由他人手动交给其办理。")


def test_every_reason_that_the_engine_writes_has_words():
    written = set()
    for path in ENGINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Tuple) and len(node.elts) > 1 and isinstance(node.elts[0], ast.Call):
                call, rule = node.elts[0].func, node.elts[1]
                if getattr(call, "id", "") in ("person_key", "role_key", "group_key") and isinstance(
                    rule, ast.Constant
                ):
                    written.add(rule.value)
    assert {"substitute", "transferred", "collegeRole"} <= written
    assert written - set(WHY) == set()
