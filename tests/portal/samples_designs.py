"""Ready states of the designers' pages: findings of every level, a comparison, versions, refusals."""

from types import SimpleNamespace as Some

from samples_base import UNIT, before

from designer_export.beginnings import Begun
from designer_export.beside import Remark
from designer_export.comparing import Change, Comparison, Difference, Part
from designer_export.repairs.choices import Choice, Option
from engine.design_repairs import Chosen
from engine.queries.designs import DesignRow, ServiceRow, VersionRow, Workshop
from portal.designing import Kind, Numbered, pins

EVIL = "<img src=x>"
ROW = DesignRow(
    4, "borrow-room", "借用教室", "教务处", "借用教室.bpmn", "drawing", 3, before(hours=1), "缪千帆"
)
FIRST = VersionRow(1, 1, "retired", before(days=30), "", 2)
SECOND = VersionRow(2, 2, "published", before(days=3), "缪千帆", 11)
SERVICE = ServiceRow("borrow-room", "借用教室", (SECOND, *[FIRST] * 6), True, True)
SHOP = Workshop((ROW,), (SERVICE,), (UNIT,), True)
NOBODY = Workshop((), (), (), False)
DIFFERENCES = Comparison(
    (Part("Flow_9", "sequenceFlow", ""),),
    (Part("Task_old", "userTask", EVIL),),
    (
        Change(
            Part("Task_room", "userTask", "安排教室"),
            (Difference("name", EVIL, "Room"), Difference("x", None, "1")),
        ),
    ),
)
BESIDE = (
    Remark("form", "/a", {"zh-CN": "新增字段。", "en": EVIL}),
    Remark("setting", "hall", {"zh-CN": "乙", "en": "b"}),
)
STANDING = Some(version=SECOND, differences=DIFFERENCES, beside=BESIDE)


def told(n: int, level: str) -> Numbered:
    words = f"步骤 {EVIL} 没有指定办理人。"
    return Numbered(
        n, "missing-assignee", level, "Task_room", words, 9, "assign-unit-head", True, n % 2 == 1, "改"
    )


GROUPS = {
    level: [
        Kind(told(n, level), (told(n + 1, level),)),
        Kind(Numbered(n + 2, "readable", level, None, "x", None, None, False, False, "")),
    ]
    for n, level in ((1, "refused"), (4, "complete"), (7, "changed"), (10, "advice"))
}
BOTH = {"zh-CN": "甲", "en": EVIL}
FINDING = {"message": BOTH, "preview": BOTH, "repair": {"id": "assign-unit-head"}}
ASKED = Choice(BOTH, BOTH, (Option("group:a", BOTH),), BOTH, "P3D", ("person:", "group:"))
REPORT = Some(elements={"total": 20, "executed": 19}, expressions={"total": 2, "translated": 1})


def view(**other: object) -> Some:
    given = {
        "row": ROW,
        "number": 3,
        "report": REPORT,
        "source": Some(name="camunda-7", version="5.19"),
        "verdict": "drawing",
        "undo": {"act": "repair", "element": "Task_room", "count": 1},
        "standing": STANDING,
        "may_edit": True,
        "may_publish": True,
        "definition_id": None,
        "asks_for_starters": True,
        "automatic": 2,
        "begins": (),
    }
    return Some(**(given | other))


def shown(**other: object) -> dict[str, object]:
    return {"view": view(**other), "groups": GROUPS, "pins": pins(GROUPS), "only": ""}


def previewed(error: str = "", **other: object) -> dict[str, object]:
    given = {
        "row": ROW,
        "chosen": Chosen("missing-assignee", EVIL, "person:7"),
        "finding": FINDING,
        "choice": ASKED,
        "applied": (1,),
        "verdict": "runnable",
        "differences": DIFFERENCES,
        "beside": BESIDE,
        "gone": (FINDING,) * 10,
        "come": (FINDING,),
    }
    return {"view": Some(**(given | other)), "error": error, "typed": EVIL if error else ""}


def version(**other: object) -> Some:
    given = {
        "service_key": "borrow-room",
        "name": "借用教室",
        "row": SECOND,
        "before": FIRST,
        "others": (FIRST,),
        "differences": DIFFERENCES,
        "beside": BESIDE,
        "may_edit": True,
        "may_publish": True,
    }
    return Some(**(given | other))


BEGUN = (Begun("s", "每天", "timer", "R/P1D"), Begun("m", "", "message", EVIL), Begun("x", EVIL, "error", ""))
REFUSED = {"error": "上传的文件不是可以读取的流程图。", "reasons": [EVIL]}
PAGES: dict[str, tuple[str, dict[str, object]]] = {
    "designs": ("designs", {"shop": SHOP}),
    "designs-empty": ("designs", {"shop": NOBODY}),
    "design-new": ("design_new", {"shop": SHOP, "service": "borrow-room", **REFUSED}),
    "design-new-none": ("design_new", {"shop": NOBODY, "service": "", "error": "", "reasons": []}),
    "design-again": ("design_again", {"view": view(), **REFUSED}),
    "design": ("design", shown()),
    "design-refused": (
        "design",
        shown(verdict="refused", standing=None, undo={"act": "upload", "file": EVIL}),
    ),
    "design-ready": ("design", shown(verdict="runnable", undo=None, automatic=0)),
    "design-read-only": ("design", shown(verdict="runnable", may_edit=False, may_publish=False)),
    "design-published": ("design", shown(definition_id=2)),
    "design-silent": ("design", {"view": view(verdict="runnable"), "groups": {}, "pins": [], "only": ""}),
    "design-level": ("design", shown() | {"only": "complete"}),
    "design-repair": ("design_repair", previewed()),
    "design-repair-all": ("design_repair", previewed(chosen=None, finding=None, choice=None, come=())),
    "design-repair-nobody": ("design_repair", previewed("没有这个人。", applied=())),
    "design-repair-nothing": ("design_repair", previewed(applied=(), differences=None, gone=(), come=())),
    "design-publish": (
        "design_publish",
        {"view": view(), "error": "请选择谁可以办理该事项。", "chosen": ["kind:staff"]},
    ),
    "design-publish-next": (
        "design_publish",
        {"view": view(asks_for_starters=False), "error": "", "chosen": []},
    ),
    "design-publish-begun": (
        "design_publish",
        {
            "view": view(asks_for_starters=False, standing=None, begins=BEGUN),
            "error": "",
            "chosen": [],
        },
    ),
    "design-discard": ("design_discard", {"view": view()}),
    "version": ("version", {"view": version()}),
    "version-first": (
        "version",
        {"view": version(row=FIRST, before=None, others=(), differences=None, may_edit=False)},
    ),
    "version-any": ("version", {"view": version(before=None, differences=None)}),
    "version-retire": ("version_act", {"view": version(), "act": "retire"}),
    "version-restore": ("version_act", {"view": version(row=FIRST), "act": "restore"}),
}
