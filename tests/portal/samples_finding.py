"""Ready states of the page on which administrators find matters."""

from samples_base import CASE, before

from engine.queries.names import WaitingTask
from engine.queries.search import Filter, Found, Page, ServiceOption
from engine.queries.search.found import OpenIncident
from engine.queries.search.services import VersionOption
from portal.finding import Chip, Choices, FieldChoice, Tab

SERVICE = ServiceOption("fitness-exemption", "学生国测免测申请", (VersionOption(7, 2), VersionOption(3, 1)))
TABS = (
    Tab("all", "全部", "/inspect", "1000+", True),
    Tab("incident", "异常", "/inspect?mark=incident", "3", False),
)
_FOUND = {
    "id": CASE,
    "definition_id": 7,
    "service_key": SERVICE.key,
    "service_name": SERVICE.name,
    "number": 2,
    "business_no": "TY2026-001142",
    "title": "学生国测免测申请 布合丽且姆·吐尔逊尼亚孜 2026-11-28",
    "initiator_id": 7,
    "initiator_name": "布合丽且姆·吐尔逊尼亚孜",
    "initiator_unit": "计算机与软件学院",
    "started_at": before(days=3),
    "fields": {"/name": "柳时雨"},
}
WAITING = Found(
    **_FOUND,
    state="running",
    ended_at=None,
    tasks=(WaitingTask(1, "college", "学院意见", before(hours=5), ("欧阳牧",)),) * 5,
    incidents=(OpenIncident("sync", "同步体测系统", "timeout", before(hours=6)),),
    overdue=True,
    held=True,
)
ENDED = Found(
    **{**_FOUND, "business_no": None},
    state="completed",
    ended_at=before(days=1),
    tasks=(),
    incidents=(),
    overdue=False,
    held=False,
)
LIST = {
    "page": Page((WAITING, ENDED), "2026~x"),
    "wanted": Filter(),
    "typed": {},
    "faults": {},
    "services": (SERVICE,),
    "choices": Choices(),
    "units": (),
    "tabs": TABS,
    "chips": (),
    "after": None,
}
NARROW = {
    **LIST,
    "wanted": Filter(services=(SERVICE.key,), versions=(2,), step="college"),
    "typed": {"service": SERVICE.key, "field:/name": "柳", "initiator": "x"},
    "choices": Choices(
        SERVICE,
        (("college", "学院意见"),),
        (
            FieldChoice("/name", "姓名"),
            FieldChoice("/days", "天数", "number"),
            FieldChoice("/validFrom", "免测起", "day"),
        ),
    ),
    "chips": (Chip("发起人: x", "/inspect"),),
    "after": "2026~y",
}
FAULTS = {"started_from": "这不是日期。", "service": "没有叫这个名字的。", "state": "没有叫这个名字的。"}
PAGES: dict[str, tuple[str, dict[str, object]]] = {
    "finding": ("inspect/instances", LIST),
    "finding-narrow": ("inspect/instances", NARROW),
    "finding-nothing": ("inspect/instances", {**LIST, "page": Page((), None)}),
    "finding-faults": (
        "inspect/instances",
        {**LIST, "page": None, "typed": {"started_from": "x", "service": "没有"}, "faults": FAULTS},
    ),
}
