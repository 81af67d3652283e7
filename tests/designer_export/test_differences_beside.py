"""What differs beside the drawing, in sentences people read."""

import json
from typing import Any

import pytest

from bpmn_models.bundle import PROCESS, SERVICE, Bundle, make, shipped
from designer_export.beside import compare_beside
from designer_export.beside.words import book
from designer_export.findings import LANGUAGES
from tests.designer_export.diagrams import file, process, row

NAME = {"title": "姓名", "x-title": {"zh-CN": "姓名", "en": "Name"}}
FIELDS = {"name": NAME, "why": {"title": "原因"}}
SCHEMA: dict[str, Any] = {"type": "object", "required": ["name"], "properties": FIELDS}
PAPER = {"title": "申请表", "columns": 4, "rows": [[{"field": "/name"}, {"field": "/why"}]]}
SETTINGS = '[process]\nkey = "leave-note"\nname = "请假"\n'
STEP = (
    '<userTask id="u" name="部门意见"><extensionElements><tb:step layout="paper">'
    '<tb:assign rule="unitHead" of="initiator"/><tb:field pointer="/why" access="read"/>'
    "</tb:step></extensionElements></userTask>"
)

OUTCOME = '<tb:outcome id="ok"><tb:text>同意</tb:text></tb:outcome>'


def service(
    step: str = STEP,
    schema: dict[str, Any] = SCHEMA,
    paper: Any = PAPER,
    settings: str = SETTINGS,
    **others: bytes,
) -> Bundle:
    files = {
        PROCESS: file(process(row(step))),
        SERVICE: settings.encode(),
        "form.schema.json": json.dumps(schema).encode(),
        "paper.layout.json": json.dumps(paper).encode(),
    }
    return make({**files, **{name.replace("_", "."): data for name, data in others.items()}})


def schema(**fields: Any) -> dict[str, Any]:
    return {**SCHEMA, "properties": {**SCHEMA["properties"], **fields}}


def told(before: Bundle, after: Bundle, language: str = "zh-CN") -> list[str]:
    return [one.message[language] for one in compare_beside(before, after)]


@pytest.mark.parametrize("one", shipped(), ids=lambda one: one.key)
def test_nothing_differs_from_itself(one: Bundle) -> None:
    assert compare_beside(one, one) == ()


@pytest.mark.parametrize(
    ("after", "chinese", "english"),
    [
        (
            service(schema=schema(phone={"title": "电话", "x-control": "text"})),
            "新增字段“电话”（单行文字）。",
            "The field “电话” is new (a line of text).",
        ),
        (
            service(schema=schema(why={"title": "原因", "x-control": "textarea"})),
            "字段“原因”由单行文字改为多行文字。",
            "The field “原因” was a line of text, and is several lines of text.",
        ),
        (
            service(schema=schema(name={**NAME, "x-title": {"zh-CN": "姓名", "en": "Full name"}})),
            "字段“姓名”的译名由“Name”改为“Full name”。",
            "The translated name of “Full name” was “Name”, and is “Full name”.",
        ),
        (
            service(schema=schema(why={"title": "理由"})),
            "字段“原因”改称“理由”。",
            "The field “原因” is now called “理由”.",
        ),
        (
            service(schema={**SCHEMA, "required": ["name", "why"]}),
            "字段“原因”现在必须填写。",
            "The field “原因” must be filled in now.",
        ),
        (
            service(schema={**SCHEMA, "required": []}),
            "字段“姓名”现在可以不填。",
            "The field “Name” may be left empty now.",
        ),
        (
            service(schema=schema(why={"title": "原因", "maxLength": 40})),
            "字段“原因”的最多字数：由“—”改为“40”。",
            "The field “原因”, most characters: was “—”, is “40”.",
        ),
        (
            service(STEP.replace('access="read"', 'access="edit" required="true"')),
            "在“部门意见”，字段“原因”由只读改为可填写。",
            "At “部门意见” “原因” was read only, and is to be filled in.",
        ),
        (
            service(STEP.replace('access="read"', 'access="read" required="true"')),
            "在“部门意见”，字段“原因”必须填写。",
            "At “部门意见” “原因” must be filled in.",
        ),
        (
            service(STEP.replace('rule="unitHead" of="initiator"', 'rule="group" value="registry"')),
            "“部门意见”的办理人由“申请人所在部门的负责人”改为“群组 registry”。",
            "“部门意见”, who handles it: was “the head of the initiator's unit”, is “the group registry”.",
        ),
        (
            service(STEP.replace("</tb:step>", '<tb:deadline within="P2D" time="working"/></tb:step>')),
            "“部门意见”增加了时限：“P2D 工作时间”。",
            "“部门意见”, its deadline: now “P2D working time”.",
        ),
        (
            service(STEP.replace("</tb:step>", f"{OUTCOME}</tb:step>")),
            "“部门意见”的按钮由“完成”改为“同意”。",
            "“部门意见”, its buttons: was “Complete”, is “同意”.",
        ),
        (
            service(paper={**PAPER, "rows": [[{"field": "/name"}]]}),
            "版式“paper”不再有字段“原因”。",
            "The layout “paper” no longer shows “原因”.",
        ),
        (
            service(paper={**PAPER, "rows": [[{"field": "/why"}, {"field": "/name"}]]}),
            "版式“paper”的排列或文字有改动。",
            "The layout “paper” is arranged or worded otherwise.",
        ),
        (
            service(settings=SETTINGS.replace("请假", "请假条")),
            "名称由“请假”改为“请假条”。",
            "Name: was “请假”, is “请假条”.",
        ),
        (
            service(settings=f'{SETTINGS}[process.buttons]\napprove = "同意"\n'),
            "增加了“通过”按钮的文字：“同意”。",
            "Words of the button to approve: now “同意”.",
        ),
        (
            service(settings=f'{SETTINGS}[hall]\nstarters = ["kind:student", "unit:cs"]\n'),
            "增加了可以发起的人：“学生、unit:cs”。",
            "Who may start it: now “students, unit:cs”.",
        ),
        (service(fee_dmn=b"<definitions/>"), "新增文件“fee.dmn”。", "The file “fee.dmn” is new."),
    ],
)
def test_what_differs_is_a_sentence_in_both_languages(after: Bundle, chinese: str, english: str) -> None:
    assert chinese in told(service(), after)
    assert english in told(service(), after, "en")


def test_what_is_taken_away_is_told_too() -> None:
    more = service(schema=schema(rows={"type": "array", "items": {"properties": {"a": {}, "b": {}}}}))
    assert told(more, service()) == ["删去字段“rows”（明细表）。"]


def test_a_form_that_cannot_be_read_is_told_once() -> None:
    assert told(service(), service(schema={"type": "array"})) == [
        "表单有改动，但其中一个版本的表单不能读取，无法逐项比较。"
    ]


def test_long_values_are_cut_and_hostile_ones_are_only_words() -> None:
    evil = "{step} %(x)s <b>" + "长" * 400
    (words,) = told(service(), service(settings=SETTINGS.replace("请假", evil)))
    assert words.startswith("名称由“请假”改为“{step} %(x)s <b>")
    assert len(words) < 400


def test_every_sentence_and_word_is_there_in_both_languages() -> None:
    def leaves(table: dict[str, Any]) -> list[dict[str, str]]:
        if set(table) == set(LANGUAGES):
            return [table]
        return [leaf for part in table.values() for leaf in leaves(part)]

    assert all(all(leaf.values()) for leaf in leaves(book()))
