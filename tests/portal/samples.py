"""Ready states of what pages show: hand-made rows, with long names, empty boxes and faults among them."""

from dataclasses import replace

from samples_hall import ENTRY, FACETS, HALL, MESSAGES, NOTICE, NOTICES, PROFILE
from samples_handling import ABSENCES, FIELDS
from samples_matters import (
    AHEAD,
    CATALOGUE,
    COUNTS,
    DRAFTS,
    FAULTS,
    FILTERS,
    MATTER,
    NONE,
    OK,
    OPERATION,
    OUTLINE,
    PEOPLE,
    ROWS,
    SENT,
    START,
    TASK,
    TERM,
    TODO,
    USUAL,
    WAY,
)

from engine.queries.boxes import Page
from hall.entries import Page as CataloguePage
from hall.home import Home
from hall.starting import Verdict
from portal.views.signers import PLACES

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
        {
            "task": TASK,
            "errors": (),
            "progress": WAY,
            "opinion": "",
            "usual": USUAL,
            "people_fields": FIELDS,
            "phrases": (),
        },
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
    "instance": ("instance", {"matter": MATTER, "progress": WAY, "usual": USUAL, "offer": None}),
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
