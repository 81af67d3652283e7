"""Ready states of the pages about services in figures and about versions: long names, nothing, everything."""

from datetime import date
from typing import Any

from samples_base import NOW, UNIT, before
from samples_designs import EVIL, FIRST, SECOND

from engine.queries.kept_versions import KeptService, KeptVersions
from engine.queries.statistics import (
    AllMatters,
    Matters,
    Part,
    ServiceFigures,
    Spread,
    Standing,
    Statistics,
    StepFigures,
    Version,
)
from engine.queries.statistics.matters import Age
from portal.figures import PERIODS, Chosen

LONG = "学生体质健康测试免予执行《国家学生体质健康标准》申请（本科生）"
TIMES = Spread(1204, 86400.0 * 3, 86400.0 * 9, 86400.0 * 12)
STEP = StepFigures(
    "Task_room", "task", "安排教室", 1310, 1200, 40, 30, 40, 900, 210, TIMES, TIMES, TIMES, TIMES, 9e7, 0.7,
    (("approve", 1100), ("o1", 100), ("return", 40)), Standing(40, 12, before(days=40), 3),
)  # fmt: skip
CALL = StepFigures(
    "Task_call", "call", EVIL + LONG, 2, 1, 0, 0, 1, 0, 0, Spread(1, 3.0, 3.0, 3.0), None, None, None, 5.0,
    0.3, (), Standing(),
)  # fmt: skip
WHOLE = Matters(1310, 60, 2, 1204, 40, 4, TIMES, TIMES)
AGES = (Age(0, 1, 3), Age(1, 3, 9), Age(3, 7, 10), Age(7, 30, 30), Age(30, None, 10))
MATTERS = AllMatters(
    WHOLE,
    (Part("2", WHOLE),),
    (Part(LONG, WHOLE), Part("", Matters(1))),
    (Part("2026-10", WHOLE), Part("2026-11", Matters(2))),
    AGES,
)
VERSIONS = (Version(2, 2, LONG, "published", True), Version(1, 1, LONG, "retired", False))
NAMES = {("Task_room", "approve"): {"zh-CN": "同意", "en": EVIL}}
FULL = Statistics("borrow-room", LONG, VERSIONS[0], VERSIONS, NOW, MATTERS, (STEP, CALL), NAMES)
NOTHING = Statistics(
    "notice", "公告发布", VERSIONS[0], VERSIONS[:1], NOW,
    AllMatters(Matters(), (), (), (), tuple(Age(one.days, one.until, 0) for one in AGES)), (), {},
)  # fmt: skip
LATELY = Chosen(date(2026, 8, 26), None, 90, None, "", "count")
OWN = Chosen(date(2026, 1, 1), date(2026, 6, 30), None, 2, "cs", "time")
ALL = (
    ServiceFigures("borrow-room", LONG, 62, 12, 3, before(days=400), 310, 290, 86400.0 * 3),
    ServiceFigures("notice", EVIL, 0, 0, 0, None, 0, 0, None),
)
KEPT = (KeptService("borrow-room", LONG, 7, 2, 13, 2), KeptService("notice", EVIL, 1, None, 0, 0))


def shown(found: Statistics, choice: Chosen, **other: Any) -> dict[str, object]:
    return {
        "found": found,
        "choice": choice,
        "periods": (*PERIODS, 0),
        "units": (UNIT,),
        "heat": [("Task_room", "3", 5, EVIL)],
        "may_name": True,
        **other,
    }


PAGES: dict[str, tuple[str, dict[str, object]]] = {
    "figures": ("inspect/service", shown(FULL, LATELY)),
    "figures-own": ("inspect/service", shown(FULL, OWN, may_name=False)),
    "figures-nothing": ("inspect/service", shown(NOTHING, LATELY, heat=[])),
    "figures-all": ("inspect/services", {"services": ALL}),
    "figures-none": ("inspect/services", {"services": ()}),
    "kept": ("inspect/definitions", {"services": KEPT}),
    "kept-none": ("inspect/definitions", {"services": ()}),
    "kept-versions": (
        "inspect/definition",
        {"found": KeptVersions("borrow-room", LONG, (SECOND, FIRST), True, True)},
    ),
    "kept-one": ("inspect/definition", {"found": KeptVersions("notice", EVIL, (FIRST,), False, False)}),
}
