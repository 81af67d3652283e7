"""A Camunda 7 file dropped, read, repaired, published, started from the hall and finished (D6, D8, X9)."""

import base64
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chinese import check_english
from tests.browser.visitor import Visitor
from tests.engine.designs.uploaded import CAMUNDA

# The service, its department and whoever applies for it and heads him, by width.
STORIES = {
    1280: ("借用报告厅", "土木工程学院", "civil_counsellor", "布合丽且姆", "civil_head"),
    375: ("借用会议室", "松溪理工大学", "school_deputy", "宗政明远", "school_head"),
}
DRAWN = ("填写借用申请", "部门意见", "安排教室", "借用教室", "事由")
"""What the diagram says, in whatever language it is read."""
_DROP = """([content, name]) => {
  const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, {type: 'text/xml'}));
  const place = document.querySelector('.tb-take');
  for (const type of ['dragover', 'drop'])
    place.dispatchEvent(new DragEvent(type, {dataTransfer: carried, bubbles: true, cancelable: true}));
}"""


@pytest.mark.parametrize("width", [1280, 375])
def test_story(meet: Callable[[int], Visitor], width: int) -> None:
    service, department, login, name, head_login = STORIES[width]
    designer, applicant, head = (meet(width) for _ in range(3))
    designer.sign_in("designer")
    upload(designer, service, department)
    read_findings(designer)
    repair_two(designer)
    publish(designer, service)
    applicant.sign_in(login)
    start(applicant, service)
    head.sign_in(head_login)
    for _ in ("部门意见", "安排教室"):
        head.take(name)
        head.press("完成")
    applicant.page.reload()
    applicant.says("已完成")
    take_back(designer, applicant, service)


def upload(designer: Visitor, service: str, department: str) -> None:
    designer.open("/designs")
    designer.press("上传流程图")
    designer.page.evaluate(_DROP, [base64.b64encode(b"<broken").decode(), "broken.bpmn"])
    designer.page.get_by_role("button", name="上传并检查").click()
    designer.says(re.compile("上传的文件不是可以读取的流程图.*XML 格式有错"))
    designer.look(designer.page)
    designer.page.evaluate(_DROP, [base64.b64encode(CAMUNDA).decode(), "camunda.bpmn"])
    designer.page.get_by_label("新事项的所属部门").select_option(label=department)
    designer.field("新事项的名称").fill(service)
    designer.page.get_by_role("button", name="上传并检查").click()
    expect(designer.page.get_by_role("heading", name=service, level=1)).to_be_visible()
    expect(designer.page.locator("tb-diagram[data-state=drawn]")).to_be_visible()
    designer.look(designer.page)


def in_english(designer: Visitor, address: str) -> None:
    """Read the page in English, and come back."""
    designer.open(f"{address}?lang=en")
    check_english(designer.page, *DRAWN, *(service for service, *_ in STORIES.values()))
    designer.open(f"{address}?lang=zh-CN")


def findings(designer: Visitor) -> Locator:
    return designer.page.get_by_role("complementary", name="检查结果").get_by_role("article")


def read_findings(designer: Visitor) -> None:
    """What is chosen on the diagram is what is read beside it, and the other way round."""
    designer.says("还不能发布：3 项待补全。")
    in_english(designer, designer.page.url)
    everything = findings(designer).filter(visible=True).count()
    designer.page.get_by_role("button", name=re.compile("Task_head 的检查结果: 1")).click()
    expect(findings(designer).filter(visible=True)).to_have_count(1)
    expect(findings(designer).filter(visible=True)).to_contain_text("步骤“部门意见”没有指定办理人。")
    designer.look(designer.page)
    designer.page.get_by_role("link", name="显示全部").click()
    expect(findings(designer).filter(visible=True)).to_have_count(everything)
    designer.page.get_by_role("link", name="Task_room").click()
    chosen = designer.page.locator(".djs-element.tb-m-here")
    expect(chosen).to_have_attribute("data-element-id", "Task_room")
    expect(findings(designer).filter(has_text="安排教室")).to_have_class(re.compile(r"\bon\b"))


def repair_two(designer: Visitor) -> None:
    for left in (1, 0):
        finding = findings(designer).filter(has_text="没有指定办理人").first
        expect(finding).to_contain_text("由申请人所在部门的负责人办理。")
        finding.get_by_role("button", name=re.compile("修复")).click()
        designer.says("已修复 1 项。")
        expect(findings(designer).filter(has_text="没有指定办理人")).to_have_count(left)
    designer.look(designer.page)
    designer.says("还不能发布：1 项待补全。")
    designer.press("撤销")
    designer.says("还不能发布：2 项待补全。")
    designer.press("全部自动修复（2）")
    designer.says("流程图可以办理。")


def publish(designer: Visitor, service: str) -> None:
    designer.press("发布")
    designer.press("发布")
    designer.says("请选择谁可以办理该事项。")
    designer.page.get_by_label("职工").check()
    designer.press("发布")
    designer.says("事项已发布；在办的办件留在原版本。")
    expect(designer.page.get_by_role("heading", name=service, level=1)).to_be_visible()
    in_english(designer, "/designs")
    expect(designer.page.get_by_role("link", name=f"V1.0 {service}")).to_be_visible()


def start(applicant: Visitor, service: str) -> None:
    applicant.open(f"/services?q={service}")
    applicant.page.get_by_role("link", name=service).first.click()
    applicant.page.get_by_role("link", name=re.compile("办理")).filter(visible=True).first.click()
    applicant.look(applicant.page)
    applicant.field("事由").fill("召开读者座谈会")
    applicant.press("提交")
    applicant.says(re.compile("已提交"))


def take_back(designer: Visitor, applicant: Visitor, service: str) -> None:
    designer.open("/designs")
    designer.page.get_by_role("link", name=f"V1.0 {service}").click()
    designer.press("停用")
    designer.press("停用")
    designer.says("该版本已停用，现在不能再办理该事项。")
    applicant.open(f"/services?q={service}")
    expect(applicant.page.get_by_role("link", name=service)).to_have_count(0)


def test_upload_and_repair_work_without_a_script(meet: Callable[[int], Visitor]) -> None:
    designer = meet(1280)
    designer.sign_in("designer")
    plain = designer.page.context.browser.new_context(  # type: ignore[union-attr]
        java_script_enabled=False,
        locale="zh-CN",
        base_url=designer.page.url.partition("/designs")[0].rstrip("/"),
        storage_state=designer.page.context.storage_state(),
    )
    page = plain.new_page()
    page.goto("/designs/new")
    file = {"name": "camunda.bpmn", "mimeType": "text/xml", "buffer": CAMUNDA}
    page.locator("#files").set_input_files([file])  # type: ignore[list-item]
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_role("img", name="流程图")).to_be_visible()
    page.get_by_role("button", name="全部自动修复").first.click()
    expect(page.get_by_text("流程图可以办理。")).to_be_visible()
    page.get_by_role("link", name="放弃").click()
    page.get_by_role("button", name="放弃").click()
    expect(page.get_by_text("已放弃该设计。")).to_be_visible()
    plain.close()
