"""Ready states of the pages of outside systems and of what is held up by one."""

import uuid
from types import SimpleNamespace as Some

from samples_administration import OFFER
from samples_base import CASE, NOW, before
from samples_handling import LONG
from samples_matters import MATTER, USUAL, WAY

from engine.call_models import CALL_STATES
from engine.queries.calls_of import CallOf
from engine.queries.connectors import ChangeView, ConnectorView
from engine.queries.instance_view import IncidentView
from engine.queries.skipping import Output, Skipping
from portal import connecting

HTTP = {
    "backend": "real",
    "address": "https://cards.songxi.example/api",
    "operations": {"block": {"method": "POST", "path": "/cards/{card}/block", "errors": {"404": "NO_CARD"}}},
    "patience": {"tries": 3, "limit_s": 2.5},
}
CARDS = ConnectorView(
    "cards", "http", HTTP, True, True, True, False, before(hours=2), "乐知远", 5, NOW, 12, 4, 3
)
MAIL = ConnectorView("mail", "mail", {}, False, False, False, True)
LOST = ConnectorView("desk", "", {}, False, False, False, False, failed=1)
CHANGES = (
    ChangeView("try", "乐知远", {"code": ""}, before(hours=1)),
    ChangeView("set", LONG, {"port": [None, 25], "secret": [False, True]}, before(hours=2)),
    ChangeView("remove", "", {"kind": ["http", None]}, before(days=1)),
)
STEP = {"element": "tell", "name": LONG, "operation": "mail.send", "at": NOW, "closed_at": None}
CALLS = tuple(
    CallOf(
        key=uuid.UUID(int=n),
        state=state,
        tries=n,
        next_at=NOW,
        code="busy" if n % 2 else "",
        detail="SMTP 451",
        incident_id=n,
        **STEP,
    )
    for n, state in enumerate(CALL_STATES)
)
FAULT = IncidentView(7, 3, "tell", "邮件告知申请人", "unreachable", "smtp.songxi.example", before(hours=1))
HELD_UP = Some(**(vars(MATTER) | {"incidents": (FAULT,), "may_inspect": True}))
ASKED = Skipping(7, "tell", LONG, "uncaught_error", "NO_POWER", (Output("answer", "邮件系统答复", "string"),))
FORM = {"words": connecting, "fault": ("", ""), "is_new": False, "changes": CHANGES}
BESIDE = {"progress": WAY, "usual": USUAL}

PAGES: dict[str, tuple[str, dict[str, object]]] = {
    "connectors": ("inspect/connectors", {"rows": (CARDS, LOST, MAIL), "kinds": connecting.KINDS}),
    "connector-http": (
        "inspect/connector",
        {**FORM, "typed": connecting.typed_of("cards", "http", HTTP), "found": CARDS},
    ),
    "connector-mail": (
        "inspect/connector",
        {**FORM, "typed": connecting.typed_of("mail", "mail", {}), "found": MAIL, "changes": ()},
    ),
    "connector-refused": (
        "inspect/connector",
        {
            **FORM,
            "typed": connecting.typed_of("cards", "http", HTTP),
            "found": CARDS,
            "fault": ("op/block", "这个地址不能用在这里。"),
        },
    ),
    "connector-new": (
        "inspect/connector",
        {
            **FORM,
            "typed": connecting.typed_of("Cards", "mailbox", {}),
            "found": None,
            "is_new": True,
            "fault": ("name", "名称由小写字母组成。"),
        },
    ),
    "instance-held-up": ("instance", {**BESIDE, "matter": HELD_UP, "offer": OFFER, "calls": CALLS}),
    "instance-looked-at": ("instance", {**BESIDE, "matter": HELD_UP, "offer": None, "calls": ()}),
    "skip": (
        "skip",
        {
            "instance_id": CASE,
            "asked": ASKED,
            "typed": {"answer": "<b>"},
            "opinion": "",
            "error": "请写明原因。",
            "faults": {"answer": "这个值不合适。"},
        },
    ),
}
