"""Ready states of the pages where something waits, and where administrators step in."""

from types import SimpleNamespace as Some

from samples_base import CASE, before
from samples_handling import LONG
from samples_matters import MATTER, TASK, USUAL, WAY

from engine.queries.mending import DoneStep, Mending, Place, Target
from engine.queries.migration import BlockView, InstanceChange, Named, VersionChange
from portal.mending import BLOCKS, Move, Offer
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
    Mending("running", 1, (Place(7, "college", "学院意见", TARGETS),), STEPS),
    Move(9, 3, CHANGES, STUCK),
    ACTIONS,
)
MEND = {"matter": MATTER, "offer": OFFER, "opinion": ""}
HOLD = {"task": TASK, "opinion": ""}
HANDLING = {"errors": (), "progress": WAY, "opinion": "", "usual": USUAL, "people_fields": ()}
CLOSED = Some(**(vars(TASK) | {"can_handle": False, "suspended": True}))
HELD = Some(**(vars(TASK) | {"held_at": before(days=1)}))

PAGES: dict[str, tuple[str, dict[str, object]]] = {
    "instance-administration": (
        "instance",
        {"matter": SUSPENDED, "progress": WAY, "usual": USUAL, "offer": OFFER},
    ),
    **{f"mend-{action}": ("mend", {**MEND, "action": action, "error": "请写明原因。"}) for action in ACTIONS},
    "mend-too-late": ("mend", {**MEND, "offer": None, "action": "jump", "error": "该办件已不在此处。"}),
    "hold": ("hold", {**HOLD, "operation": "hold", "title": "暂缓办理", "error": "请写明原因。"}),
    "unhold": ("hold", {**HOLD, "operation": "resume", "title": "恢复办理", "error": ""}),
    "task-suspended": ("task", {**HANDLING, "task": CLOSED}),
    "task-held": ("task", {**HANDLING, "task": HELD}),
}
