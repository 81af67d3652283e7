"""消息设置 over the REST door."""

from typing import Any

import pytest

from messages.kinds import KINDS


def test_defaults_hold_until_somebody_chooses(caller: Any) -> None:
    first = caller("stu01").get("/me/message-preferences").json
    assert first == {"mail": {name: kind.default for name, kind in KINDS.items()}, "language": "zh-CN"}
    sent = {"mail": {"new": "now", "urged": "off"}, "language": "en"}
    kept = caller("stu01").put("/me/message-preferences", sent)
    assert kept.status_code == 200
    assert kept.json == {"mail": first["mail"] | sent["mail"], "language": "en"}
    assert caller("stu01").get("/me/message-preferences").json == kept.json
    assert caller("stu02").get("/me/message-preferences").json == first
    back = caller("stu01").put("/me/message-preferences", {"mail": {}, "language": "en"})
    assert back.json["mail"] == first["mail"]


@pytest.mark.parametrize(
    "sent",
    [
        {"mail": {"new": "sometimes"}, "language": "en"},
        {"mail": {"weather": "off"}, "language": "en"},
        {"mail": {"record_broken": "off"}, "language": "en"},
        {"mail": {}, "language": "fr"},
        {"mail": {}},
        {"mail": {}, "language": "en", "person_id": 1},
    ],
)
def test_what_is_no_choice_is_refused(caller: Any, sent: dict[str, Any]) -> None:
    before = caller("stu01").get("/me/message-preferences").json
    assert caller("stu01").put("/me/message-preferences", sent).status_code == 422
    assert caller("stu01").get("/me/message-preferences").json == before
