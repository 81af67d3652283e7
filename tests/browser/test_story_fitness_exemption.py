"""学生国测免测申请 in a real browser: a file, rows, three opinion cells, a return on the way."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

# Who applies at which width, and who is the head of that college.
PEOPLE = {1280: ("stu08", "纪晚晴", "foreign_head"), 375: ("stu10", "阿古达木", "mech_head")}


@pytest.mark.parametrize("width", [1280, 375])
def test_story(meet: Callable[[int], Visitor], width: int) -> None:
    login, name, head_login = PEOPLE[width]
    student, head, clinic, sports = (meet(width) for _ in range(4))
    student.sign_in(login)
    apply(student)
    head.sign_in(head_login)
    head.take(name)
    head.says("诊断证明.pdf")
    head.decide("通过", "情况属实，已与学生核实。")
    clinic.sign_in("hosp_clerk")
    clinic.take(name)
    clinic.send_back("请补充二级以上医院的检查结果")
    complete(student, name)
    head.take(name)
    head.says("MRI：韧带撕裂")
    head.decide("通过", "补充材料已核实。")
    clinic.take(name)
    clinic.decide("通过", "需休息四周。")
    sports.sign_in("pe_clerk")
    sports.take(name)
    sports.decide("通过", "准予免测。")
    look_back(student, name)


def apply(student: Visitor) -> None:
    student.open("/services/fitness-exemption/apply")
    student.press("提交")
    expect(student.fault("申请原因")).to_be_visible()
    student.field("班级").fill("2401 班")
    student.field("联系电话").fill("000-5550-0057")
    student.page.get_by_role("combobox", name="免测类别").select_option(label="伤病（短期）")
    student.choose("免测项目", "立定跳远")
    student.page.get_by_label("免测期限自").fill("2026-11-23")
    student.page.get_by_label("免测期限至").fill("2026-12-31")
    student.field("申请原因").fill("打篮球时右踝扭伤，医嘱制动四周。")
    student.page.get_by_label("第 1 行 日期").fill("2026-11-12")
    student.field("第 1 行 医疗机构").fill("校医院")
    student.field("第 1 行 诊断").fill("右踝外侧副韧带损伤")
    file = {"name": "诊断证明.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a certificate"}
    student.page.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]
    student.says("诊断证明.pdf")
    student.page.get_by_label("我承诺所填内容和材料真实，如有不实愿按校规处理").check()
    student.press("提交")
    student.says(re.compile(r"已提交，业务编号 TY\d{4}-\d{6}"))


def complete(student: Visitor, name: str) -> None:
    student.take(name)
    expect(student.field("申请原因")).to_have_value("打篮球时右踝扭伤，医嘱制动四周。")
    student.press("添加一行")
    student.page.get_by_label("第 2 行 日期").fill("2026-11-16")
    student.field("第 2 行 医疗机构").fill("松溪市第二人民医院")
    student.field("第 2 行 诊断").fill("MRI：韧带撕裂")
    student.press("提交")
    student.says(re.compile("已办理："))


def look_back(student: Visitor, name: str) -> None:
    student.box("sent")
    student.row(name).first.click()
    student.look(student.page)
    for words in ("情况属实，已与学生核实。", "补充材料已核实。", "需休息四周。", "准予免测。"):
        expect(student.page.get_by_role("main")).to_contain_text(words)
    expect(student.record()).to_contain_text("请补充二级以上医院的检查结果")
    marked = student.diagram()
    assert {"college", "hospital", "sports", "end_exempted"} <= marked["done"]
