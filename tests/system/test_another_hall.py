"""A service leaves one hall as a bundle and is taken by another, whose database knows nothing of it (D8)."""

from typing import Any

import pytest

from bpmn_models.bundle import Bundle, read_zip
from tests.engine.designs.uploaded import CAMUNDA
from tests.system.conftest import Hall, OpenHall
from tests.system.people import Person

EVERYONE = {"starters": ["everyone"]}


@pytest.fixture(scope="module")
def halls(open_hall: OpenHall) -> tuple[Hall, Hall]:
    return open_hall("system_hall_one"), open_hall("system_hall_two")


def publish(by: Person, files: Any, version: int) -> tuple[str, str]:
    """Upload, mend if that is needed, and publish; give the design and the version."""
    design = by.http.post("/designs?unit=pe", files=files).json()["id"]
    if version > 1:
        assert by.http.post(f"/designs/{design}/repairs", json={}, headers={"If-Match": '"1"'}).is_success
    mine = {"If-Match": f'"{version}"'}
    answer = by.http.post(f"/designs/{design}/publish", json=EVERYONE, headers=mine)
    assert answer.status_code == 201, answer.text
    return str(design), str(answer.json()["definition_id"])


def fetched(by: Person, path: str) -> Bundle:
    return read_zip(by.http.get(path).content)


def test_a_bundle_that_another_hall_takes_is_the_same_service(halls: tuple[Hall, Hall]) -> None:
    one, two = (hall.person("designer") for hall in halls)
    _, there = publish(one, {"files": ("借用场地.bpmn", CAMUNDA)}, 2)
    sent = one.http.get(f"/definitions/{there}/bundle").content
    design = two.http.post("/designs?unit=pe", files={"files": ("bundle.zip", sent)}).json()["id"]
    read = two.http.get(f"/designs/{design}").json()
    assert (read["report"]["verdict"], read["design"]["service_key"]) == ("runnable", "borrow-room")
    here, taken = read_zip(sent), fetched(two, f"/designs/{design}/bundle")
    assert taken.digest == here.digest
    forms = {name for name in here.files if name.endswith(".json")}
    assert forms
    assert {name: taken.files[name] for name in forms} == {name: here.files[name] for name in forms}
    assert taken.process == here.process
    mine = {"If-Match": '"1"'}
    made = two.http.post(f"/designs/{design}/publish", json=EVERYONE, headers=mine).json()["definition_id"]
    assert fetched(two, f"/definitions/{made}/bundle").files == here.files
    digests = [hall.sql("SELECT digest FROM definition WHERE service_key = 'borrow-room'") for hall in halls]
    assert digests == [[(here.digest,)]] * 2


@pytest.mark.parametrize("key", ["email-unlock", "fitness-exemption", "notice"])
def test_a_shipped_service_is_the_same_version_when_it_comes_back(halls: tuple[Hall, Hall], key: str) -> None:
    """Taken as the next state of the same service, nothing differs from what is in force."""
    one, two = (hall.person("designer") for hall in halls)
    (version,) = halls[0].sql("SELECT id FROM definition WHERE service_key = %s", key)[0]
    sent = one.http.get(f"/definitions/{version}/bundle").content
    answer = two.http.post(f"/designs?service={key}", files={"files": ("bundle.zip", sent)})
    read = two.http.get(f"/designs/{answer.json()['id']}").json()
    differences, beside = read["standing"]["differences"], read["standing"]["beside"]
    assert (differences, beside) == ({"added": [], "removed": [], "changed": []}, [])
    assert fetched(two, f"/designs/{answer.json()['id']}/bundle").digest == read_zip(sent).digest
