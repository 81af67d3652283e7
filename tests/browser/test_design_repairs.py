"""Findings folded and filtered, repairs looked at first, and what a version changes (D6)."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from bpmn_models.bundle import make, shipped, write_zip
from tests.browser.chinese import check_english
from tests.browser.visitor import Visitor
from tests.engine.designs.uploaded import CAMUNDA

FITNESS = "fitness-exemption"
LONG = "部门意见以及一个需要很多文字才能说清楚的步骤名称"
DRAWN = ("填写借用申请", "部门意见", "安排教室", "借用教室", "事由", LONG, "学生", "免测")
FLOW = '<bpmn:sequenceFlow id="Flow_5" sourceRef="Task_more" targetRef="End_1" />'
MORE = f'<bpmn:userTask id="Task_more" name="归档" />{FLOW}'
SHAPE = (
    b'<bpmndi:BPMNShape bpmnElement="Task_more"><dc:Bounds x="700" y="200" width="100" height="80" />'
    b'</bpmndi:BPMNShape><bpmndi:BPMNEdge bpmnElement="Flow_5"><di:waypoint x="750" y="200" />'
    b'<di:waypoint x="750" y="138" /></bpmndi:BPMNEdge>'
)
MANY = (
    CAMUNDA.replace("部门意见".encode(), LONG.encode())
    .replace(b'sourceRef="Task_room" targetRef="End_1"', b'sourceRef="Task_room" targetRef="Task_more"')
    .replace(b"</bpmn:process>", f"{MORE}</bpmn:process>".encode())
    .replace(b"<bpmn:incoming>Flow_4</bpmn:incoming>", b"")
    .replace(b"</bpmndi:BPMNPlane>", SHAPE + b"</bpmndi:BPMNPlane>")
)
"""Three steps that nobody handles, one of them with a long name."""


def another() -> bytes:
    """The shipped exemption, with another telephone, another button and another layout."""
    one = next(bundle for bundle in shipped() if bundle.key == FITNESS)
    files = {name: data.decode() for name, data in one.files.items()}
    files["form.schema.json"] = files["form.schema.json"].replace('"maxLength": 40', '"maxLength": 60', 1)
    files["service.toml"] = files["service.toml"].replace('approve = "通过"', 'approve = "同意"')
    return write_zip(make({name: text.encode() for name, text in files.items()}))


def upload(designer: Visitor, data: bytes, name: str = "camunda.bpmn", service: str = "") -> None:
    designer.open(f"/designs/new?service={service}")
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    designer.page.locator("#files").set_input_files([file])  # type: ignore[list-item]
    designer.page.get_by_role("button", name="上传并检查").click()
    designer.page.wait_for_url(re.compile(r"/designs/\d+$"))
    expect(designer.page.locator("tb-diagram[data-state=drawn]")).to_be_visible()


def shown(page: Page) -> Locator:
    found = page.get_by_role("complementary", name="检查结果").get_by_role("article")
    return found.filter(visible=True)


def changed(page: Page, element: str) -> Locator:
    return page.locator(f".djs-element.tb-m-altered[data-element-id={element}]")


@pytest.mark.parametrize("width", [1280, 375])
def test_findings_of_a_kind_are_one_and_a_level_is_left_alone(
    meet: Callable[[int], Visitor], width: int
) -> None:
    designer = meet(width)
    designer.sign_in("designer")
    upload(designer, MANY)
    page = designer.page
    assignees = shown(page).filter(has_text="没有指定办理人")
    expect(assignees).to_have_count(1)
    expect(assignees).to_contain_text(LONG)
    page.get_by_text("同类的另外 2 项 missing-assignee").click()
    expect(assignees).to_have_count(3)
    page.get_by_role("link", name="4 待补全").click()
    designer.says("只看：待补全")
    expect(page.get_by_role("heading", name="已改写")).to_be_hidden()
    designer.look(page)
    page.get_by_role("link", name="Task_room").click()
    expect(page.locator(".djs-element.tb-m-here")).to_have_attribute("data-element-id", "Task_room")
    page.get_by_role("link", name="显示全部").click()
    expect(page.get_by_role("heading", name="已改写")).to_be_visible()
    page.get_by_role("button", name=re.compile("Task_room 的检查结果: 1")).click()
    expect(shown(page)).to_have_count(1)
    expect(shown(page)).to_contain_text("安排教室")


@pytest.mark.parametrize("width", [1280, 375])
def test_a_repair_is_looked_at_told_who_and_applied(meet: Callable[[int], Visitor], width: int) -> None:
    designer = meet(width)
    designer.sign_in("designer")
    upload(designer, CAMUNDA)
    page = designer.page
    shown(page).filter(has_text="没有指定办理人").get_by_role(
        "link", name=re.compile("预览并选择")
    ).first.click()
    expect(changed(page, "Task_head")).to_have_count(1)
    designer.says("“部门意见”增加了办理人：“申请人所在部门的负责人”。")
    designer.look(page)
    address = f"/designs{page.url.partition('/designs')[2]}"
    designer.open(f"{address}&lang=en")
    check_english(page, *DRAWN, "体育教学办公室", "公告编辑", "应急值守", "校医院门诊", "邮箱管理员")
    designer.open(f"{address}&lang=zh-CN")
    page.get_by_label("指定一个人：工号或学号").last.fill("0")
    expect(page.get_by_role("radio", name="指定一个人")).to_be_checked()
    page.get_by_role("button", name="按此预览").click()
    designer.says("没有这个工号或学号的人，也没有这个群组。")
    expect(page.get_by_role("button", name="应用").filter(visible=True)).to_have_count(0)
    designer.look(page)
    page.get_by_role("radio", name="校医院门诊").check()
    page.get_by_role("button", name="按此预览").click()
    designer.says(re.compile("“部门意见”增加了办理人：“群组 "))
    designer.press("应用")
    designer.says("已修复 1 项。")
    designer.press("撤销")
    designer.says("还不能发布：3 项待补全。")


def test_all_repairs_are_looked_at_before_they_are_applied(meet: Callable[[int], Visitor]) -> None:
    designer = meet(1280)
    designer.sign_in("designer")
    upload(designer, CAMUNDA)
    designer.press("全部预览")
    designer.says("不需要选择的全部 3 项。")
    expect(changed(designer.page, "Task_room")).to_have_count(1)
    designer.press("应用")
    designer.says("流程图可以办理。")


@pytest.mark.parametrize("width", [1280, 375])
def test_what_a_next_version_changes_is_read_in_sentences(meet: Callable[[int], Visitor], width: int) -> None:
    designer = meet(width)
    designer.sign_in("designer")
    upload(designer, another(), "bundle.zip", FITNESS)
    designer.says("字段“班级”的最多字数：由“40”改为“60”。")
    designer.says("“通过”按钮的文字由“通过”改为“同意”。")
    designer.look(designer.page)
    address = f"/designs{designer.page.url.partition('/designs')[2]}"
    designer.open(f"{address}?lang=en")
    designer.says("The field “Class”, most characters: was “40”, is “60”.")
    designer.open(f"{address}?lang=zh-CN")


def test_the_namespace_s_descriptions_are_linked(
    meet: Callable[[int], Visitor],
) -> None:
    designer = meet(375)
    designer.sign_in("designer")
    designer.open("/designs")
    for name in (re.compile("moddle"), re.compile("XSD")):
        address = designer.page.get_by_role("link", name=name).get_attribute("href")
        assert designer.page.request.get(str(address)).ok
    designer.look(designer.page)
