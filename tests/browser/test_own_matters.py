"""What an applicant leaves, mistakes and takes back: drafts, faults at their fields, 撤销."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.unlock import apply_for_unlock
from tests.browser.visitor import Visitor

EXEMPTION = "学生国测免测申请"


@pytest.mark.parametrize(("width", "login"), [(1280, "stu06"), (375, "stu11")])
def test_what_was_typed_is_kept_and_found_again(
    meet: Callable[[int], Visitor], width: int, login: str
) -> None:
    student = meet(width)
    student.sign_in(login)
    student.open("/services/fitness-exemption/apply")
    student.field("联系电话").fill("000-55")
    student.choose("免测项目", "肺活量")
    student.field("第 1 行 医疗机构").fill("校医院")
    student.says(re.compile(r"草稿已自动保存 \d\d:\d\d"))
    student.box("draft")
    assert student.count("draft") == 1
    student.press("继续填写：" + EXEMPTION)
    expect(student.field("联系电话")).to_have_value("000-55")
    expect(student.page.get_by_label("肺活量")).to_be_checked()
    expect(student.field("第 1 行 医疗机构")).to_have_value("校医院")
    student.page.get_by_label("肺活量").uncheck()
    student.field("联系电话").fill("000-5550-0055")
    with student.page.expect_response(re.compile("/draft$")):
        pass
    student.says(re.compile(r"草稿已自动保存 \d\d:\d\d"))
    student.box("draft")
    assert student.count("draft") == 1, "the second save belongs to the same draft"
    student.press("继续填写：" + EXEMPTION)
    expect(student.field("联系电话")).to_have_value("000-5550-0055")
    expect(student.page.get_by_label("肺活量")).not_to_be_checked()
    throw_away(student)


def throw_away(student: Visitor) -> None:
    """Delete the draft, not without a question."""
    student.box("draft")
    student.press("删除草稿：" + EXEMPTION)
    question = student.page.get_by_role("dialog")
    expect(question).to_contain_text("不能恢复")
    question.get_by_role("button", name="保留").click()
    assert student.count("draft") == 1
    student.press("删除草稿：" + EXEMPTION)
    student.press("删除草稿", within=question)
    student.says("草稿已删除。")
    assert student.count("draft") == 0


# What is typed, and what the field then says: too long, written in another way, missing.
FAULTS = {
    "班级": ("班" * 41, "最多 40 个字"),
    "联系电话": ("请打内线", "写法与要求不符。要求：5 至 20 位"),
    "申请原因": ("痛" * 301, "最多 300 个字"),
    "第 1 行 医疗机构": ("", "请填写"),
}


@pytest.mark.parametrize(("width", "login"), [(1280, "stu04"), (375, "stu05")])
def test_each_fault_is_told_at_its_field_and_nothing_typed_is_lost(
    meet: Callable[[int], Visitor], width: int, login: str
) -> None:
    student = meet(width)
    student.sign_in(login)
    student.open("/services/fitness-exemption/apply")
    for label, (typed, _) in FAULTS.items():
        student.field(label).fill(typed)
    student.field("第 1 行 诊断").fill("右踝扭伤")
    student.choose("免测项目", "立定跳远")
    student.page.get_by_role("combobox", name="免测类别").select_option(label="残疾或长期疾病")
    student.press("提交")
    for label, (typed, words) in FAULTS.items():
        expect(student.field(label)).to_have_value(typed)
        expect(student.field(label)).to_have_attribute("aria-invalid", "true")
        expect(student.field(label)).to_have_accessible_description(re.compile(re.escape(words)))
    expect(student.field("第 1 行 诊断")).to_have_value("右踝扭伤")
    expect(student.page.get_by_label("立定跳远")).to_be_checked()
    expect(student.page.get_by_role("combobox", name="免测类别")).to_have_value("disability")
    student.fault("诊断证明").click()
    expect(student.page.get_by_role("group", name="诊断证明")).to_be_focused()
    student.fault("申请原因").click()
    expect(student.field("申请原因")).to_be_focused()
    expect(student.field("申请原因")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("width", "login", "head_login"), [(1280, "sa_deputy", "sa_head"), (375, "pe_deputy", "pe_head")]
)
def test_the_initiator_takes_his_matter_back_and_the_record_says_why(
    meet: Callable[[int], Visitor], width: int, login: str, head_login: str
) -> None:
    applicant, head = meet(width), meet(width)
    applicant.sign_in(login)
    apply_for_unlock(applicant, "想起密码了再说")
    head.sign_in(head_login)
    head.take("邮箱解锁申请")
    head.opinion.fill("写到一半的意见")
    applicant.press("撤销办件")
    dialog = applicant.page.get_by_role("dialog", name="撤销办件")
    expect(dialog).to_contain_text("不可恢复")
    applicant.look(applicant.page)
    dialog.get_by_role("button", name="取消").click()
    expect(dialog).to_be_hidden()
    applicant.press("撤销办件")
    dialog.get_by_label("撤销原因").fill("密码想起来了")
    applicant.press("撤销办件", within=dialog)
    applicant.says("办件已撤销。")
    expect(applicant.record()).to_contain_text("发起人已撤销")
    expect(applicant.record()).to_contain_text("密码想起来了")
    expect(applicant.page.get_by_role("link", name="撤销办件")).to_have_count(0)
    head.press("通过")
    expect(head.page.get_by_role("main")).to_contain_text("没有提交：这件事已经不在您这里")
    expect(head.page.get_by_role("main")).to_contain_text("写到一半的意见")
    head.box("todo")
    expect(head.row("邮箱解锁申请")).to_have_count(0)
    applicant.box("sent")
    expect(applicant.page.get_by_role("table")).to_contain_text("发起人已撤销")
