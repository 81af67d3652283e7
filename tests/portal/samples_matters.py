"""Samples of matters: tasks, records, paths, lists of them, and what stands beside them."""

from datetime import date, timedelta
from types import SimpleNamespace as Some

from samples_base import CASE, LONG, NOW, OTHER, UNIT, before
from samples_hall import CARDS, FACETS
from samples_handling import CHOICE, WHY

from calendars.terms import TeachingWeek
from designer_export.native import OPERATIONS, Outcome
from engine.forecast import Again, Branch, End, Forecast, Fork, Part, Step
from engine.forecast import Usual as UsualTime
from engine.queries.boxes import BoxRow, Page
from engine.queries.progress import Progress, TimelineStep
from engine.queries.record import ReadReceipt, RecordLine
from engine.queries.signers import Signer
from hall.entries import Page as CataloguePage
from hall.starting import Verdict
from portal.faults import Fault
from portal.guides import Usual

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
    TimelineStep("college", "学院意见", "now", ("苏文谦",), before(hours=3), task_id=12),
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
    *(line(10 + n, kind, others=(LONG,)) for n, kind in enumerate(MOVES)),
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
        row(held_at=before(days=1)),
        row(suspended=True),
        row(title="邮箱解锁申请 欧阳若溪 2026-11-10", business_no="YX2026-000012", at=before(days=400)),
    ),
    "9",
)
SENT = Page((row(waiting_for=("苏文谦",)), row(state="completed"), row(state="cancelled")), None)
DRAFTS = Page((row(draft_id=3, state="draft", title="学生国测免测申请", business_no=None),), None)
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
    suspended=False,
    why=WHY,
    claimed_by=None,
    can_claim=True,
    can_release=False,
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
    suspended_at=None,
    may_inspect=False,
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
TODO = {"together": {12}, "counts": COUNTS, "search": "", "before": None}
OK = Verdict(True, "ok")
USUAL = {"学院意见": Usual("学院负责人", "通常 1 天"), "体育部审批": Usual("体育部教学办公室", "通常半天")}
