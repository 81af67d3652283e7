"""Ready states of who handles a step: reasons, people to choose from, substitutes."""

from dataclasses import replace
from datetime import date

from engine.queries.choices import StepChoice
from engine.queries.reasons import TaskReason
from engine.queries.substitutions import Substitution
from identity.refs import PersonRef
from portal.choosers import Chooser
from portal.choosing import Choice
from portal.views.substitutes import Typed

LONG = "古丽娜尔·阿卜杜热合曼"
COLLEGE = "计算机与软件学院"
CHOICE = Choice(
    "诸葛",
    (PersonRef(30, "诸葛瑾瑜", "20110030", COLLEGE), PersonRef(9, LONG, "20220034", "")),
    frozenset({9}),
    True,
)
WHY = (
    TaskReason("r:head@2", "unitHead", (), "负责人", COLLEGE),
    TaskReason("r:head@1", "unitHead", ("2",), "负责人", "松溪理工大学"),
    TaskReason("p:9", "substitute", ("7",), LONG, by="苏文谦"),
)
SUBSTITUTIONS = tuple(
    Substitution(n, 7, "苏文谦", 9, LONG, key, date(2026, 11, 23), date(2026, 11, 30), state)
    for n, (key, state) in enumerate(
        [(None, "now"), ("fitness-exemption", "coming"), ("gone", "over"), (None, "ended")]
    )
)
FIELDS = (
    Chooser(
        StepChoice("tutor", "指导教师审批", True, True, CHOICE.shown), "chosen:tutor", CHOICE, "请选择。"
    ),
    Chooser(StepChoice("dean", "院长审批", False, False), "chosen:dean", replace(CHOICE, shown=())),
)
ABSENT = {
    "away": SUBSTITUTIONS,
    "helping": SUBSTITUTIONS[:1],
    "services": {"fitness-exemption": "学生国测免测申请"},
    "manages": True,
    "choice": CHOICE,
    "field": "to",
    "typed": Typed("2026-11-23", "2026-11-22"),
    "error": "结束日期早于开始日期。",
}
ABSENCES: dict[str, tuple[str, dict[str, object]]] = {
    "substitutes": ("substitutes", ABSENT),
    "substitutes-none": (
        "substitutes",
        {
            **ABSENT,
            "away": (),
            "helping": (),
            "manages": False,
            "choice": Choice("", (), frozenset(), False),
            "typed": Typed(),
            "error": "",
        },
    ),
}
