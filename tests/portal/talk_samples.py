"""Ready states of what people say around a matter: threads, copies, reminders, and the two boxes."""

from types import SimpleNamespace as Some

from samples_base import before
from samples_handling import LONG
from samples_matters import MATTER, PEOPLE, RECORD, TODO, USUAL, WAY, line, row

from engine.queries.boxes import Page
from engine.queries.talk import CopyLine, Talk, Waiting
from identity.refs import PersonRef

TALK = Talk(
    people=(PersonRef(7, "苏文谦", "1998001", "计算机与软件学院"), PersonRef(8, LONG, "2001", "")),
    copies=(
        CopyLine("何静澜", "校医院", "苏文谦", before(hours=5), before(hours=1)),
        CopyLine(LONG, "外国语学院", "", before(hours=2), None),
    ),
    waiting=(Waiting(12, "college", False, True, None, "沈亦舟", before(hours=1)),),
    copy_tasks=(12,),
)
QUIET = Talk((), (), (Waiting(12, "college", False, True, before(hours=-1), None, None),), ())
COPIED = Page((row(unread=True, other_name="苏文谦"), row(state="completed")), None)
HANDED = Page(tuple(row(other_name=LONG, state=s) for s in ("open", "completed", "returned", "x")), "7")
SPOKEN = (
    *RECORD,
    line(41, "comment", step_name="", text="@沈亦舟 请补发原件", reply_to=5, mentions=("沈亦舟", LONG)),
    line(42, "comment", step_name="", text="<b>已</b>补发", reply_to=41),
    line(43, "copy", person_name="", person_unit="", others=("苏文谦", LONG, "何静澜", "郭映雪")),
    line(44, "comment", step_name="", erased=True),
)
TALKED_ABOUT = Some(**{**vars(MATTER), "record": SPOKEN})
SAY = {
    "title": "回复",
    "label": "发表评论",
    "action": "发送",
    "matter": MATTER,
    "chosen": [8],
    "text": "<i>",
    "error": "最多填写 500 个字。",
    "task_id": 12,
    "back": "/tasks/12",
}

PAGES: dict[str, tuple[str, dict[str, object]]] = {
    "todo-copied": ("todo", {**TODO, "box": "cc", "page": COPIED}),
    "todo-handed": ("todo", {**TODO, "box": "handed", "page": HANDED}),
    "instance-talked-about": (
        "instance",
        {"matter": TALKED_ABOUT, "progress": WAY, "usual": USUAL, "talk": QUIET},
    ),
    "say": ("say", {**SAY, "answered": RECORD[1], "reply_to": 2, "people": TALK.people}),
    "answer-reminder": ("say", {**SAY, "answered": None, "reply_to": None, "people": None}),
    "copy": (
        "people_operation",
        {**PEOPLE, "operation": "copy", "title": "抄送给他人", "field": "people", "many": True},
    ),
}
