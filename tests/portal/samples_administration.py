"""Ready states of the pages where something waits, and where administrators step in."""

from types import SimpleNamespace as Some

from samples_base import CASE, before
from samples_handling import LONG
from samples_matters import MATTER, TASK, USUAL, WAY

from engine.effects import Effect, Spot, TaskEffect, Told, VariableEffect, Wait
from engine.queries.bulks import ItemView, OrderView, Why
from engine.queries.mending import Begin, DoneStep, Editable, FailedPlace, Mending, Place, Target
from engine.queries.migration import BlockView, InstanceChange, Named, VersionChange
from engine.queries.names import WaitingTask
from engine.queries.skipping import Output
from portal.mending import BLOCKS, Move, Offer
from portal.ordering import Call, actions_for, reason_of
from portal.views.mending import ACTIONS

WAITING = {"state": "suspended", "suspended_at": before(hours=5), "may_cancel": False}
SUSPENDED = Some(**(vars(MATTER) | WAITING))
TARGETS = (Target("sports", "体育部审批", "userTask"), Target("end", "准予免测", "endEvent"))
STEPS = (DoneStep(3, "apply", "填写申请", "沈亦舟", before(days=3)), DoneStep(5, "college", LONG, "", None))
CHANGES = VersionChange(
    1, 1, False, (Named("clinic", "校医院意见"),), (Named("join", "汇合"),), ("phone",), ()
)
STUCK = InstanceChange(
    CASE,
    TASK.title,
    TASK.business_no,
    "running",
    1,
    tuple(BlockView(code, "clinic", "校医院意见") for code in BLOCKS),
    (Named("apply", "填写申请"),),
    ("phone",),
)
OFFER = Offer(
    Mending(
        "running",
        1,
        (Place(7, "college", "学院意见", TARGETS, may_end=True),),
        STEPS,
        (Begin(0, "sports", "体育部审批", "userTask"),),
        (FailedPlace(9, "mail", LONG, "unreachable"),),
        (WaitingTask(4, "college", LONG, before(days=1), ("沈亦舟", "古丽娜尔·阿卜杜热合曼")),),
        (Editable(0, "detail", {"zh-CN": "情况说明", "en": "Details"}, ""), Editable(7, "n", "n", LONG)),
    ),
    Move(9, 3, CHANGES, STUCK),
    ACTIONS,
)
NOBODY = Some(typed="", shown=(), chosen=frozenset(), searched=False, more=False)
MORE = {
    "edit": {"variable": "0:detail", "value": "今早起无法登录"},
    "reassign": {"choice": NOBODY},
}
SPOTS = (Spot("college", LONG), Spot("mail", "信息化中心", "unlock"))
TASKS = (TaskEffect("college", LONG, ("沈亦舟",), before(days=-1), ("古丽娜尔·阿卜杜热合曼",)),)
WAITS = tuple(
    Wait("college", "学院意见", kind, "m", before(days=-2))
    for kind in ("timer", "message", "signal", "conditional", "deadline")
)
TOLD = tuple(
    Told(kind, ("沈亦舟",))
    for kind in ("task", "returned", "handed", "suspended", "resumed", "ended", "copy")
)
EFFECT = Effect(
    fingerprint="f" * 32,
    state="running",
    state_after="terminated",
    number=1,
    number_after=3,
    left=SPOTS,
    entered=SPOTS,
    closed=TASKS,
    opened=TASKS,
    given=TASKS,
    stopped=WAITS,
    begun=WAITS,
    withdrawn=SPOTS,
    called=SPOTS,
    solved=SPOTS,
    failed=SPOTS,
    variables=(VariableEffect(0, "/detail", "旧", {"a": [1, 2]}),),
    hidden=2,
    told=TOLD,
    sent=(("message", "m"), ("signal", "s")),
)
CONFIRM = {
    "matter": MATTER,
    "effect": EFFECT,
    "carried": {"to": "7:mail"},
    "opinion": "请办理。",
    "to": "/instances/1/mend/jump",
    "form": "/instances/1/mend/jump",
}
ORDER = OrderView(
    id=3,
    action="jump",
    params={"at": "college", "to": "sports"},
    reason=LONG,
    selection={"service": ["fitness"]},
    state="checked",
    ordered_by="乐知远",
    ordered_at=before(hours=2),
    changed_at=before(hours=1),
    total=312,
    counts={"waiting": 300, "done": 10, "refused": 1, "failed": 1},
    matters={"running": 299, "suspended": 1},
    able=288,
    unseen=0,
    unable=(Why("suspended", {}, 11), Why("into_branch", {"element": LONG, "split": "会签"}, 1)),
    refused=(),
    may=("start", "cancel"),
)
ITEMS = tuple(
    ItemView(n, CASE, state, code, {}, "", {}, before(hours=1), title, "YX1", "running")
    for n, (state, code, title) in enumerate(
        [("waiting", None, LONG), ("done", None, LONG), ("refused", "not_found", None), ("left", None, LONG)]
    )
)
ROWS = (
    Some(
        id=3,
        action="jump",
        reason=LONG,
        state="running",
        ordered_at=before(hours=2),
        ordered_by="乐知远",
        total=312,
        through=20,
        bad=2,
    ),
)
CALL = Call("sync", LONG, (Output("number", "学号", "string"), Output("resetStatus", "resetStatus", "")))
NEW = {
    "services": (Some(key="fitness", name=LONG),),
    "typed": {},
    "filter": {"service": ["fitness"], "state": ["running"], "initiator": ["沈亦舟"]},
    "found": {"running": 300, "suspended": 12},
    "fault": "请缩小范围。",
    "error": "请写明原因。",
    "opinion": "",
    "actions": ("suspend", "jump", "skip", "reassign", "edit", "migrate"),
    "actions_for": actions_for,
    "steps": Some(elements=(("college", LONG, True),), versions=((1, 1),), calls=(CALL,)),
    "choice": NOBODY,
    "holder": NOBODY,
    "most": 10_000,
}
MEND = {"words": "", "faults": ("请检查。",), "typed": {}, "matter": MATTER, "offer": OFFER, "opinion": ""}
HOLD = {"task": TASK, "opinion": ""}
HANDLING = {"errors": (), "progress": WAY, "opinion": "", "usual": USUAL, "people_fields": ()}
CLOSED = Some(**(vars(TASK) | {"can_handle": False, "suspended": True}))
HELD = Some(**(vars(TASK) | {"held_at": before(days=1)}))

PAGES: dict[str, tuple[str, dict[str, object]]] = {
    "instance-administration": (
        "instance",
        {"matter": SUSPENDED, "progress": WAY, "usual": USUAL, "offer": OFFER},
    ),
    **{
        f"mend-{action}": (
            "mend",
            {**MEND, "action": action, "error": "请写明原因。", **MORE.get(action, {})},
        )
        for action in ACTIONS
    },
    "mend-edit-which": ("mend", {**MEND, "action": "edit", "error": "", "variable": None, "value": ""}),
    "mend-too-late": ("mend", {**MEND, "offer": None, "action": "jump", "words": "该办件已不在此处。"}),
    "mend-confirm": ("mend_confirm", {**CONFIRM, "action": "jump", "changed": ""}),
    "mend-confirm-again": ("mend_confirm", {**CONFIRM, "action": "end", "changed": "办件又有变化。"}),
    "bulk-orders": ("inspect/bulk/list", {"rows": ROWS, "following": 2}),
    "bulk-none": ("inspect/bulk/list", {"rows": (), "following": None}),
    "bulk-new": ("inspect/bulk/new", NEW),
    "bulk-new-no-service": ("inspect/bulk/new", {**NEW, "filter": {}, "found": None, "steps": None}),
    "bulk-new-no-calls": (
        "inspect/bulk/new",
        {**NEW, "steps": Some(elements=(), versions=(), calls=()), "typed": {"ids": str(CASE)}},
    ),
    "bulk-order": (
        "inspect/bulk/order",
        {
            "order": ORDER,
            "params": (("环节", LONG), ("新值", "空")),
            "rows": ITEMS,
            "state": "",
            "following": 3,
            "reason_of": reason_of,
        },
    ),
    "hold": ("hold", {**HOLD, "operation": "hold", "title": "暂缓办理", "error": "请写明原因。"}),
    "unhold": ("hold", {**HOLD, "operation": "resume", "title": "恢复办理", "error": ""}),
    "task-suspended": ("task", {**HANDLING, "task": CLOSED}),
    "task-held": ("task", {**HANDLING, "task": HELD}),
}
