"""Ready states of the pages about messages: what came, and what one chooses."""

from samples_base import CASE, before

from messages.inbox import MessageRow
from messages.kinds import CHOICES, KINDS
from messages.models import FATES
from messages.preferences import Preferences

CHOSEN = Preferences({name: kind.default for name, kind in KINDS.items()}, "zh-CN")
PREFERENCES = {
    "chosen": CHOSEN,
    "email": "stu01@songxi.example",
    "kinds": list(KINDS),
    "choices": CHOICES,
}
DRAFT = MessageRow(3, "draft_expiring", "邮箱解锁申请", "", None, None, before(hours=2), False, False)
MAILED = tuple(
    MessageRow(20 + n, "copied", "免测申请", "校医院意见", CASE, None, before(days=n), True, False, "", state)
    for n, state in enumerate(FATES)
)
SHOWN = MessageRow(
    2, "reminded", "免测申请", "校医院意见", CASE, 7, before(days=9), True, True, "", "sent", "console"
)

PAGES: dict[str, tuple[str, dict[str, object]]] = {
    "message-preferences": ("message_preferences", PREFERENCES),
    "message-preferences-without-address": ("message_preferences", {**PREFERENCES, "email": ""}),
    "messages-mailed": ("messages", {"messages": (DRAFT, *MAILED, SHOWN), "next": None, "unread": 1}),
}
