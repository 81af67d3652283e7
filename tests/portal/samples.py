"""Ready states of what pages show: hand-made rows, with long names, empty boxes and faults among them."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace as Some

from samples_handling import ABSENCES, CHOICE, FIELDS, WHY

from calendars.terms import TeachingWeek
from designer_export.native import OPERATIONS, Outcome
from engine.forecast import Again, Branch, End, Forecast, Fork, Part, Step
from engine.forecast import Usual as UsualTime
from engine.queries.boxes import BoxRow, Page
from engine.queries.progress import Progress, TimelineStep
from engine.queries.record import ReadReceipt, RecordLine
from engine.queries.signers import Signer
from hall.entries import Facet, Facets, ServiceCard, ServiceEntry
from hall.entries import Page as CataloguePage
from hall.home import Home
from hall.starting import Verdict
from identity.principal import Principal
from identity.profile import HeldRole, Profile
from identity.refs import UnitRef
from messages.inbox import MessageRow
from notices.listing import NoticeRow, NoticeView
from portal.faults import Fault
from portal.guides import Usual
from portal.views.signers import PLACES

NOW = datetime(2026, 11, 23, 2, 42, tzinfo=UTC)
CASE = uuid.UUID("4a7e9d60c1f24d2f9b1d3a5e7c9b0d12")
LONG = "古丽娜尔·阿卜杜热合曼"
UNIT = UnitRef(2, "cs", "计算机与软件学院", True)
OTHER = UnitRef(9, "grad", "研究生院", False)
ME = Principal(7, "苏文谦", "1998001", ("teacher",), (UNIT, OTHER), ("p:7",), ())


def before(**ago: int) -> datetime:
    return NOW - timedelta(**ago)


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
OUTLINE = (
    TimelineStep("apply", "填写申请", "now"),
    TimelineStep("college", "学院意见", "coming", ("苏文谦",)),
    TimelineStep("clinic", "校医院意见", "coming", ("何静澜", "郭映雪", LONG, "贺长青")),
    TimelineStep("sports", "体育部审批", "coming"),
)
TIMELINE = (
    TimelineStep("apply", "填写申请", "done", ("沈亦舟",), before(days=3), 310.0),
    TimelineStep("college", "学院意见", "back", ("苏文谦",), before(days=2, hours=4), 13260.0),
    TimelineStep("apply", "填写申请", "done", ("沈亦舟",), before(days=1), 43700.0),
    TimelineStep("college", "学院意见", "now", ("苏文谦",), before(hours=3)),
    *OUTLINE[2:],
)
AHEAD = Forecast(
    (
        Step("apply", "填写申请", now=True, certain=True),
        Step(
            "college", "学院意见", now=False, certain=True, people=("苏文谦",), usual=UsualTime(13260.0, 41)
        ),
        Fork(
            "beside",
            "college",
            "学院意见",
            (Branch("", (Step("urge", "催办", now=False, certain=False, later=True),), event="timer"),),
        ),
        Fork(
            "one",
            "agrees",
            "学院是否同意？",
            (
                Branch("通过", (), goes_on=True),
                Branch("", (End("refused", "学院未同意"),), default=True),
                Branch("补正", (Again("apply", "填写申请", back=True),)),
            ),
        ),
        Fork(
            "all",
            "split",
            "",
            (
                Branch("", (Step("clinic", "校医院意见", False, False, "one", None, (), ("何静澜", LONG)),)),
                Branch("", (Step("sports", "体育部审批", False, False, "each", 5, (), ("贺长青",)),)),
            ),
        ),
        Part("archive", "归档", 2, (Step("file", "归入档案", now=False, certain=True),)),
        End("end", "准予免测"),
    ),
    complete=False,
)
WAY = Progress(b"", frozenset({"apply"}), frozenset({"college"}), frozenset(), frozenset({"f1"}), TIMELINE)
APPROVE = Outcome("approve", "approve", {"zh-CN": "通过", "en": "Approve"})
REJECT = Outcome("reject", "reject", {"zh-CN": "不通过", "en": "Reject"})


def line(n: int, kind: str, **more: object) -> RecordLine:
    given = {
        "n": n,
        "kind": kind,
        "person_name": "沈亦舟",
        "person_unit": "计算机与软件学院",
        "step_id": "apply",
        "step_name": "学院意见",
        "outcome": None,
        "outcome_kind": None,
        "outcome_text": {},
        "text": "",
        "at": before(days=3) + timedelta(hours=n),
        "seconds": None if n == 1 else 34.0 * n * n * n,
        "first_read_at": None,
    }
    return RecordLine(**(given | more))


MOVES = (
    "transfer",
    "delegate",
    "back",
    "sign",
    "unsign",
    "withdraw",
    "claim",
    "release",
    "hold",
    "unhold",
    "suspend",
    "resume",
    "copy",
    "comment",
    "remind",
    "answer",
    "jump",
    "restart",
    "migrate",
    "skip",
    "substitute",
)
RECORD = (
    line(1, "start"),
    line(
        2, "return", person_name="苏文谦", text="请补充二级以上医院的诊断证明。", first_read_at=before(days=2)
    ),
    line(
        3,
        "complete",
        step_name="填写申请",
        outcome="complete",
        outcome_kind="complete",
        outcome_text={"zh-CN": "完成", "en": "Complete"},
    ),
    line(
        4,
        "complete",
        person_name=LONG,
        outcome="approve",
        outcome_kind="approve",
        outcome_text=dict(APPROVE.text),
        text="情况属实，同意免测。",
    ),
    line(
        5,
        "complete",
        step_name="校医院意见",
        outcome="reject",
        outcome_kind="reject",
        outcome_text=dict(REJECT.text),
        text="诊断证明已过期。",
    ),
    line(6, "terminate", step_name="", text="申请人已休学。"),
    line(7, "cancel"),
    line(8, "service", person_name="", person_unit=""),
    line(9, "incident", person_name="", person_unit=""),
    *(line(10 + n, kind, other_name=LONG) for n, kind in enumerate(MOVES)),
    line(40, "end", person_name="", person_unit=""),
)
RECEIPTS = (ReadReceipt("college", "学院意见", "苏文谦", "计算机与软件学院", before(hours=2)),)


def row(**more: object) -> BoxRow:
    given = {
        "task_id": 12,
        "instance_id": CASE,
        "draft_id": None,
        "title": "学生国测免测申请 沈亦舟 2026-11-19",
        "service_key": "fitness-exemption",
        "step_name": "学院意见",
        "initiator_name": "沈亦舟",
        "initiator_unit": "计算机与软件学院",
        "business_no": "TY2026-000186",
        "state": "running",
        "unread": False,
        "version": 1,
        "at": before(days=4),
        "closed_at": None,
        "due_at": NOW + timedelta(hours=3),
        "held_at": None,
    }
    return BoxRow(**(given | more))


ROWS = Page(
    (
        row(unread=True, at=before(minutes=20)),
        row(initiator_name=LONG, initiator_unit="外国语学院", at=before(days=1)),
        row(title="邮箱解锁申请 欧阳若溪 2026-11-10", business_no="YX2026-000012", at=before(days=400)),
    ),
    "9",
)
SENT = Page((row(waiting_for=("苏文谦",)), row(state="completed"), row(state="cancelled")), None)
DRAFTS = Page((row(draft_id=3, state="draft", title="学生国测免测申请", business_no=None),), None)
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
FAULTS = (Fault("/reason", "required", "申请原因", "请填写这一项。"),)
START = Some(
    service_key="fitness-exemption",
    name="学生国测免测申请",
    definition_id=4,
    number=1,
    draft_id=5,
    draft_moved=False,
    units=(UNIT, OTHER),
    unit_id=2,
    outcomes=(Outcome("complete", "complete", {"zh-CN": "完成"}),),
)
TASK = Some(
    id=12,
    version=3,
    state="open",
    can_handle=True,
    instance_id=CASE,
    title="学生国测免测申请 沈亦舟 2026-11-19",
    service_key="fitness-exemption",
    business_no="TY2026-000186",
    step_id="college",
    step_name="学院意见",
    form=Some(opinion_pointer=None),
    outcomes=(APPROVE, REJECT),
    operations=("return", *OPERATIONS),
    buttons={"transfer": "转办", "terminate": {"zh-CN": "中止", "en": "Terminate"}},
    signers=(
        Signer("诸葛瑾瑜", "beside", "college", True, 21, 1),
        Signer(LONG, "delegate", "college", False, 22, 1),
        Signer("宗政明远", "after", "college", True, position=0),
    ),
    can_withdraw=False,
    why=WHY,
    return_targets=(("initiator", "填写申请"), ("previous", "辅导员意见")),
    record=RECORD,
    receipts=RECEIPTS,
    initiator_name="沈亦舟",
    initiator_unit="计算机与软件学院",
    handler_name=None,
    at=before(hours=3),
    closed_at=None,
    due_at=NOW - timedelta(hours=2),
    held_at=None,
)
MATTER = Some(
    id=CASE,
    title=TASK.title,
    service_key=TASK.service_key,
    business_no=TASK.business_no,
    state="running",
    record=RECORD[:3],
    receipts=RECEIPTS,
    incidents=(),
    may_cancel=True,
    my_task=None,
    withdrawable=11,
    at=before(days=3),
    ended_at=None,
)
TERM = TeachingWeek(2026, 1, 13, date(2026, 8, 31), date(2027, 1, 17))
PEOPLE = {"task": TASK, "back": "/tasks/12", "choice": CHOICE, "opinion": "", "error": "请至少选择一人。"}
OPERATION = {
    "then": "again",
    "matter": TASK,
    "version": 3,
    "back": "/tasks/12",
    "chosen": "",
    "opinion": "",
    "error": "",
}
COUNTS = {"todo": 12, "done": "999+", "cc": 0, "sent": 3, "draft": 2, "handed": 0}
CATALOGUE = {"found": FACETS, "page": CataloguePage(CARDS, 23, 2, 4)}
FILTERS = {"q": "申请", "unit": "", "audience": "student", "kind": "", "sort": ""}
NONE = {"q": "校车改线", "unit": "", "audience": "", "kind": "", "sort": ""}
TODO = {"counts": COUNTS, "search": "", "before": None}
OK = Verdict(True, "ok")
USUAL = {"学院意见": Usual("学院负责人", "通常 1 天"), "体育部审批": Usual("体育部教学办公室", "通常半天")}

PAGES: dict[str, tuple[str, dict[str, object]]] = {
    "home": ("home", {"hall": HALL, "term": TERM, "todo": ROWS.rows, "notices": NOTICES, "counts": COUNTS}),
    "home-empty": (
        "home",
        {"hall": Home((), (), (), (), ()), "term": None, "todo": (), "notices": (), "counts": {}},
    ),
    "services": ("services", {**CATALOGUE, "filters": FILTERS, "chosen": [("audience", "学生")]}),
    "services-none": (
        "services",
        {"found": FACETS, "page": CataloguePage((), 0, 1, 1), "filters": NONE, "chosen": []},
    ),
    "service": ("service", {"entry": ENTRY, "outline": OUTLINE, "verdict": OK}),
    "service-closed": (
        "service",
        {"entry": ENTRY, "outline": OUTLINE, "verdict": Verdict(False, "not_a_starter")},
    ),
    "apply": (
        "apply",
        {
            "start": START,
            "errors": (),
            "ahead": AHEAD,
            "here": ["apply"],
            "usual": USUAL,
            "title": START.name,
            "people_fields": FIELDS,
        },
    ),
    "apply-errors": (
        "apply",
        {
            "start": START,
            "errors": FAULTS,
            "ahead": AHEAD,
            "here": [],
            "usual": {},
            "title": START.name,
            "people_fields": FIELDS,
        },
    ),
    "forecast": ("forecast", {"start": START, "ahead": AHEAD, "usual": USUAL, "title": START.name}),
    "todo": ("todo", {**TODO, "box": "todo", "page": ROWS}),
    "todo-empty": ("todo", {**TODO, "box": "todo", "page": Page((), None)}),
    "todo-sent": ("todo", {**TODO, "box": "sent", "page": SENT}),
    "todo-drafts": ("todo", {**TODO, "box": "draft", "page": DRAFTS}),
    "task": (
        "task",
        {"task": TASK, "errors": (), "progress": WAY, "opinion": "", "usual": USUAL, "people_fields": FIELDS},
    ),
    "return": (
        "operation",
        {**OPERATION, "operation": "return", "title": "退回办件", "action": "退回", "error": "请写明原因。"},
    ),
    "withdraw": ("operation", {**OPERATION, "operation": "withdraw", "title": "撤回", "action": "撤回"}),
    "transfer": ("people_operation", {**PEOPLE, "operation": "transfer", "title": "转办", "field": "to"}),
    "sign": (
        "people_operation",
        {
            **PEOPLE,
            "operation": "sign",
            "title": "加签",
            "field": "people",
            "many": True,
            "places": PLACES,
            "place": "beside",
        },
    ),
    "terminate": (
        "operation",
        {**OPERATION, "operation": "terminate", "title": "中止办件", "action": "中止"},
    ),
    "cancel": ("operation", {**OPERATION, "operation": "cancel", "title": "撤销办件", "action": "撤销办件"}),
    "instance": ("instance", {"matter": MATTER, "progress": WAY, "usual": USUAL}),
    "progress": ("progress", {"matter": MATTER, "progress": WAY, "usual": USUAL}),
    "progress-ahead": ("progress", {"matter": MATTER, "progress": replace(WAY, ahead=AHEAD), "usual": USUAL}),
    "notices": ("notices", {"notices": NOTICES, "next": 3}),
    "notice": ("notice", {"notice": NOTICE}),
    "messages": ("messages", {"messages": MESSAGES, "next": None, "unread": 1}),
    "me": (
        "me",
        {
            "profile": PROFILE,
            "form": {"phone": "abc", "email": "su@example.edu"},
            "error": "bad_phone",
            "counts": COUNTS,
        },
    ),
    **ABSENCES,
    "signin": (
        "signin",
        {"error": "账号或密码不正确。再输错 3 次，账号将暂时锁定。", "login": "tea01", "next": "/todo"},
    ),
    "password": ("password", {"error": "too_short", "words": "密码至少 10 位。", "first": True}),
    "error-404": (
        "error",
        {
            "title": "没有这个页面，或者它不对您开放",
            "words": "办件只有发起人可以查看。",
            "picture": "file-search",
        },
    ),
    "error-409": (
        "error",
        {
            "title": "没有提交：有人先办理了",
            "words": "郭映雪 已于今天 10:41办理了这个环节。",
            "picture": "users",
            "retry": ("/tasks/12", "打开现在的样子"),
            "kept": [("处理意见", "同意免测。")],
        },
    ),
}
