"""消息发送 over the REST door: what is no filter is refused before the database is asked."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    "query",
    [
        "state=gone",
        "kind=weather",
        "number=%E6%B5%8B",
        "number=" + "1" * 41,
        "before=0",
        "before=9" + "9" * 30,
    ],
)
def test_what_is_no_filter_is_refused(caller: Any, query: str) -> None:
    assert caller("admin").get(f"/mails?{query}").status_code == 422


def test_what_nobody_was_told_is_not_there(caller: Any) -> None:
    admin = caller("admin")
    assert admin.get("/mails?state=all").json == {"rows": [], "next": None}
    for message_id in ("1", "9" * 30):
        answer = admin.post(f"/mails/{message_id}/retry", {})
        assert (answer.status_code, answer.json["code"]) == (404, "no_message")
    assert admin.post("/mails/retry", {}).json == {"messages": 0}
