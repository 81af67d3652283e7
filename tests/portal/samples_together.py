"""Ready states of the pages that decide several matters together, and of one's own phrases."""

import uuid
from types import SimpleNamespace as Some

from samples import PAGES as OTHER_PAGES
from samples_handling import LONG
from samples_matters import APPROVE, REJECT, TASK

from engine.commands.complete_task import Done
from engine.commands.complete_tasks import Result
from engine.errors import Invalid
from engine.queries.bulk import Offer

WORDS = ("同意。", "同意，请按规定办理。", "材料不全，" * 60)
OFFERS = tuple(
    Offer(12 + n, 1, f"邮箱解锁申请 {name}", "YX2026-000012", "部门负责人意见", (APPROVE, REJECT))
    for n, name in enumerate(("沈亦舟", LONG))
)
ASK = {"offered": OFFERS, "outcomes": (APPROVE, REJECT), "opinion": "", "phrases": WORDS, "error": ""}
RESULTS = [
    (Result(12, done=Done(uuid.uuid4(), "running")), OFFERS[0], ""),
    (Result(13, error=Invalid([])), OFFERS[1], "请检查标出的内容。"),
    (Result(99, error=Invalid([])), None, "没有这个页面，或者它不对您开放。"),
]
LIST = {"error": "", "most": 50, "longest": 500}

CLAIMED = Some(**{**vars(TASK), "can_claim": False, "can_release": True, "claimed_by": "苏文谦"})
OTHERS = Some(**{**vars(TASK), "can_handle": False, "can_claim": False, "claimed_by": LONG})

TASK_PAGE = {**OTHER_PAGES["task"][1], "phrases": WORDS}

PAGES: dict[str, tuple[str, dict[str, object]]] = {
    "task-claimed": ("task", {**TASK_PAGE, "task": CLAIMED}),
    "task-claimed-by-another": ("task", {**TASK_PAGE, "task": OTHERS}),
    "bulk": ("bulk", ASK),
    "bulk-refused": ("bulk", {**ASK, "opinion": "不", "error": "请填写处理意见。"}),
    "bulk-nothing-common": ("bulk", {**ASK, "outcomes": ()}),
    "bulk-nothing": ("bulk", {**ASK, "offered": (), "outcomes": ()}),
    "bulk-done": ("bulk_done", {"lines": RESULTS}),
    "phrases": ("phrases", {**LIST, "words": WORDS}),
    "phrases-full": ("phrases", {**LIST, "words": WORDS * 17, "error": "常用意见最多 50 条。"}),
}
