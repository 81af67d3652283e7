"""自选办理人 and 代理, in a real browser at both widths (X1)."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from calendars.zone import CAMPUS_TIME
from tests.browser.visitor import PASSWORD, Visitor
from tests.live_server import LiveServer
from tests.system.people import API, Person, deploy

BUNDLE = Path(__file__).parents[1] / "system/bundles/chosen_hands"


@pytest.fixture(scope="module")
def chosen_hands(live: LiveServer) -> None:
    """The service whose handlers are chosen, in force."""
    answer = httpx.post(f"{live.url}{API}/token", json={"login": "designer", "password": PASSWORD})
    headers = {"Authorization": f"Bearer {answer.json()['token']}"}
    with httpx.Client(base_url=live.url + API, headers=headers, trust_env=False) as http:
        assert deploy(Person("designer", http), BUNDLE).status_code == 201


@pytest.mark.parametrize("width", [1280, 375])
def test_who_is_chosen_handles_it_and_his_substitute_while_he_is_away(
    meet: Callable[[int], Visitor], chosen_hands: None, width: int
) -> None:
    # Who applies, whom he chooses, who stands in for him: others at each width, for both share a hall.
    login, name, tutor_login, tutor, substitute_login, substitute = {
        1280: ("stu04", "马驰原", "tea02", "程望舒", "tea04", "司徒既白"),
        375: ("stu05", "诺布次仁", "mech_head", "铁木尔", "mech_deputy", "万俟澜"),
    }[width]
    applicant, chosen, helper = (meet(width) for _ in range(3))
    enter_a_substitute(chosen, tutor_login, substitute)
    apply_and_choose(applicant, login, tutor)
    helper.sign_in(substitute_login)
    helper.take(name)
    helper.says(re.compile(f"{substitute}，因为{tutor}不在岗，由此人代理。"))
    helper.decide("通过", "同意。")
    expect(helper.fault("“承办人办理”的办理人")).to_be_visible()
    helper.page.get_by_role("group", name="“承办人办理”的办理人").get_by_label(re.compile("区子衡")).check()
    helper.decide("通过", "同意，请区老师承办。")
    helper.says(re.compile("已办理"))
    applicant.box("sent")
    applicant.row("自选办理").first.click()
    expect(applicant.record()).to_contain_text(f"→ {substitute}")
    call_off(chosen)


def enter_a_substitute(visitor: Visitor, login: str, substitute: str) -> None:
    visitor.sign_in(login)
    visitor.open("/me")
    visitor.press("代理设置")
    visitor.press("设置代理")
    visitor.says("请填写开始日期和结束日期，例如 2026-11-23。")
    today = datetime.now(CAMPUS_TIME).date()
    visitor.page.get_by_role("searchbox", name="查找人员").fill(substitute)
    visitor.page.get_by_label(re.compile(substitute)).check()
    visitor.page.get_by_label("开始日期").fill((today - timedelta(days=1)).isoformat())
    visitor.page.get_by_label("结束日期").fill((today - timedelta(days=2)).isoformat())
    visitor.press("设置代理")
    visitor.says("结束日期早于开始日期。")
    visitor.page.get_by_label("结束日期").fill((today + timedelta(days=7)).isoformat())
    visitor.page.get_by_label(re.compile("同时移交目前的待办")).check()
    visitor.press("设置代理")
    visitor.says("没有指名由其办理的待办可以移交。")
    visitor.says("生效中")


def apply_and_choose(visitor: Visitor, login: str, tutor: str) -> None:
    visitor.sign_in(login)
    visitor.open("/services/chosen-hands/apply")
    visitor.field("事由").fill("毕业设计用服务器")
    visitor.press("提交")
    expect(visitor.fault("“指导人意见”的办理人")).to_be_visible()
    visitor.page.get_by_role("searchbox", name="查找人员").fill(tutor)
    visitor.page.get_by_label(re.compile(tutor)).check()
    visitor.press("提交")
    visitor.says(re.compile(r"已提交，业务编号 ZX\d{4}-\d{6}"))


def call_off(visitor: Visitor) -> None:
    visitor.open("/me/substitutes")
    visitor.press("取消代理")
    visitor.says("已取消代理。代理人不再收到新任务，已收到的待办仍由其办理。")
