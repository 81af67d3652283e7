import uuid
from typing import Any

import pytest

from db import reading
from engine.operations import OperationFailed
from identity.principal import Principal
from notices.listing import notice
from tests.notices.conftest import Publish


def test_a_notice_changes_in_place_when_its_step_runs_again(
    publish: Publish, people: dict[str, Principal]
) -> None:
    instance = uuid.uuid4()
    first = publish(instance, title="旧", receiverMode="kinds", receiverKinds=["student"])
    assert publish(instance, title="新", receiverMode="units", receiverUnits=["office"]) == first
    with reading() as conn:
        view = notice(conn, people["author"], first)
        assert notice(conn, people["student"], first) is None
    assert view is not None
    assert (view.row.title, view.receivers) == ("新", ("unit:office",))


@pytest.mark.parametrize(
    ("params", "culprit"),
    [
        ({"title": ""}, "title"),
        ({"title": "字" * 51}, "title"),
        ({"title": "一\n二"}, "title"),
        ({"title": 7}, "title"),
        ({"title": None}, "title"),
        ({"body": "  "}, "body"),
        ({"body": "字" * 20_001}, "body"),
        ({"body": "a\0b"}, "body"),
        ({"kind": "gossip"}, "kind"),
        ({"kind": ["school"]}, "kind"),
        ({"receiverMode": "some"}, "receiverMode"),
        ({"receiverMode": "kinds"}, "receiverKinds"),
        ({"receiverMode": "kinds", "receiverKinds": []}, "receiverKinds"),
        ({"receiverMode": "kinds", "receiverKinds": "student"}, "receiverKinds"),
        ({"receiverMode": "units", "receiverUnits": [1]}, "receiverUnits"),
        ({"receiverMode": "units", "receiverUnits": ["x"] * 201}, "receiverUnits"),
    ],
)
def test_a_bad_parameter_is_refused_by_name(publish: Publish, params: dict[str, Any], culprit: str) -> None:
    with pytest.raises(OperationFailed) as refused:
        publish(**params)
    assert (refused.value.code, refused.value.detail) == ("bad_parameter", culprit)


def test_a_parameter_nobody_knows_is_refused(publish: Publish) -> None:
    with pytest.raises(OperationFailed) as refused:
        publish(html="<script>")
    assert (refused.value.code, refused.value.detail) == ("unknown_parameter", "html")


@pytest.mark.parametrize(
    ("params", "culprit"),
    [
        ({"receiverMode": "units", "receiverUnits": ["cs", "nowhere"]}, "unit:nowhere"),
        ({"receiverMode": "groups", "receiverGroups": ["nobody"]}, "group:nobody"),
    ],
)
def test_a_notice_to_nobody_is_refused(publish: Publish, params: dict[str, Any], culprit: str) -> None:
    with pytest.raises(OperationFailed) as refused:
        publish(**params)
    assert (refused.value.code, refused.value.detail) == ("unknown_receiver", culprit)


def test_a_title_of_fifty_characters_is_accepted(publish: Publish) -> None:
    assert publish(title="字" * 50) > 0
