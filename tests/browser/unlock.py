"""邮箱解锁申请, the shortest of the services, for stories about something else."""

import re

from tests.browser.visitor import Visitor


def apply_for_unlock(applicant: Visitor, detail: str) -> None:
    """Send an application; the page of the matter is open afterwards."""
    applicant.open("/services/email-unlock/apply")
    applicant.field("邮箱地址").fill("somebody@mail.songxi.example")
    applicant.choose("锁定原因", "长期未登录")
    applicant.field("情况说明").fill(detail)
    applicant.press("提交")
    applicant.says(re.compile(r"已提交，业务编号 YX\d{4}-\d{6}"))
