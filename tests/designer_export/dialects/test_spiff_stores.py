"""SpiffArena's data stores: with two keys, called like functions; and with a file of their contents."""

import json

import pytest

from bench.corpus.accounting import missing
from designer_export.importing import take
from designer_export.lint import lint
from designer_export.namespaces import bpmn
from designer_export.writing import write
from engine.rehearsal import Answer, Listed, of_bundle, of_diagram, rehearse
from expressions.sandbox import Sandbox
from tests.designer_export.dialects.pieces import element, judged, ours
from tests.designer_export.dialects.test_spiffworkflow import spiff

READ = (
    '<property id="gap_{0}" name="__targetRef_placeholder"/><dataInputAssociation id="i_{0}">'
    "<sourceRef>r</sourceRef><targetRef>gap_{0}</targetRef></dataInputAssociation>"
)
WRITE = '<dataOutputAssociation id="o_{0}"><targetRef>r</targetRef></dataOutputAssociation>'


def task(name: str, script: str, ways: str) -> str:
    return f'<scriptTask id="{name}">{ways.format(name)}<script>{script}</script></scriptTask>'


def stored(*tasks: str, kind: str = "kkv") -> bytes:
    """A diagram with a store called ``movies``."""
    store = f'<dataStoreReference id="r" name="Films" dataStoreRef="movies" type="{kind}"/>'
    data = spiff(*tasks, beside='<dataStore id="movies" name="KKVDataStore"/>')
    return data.replace(b"<endEvent", f"{store}<endEvent".encode(), 1)


@pytest.fixture(scope="module")
def sandbox():
    made = Sandbox(workers=1)
    yield made
    made.close()


def ended(data: bytes, sandbox: Sandbox, files: dict[str, bytes] | None = None) -> dict:
    run = rehearse(of_diagram(data, files), Listed([]), sandbox)
    assert run.stop == "end", run.failures
    return dict(run.variables)


def test_what_is_written_is_added_and_found_again_under_both_keys(sandbox):
    data = stored(
        task("a", 'movies = {"Lee": {"One": 1, "Two": 2}, "Wu": {"Three": 3}, "Mo": {"Five": 5}}', WRITE),
        task("b", 'movies = {"Lee": {"Four": 4, "Two": None}, "Wu": None}', WRITE),
        task(
            "c", 'one, four, five = movies("Lee", "One"), movies("Lee", "Four"), movies("Mo", "Five")', READ
        ),
        task("e2", 'gone, never, wu = movies("Lee", "Two"), movies("No", "No"), movies("Wu", "Three")', READ),
    )
    report = judged(data)
    assert report.verdict == "runnable", report.findings
    assert missing(data, report.as_json("")) == []
    found = ended(data, sandbox)
    assert (found["one"], found["four"], found["five"]) == (1, 4, 5)
    assert (found["gone"], found["never"], found["wu"]) == (None, None, None)


def test_an_empty_store_gives_nothing(sandbox):
    assert ended(stored(task("a", 'x = movies("a", "b")', READ)), sandbox)["x"] is None


def test_the_original_script_is_kept_and_carried_once():
    found = ours(stored(task("a", 'x = movies("a", "b")', READ), task("b", "movies = {}", WRITE)))
    script = element(found, "a").find(bpmn("script"))
    assert script.text == "x = ((movies or {}).get('a') or {}).get('b')"
    assert 'x = movies("a", "b")' in script.attrib.values()
    assert len(element(found, "b").findall(bpmn("dataInputAssociation"))) == 1


@pytest.mark.parametrize(
    "where",
    [
        task("a", 'x = movies("a", "b")', ""),
        task("a", 'x = movies("a")', READ),
        '<manualTask id="a"><extensionElements><spiffworkflow:preScript>x = movies("a", "b")'
        f"</spiffworkflow:preScript></extensionElements>{READ.format('a')}</manualTask>",
    ],
)
def test_a_store_that_nothing_leads_to_stays_a_drawing(where):
    report = judged(stored(where))
    assert {one.rule for one in report.findings if one.level == "complete"} == {"expression-unknown-name"}


LIST = stored(task("a", "first = movies[0]", READ), kind="json")
FILE = {"movies.json": b'[{"name": "\xe4\xb8\x80"}, 2]'}


def test_a_store_holds_at_first_what_stands_in_its_file(sandbox):
    assert ended(LIST, sandbox, FILE)["first"] == {"name": "一"}
    report = lint(LIST, beside=FILE)
    told = [one.message["en"] for one in report.findings if one.rule == "carried-otherwise"]
    assert any("movies.json" in message for message in told)
    assert missing(LIST, report.as_json("")) == []


def test_what_was_written_counts_more_than_the_file(sandbox):
    data = stored(task("b", "movies = ['new']", WRITE), task("a", "first = movies[0]", READ), kind="json")
    assert ended(data, sandbox, FILE)["first"] == "new"


@pytest.mark.parametrize("content", [b"[", b"null", json.dumps(["x" * 20_000]).encode(), b"[" * 100_000])
def test_a_file_that_is_too_large_or_unreadable_is_told(content):
    found = {one.message["en"] for one in lint(LIST, beside={"movies.json": content}).findings}
    assert any("was not taken over" in message for message in found)


def test_an_upload_of_a_folder_takes_the_file_too(sandbox):
    taken = take({"f/main.bpmn": LIST, "f/movies.json": FILE["movies.json"], "f/more/movies.json": b"[3]"})
    run = rehearse(of_bundle(taken.bundle), Listed([Answer(1, "apply")]), sandbox)
    assert (run.stop, run.variables["first"]) == ("end", {"name": "一"})


def test_what_tells_of_a_store_in_a_step_of_people_stays_as_it_was():
    data = stored(f'<manualTask id="a">{READ.format("a")}</manualTask>', kind="json")
    assert b"transformation" not in write(ours(data))
