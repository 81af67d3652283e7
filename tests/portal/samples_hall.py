"""Samples of the hall: services, notices, messages, a person's card."""

from samples_base import CASE, NOW, OTHER, UNIT, before

from hall.entries import Facet, Facets, ServiceCard, ServiceEntry
from hall.home import Home
from identity.profile import HeldRole, Profile
from messages.inbox import MessageRow
from notices.listing import NoticeRow, NoticeView


def card(key: str = "fitness-exemption", title: str = "学生国测免测申请", **more: object) -> ServiceCard:
    given = {
        "key": key,
        "item_number": 1002,
        "title": title,
        "summary": "因伤病、残疾等原因不能参加国家学生体质健康标准测试的，申请免测部分或全部项目",
        "unit_code": "pe",
        "unit_name": "体育部",
        "audience": ("student",),
        "kind": "学生事务",
        "visits": 18406,
        "listed": True,
        "valid_from": None,
        "valid_until": None,
        "published_at": before(days=30),
        "favourite": False,
    }
    return ServiceCard(**(given | more))


CARDS = (
    card(),
    card("email-unlock", "邮箱解锁申请", unit_name="信息化中心", audience=("staff",), favourite=True),
    card("notice", "公告发布", unit_name="党政办公室", audience=("staff",), kind="校务"),
)
FACETS = Facets(
    (Facet("pe", "体育部", 1, 1), Facet("it", "信息化中心", 1, 1), Facet("office", "党政办公室", 1, 1)),
    (Facet("staff", "staff", 2), Facet("student", "student", 1)),
    (Facet("学生事务", "学生事务", 1), Facet("信息服务", "信息服务", 1)),
)
HALL = Home(CARDS, CARDS, CARDS, CARDS[1:2], FACETS.units)
GUIDE = {
    "handling_days": 5,
    "handling_time": "工作日 8:30–12:00，14:00–17:30",
    "basis": ["《国家学生体质健康标准（2014 年修订）》实施办法"],
    "contact": "体育部教学办公室　000-5550-1120",
    "place": "体育馆 112 室",
    "notes": ["免测只对本学年有效，每学年须重新申请。"],
    "materials": [
        {"name": "疾病诊断证明", "requirement": "二级及以上医院出具，3 个月内", "source": "upload"},
        {"name": "学籍信息", "requirement": "由系统自动填写", "source": "auto"},
    ],
    "steps": [
        {"name": "填写申请", "who": "本人", "duration": "约 5 分钟"},
        {"name": "学院意见", "who": "学院负责人", "duration": "通常 1 天"},
        {"name": "校医院意见", "who": "校医院门诊部", "duration": "通常半天"},
    ],
    "questions": [{"question": "哮喘没有住院病历，可以申请吗？", "answer": "可以。上传门诊病历和用药记录。"}],
}
ENTRY = ServiceEntry(CARDS[0], 3, ("kind:student",), GUIDE, NOW)
NOTICES = (
    NoticeRow(
        4,
        "关于做好 2026 年冬季供暖与用电安全检查的通知",
        "school",
        "党政办公室",
        "郭映雪",
        before(days=1),
        False,
    ),
    NoticeRow(
        3, "学院第 11 次党政联席会纪要", "department", "计算机与软件学院", "苏文谦", before(days=9), True
    ),
)
NOTICE = NoticeView(NOTICES[0], ("各单位：", "请于 11月30日 前完成自查。"), ("everyone",))
MESSAGES = (
    MessageRow(
        9, "task_opened", "学生国测免测申请 沈亦舟", "学院意见", CASE, 12, before(hours=1), False, True
    ),
    MessageRow(
        7,
        "instance_suspended",
        "免测申请 沈亦舟",
        "",
        CASE,
        None,
        before(days=2),
        False,
        False,
        "材料待核查。",
    ),
    MessageRow(8, "instance_completed", "邮箱解锁申请 苏文谦", "", CASE, None, before(days=5), True, False),
)
PROFILE = Profile(
    7,
    "tea01",
    "1998001",
    "苏文谦",
    "male",
    ("teacher", "staff"),
    "000-5550-0101",
    "su@example.edu",
    (UNIT, OTHER),
    (HeldRole("head", "负责人", "计算机与软件学院"),),
)
