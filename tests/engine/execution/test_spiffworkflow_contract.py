"""The private surface of SpiffWorkflow 3.2.0 that this room overrides: names, and who calls whom.

A new version of SpiffWorkflow must pass here before it is pinned.
"""

import ast
import gc
import inspect
import logging
import textwrap
from importlib.metadata import version
from pathlib import Path

import pytest
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.node_parser import NodeParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.control import BpmnStartTask
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import MultiInstanceTask, StandardLoopTask
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState
from SpiffWorkflow.workflow import Workflow

import engine.execution
from engine.execution import Execution
from engine.execution.nodes.tasks import NoneTask
from engine.execution.process import LevelSpec
from engine.execution.script_environment import SandboxEnvironment, ScriptEngine
from tests.engine.execution.support import chain, make_env, nodes, program, script, started

STORY = program(nodes(start="s", user="u", end="e") + script("f", "x = 1") + chain("s", "u", "f", "e"))


def calls(function: object) -> list[str]:
    """Names of the methods that a function calls, in order of their text."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))  # type: ignore[arg-type]
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [node.func for node in found if isinstance(node.func, ast.Attribute)]
    return [name.attr for name in sorted(named, key=lambda name: (name.lineno, name.col_offset))]


def test_the_version_is_the_one_we_know() -> None:
    assert version("SpiffWorkflow") == "3.2.0"


@pytest.mark.parametrize(
    ("owner", "names"),
    [
        (Task, "_set_state _add_child _inherit_data _ready run complete cancel parent children"),
        (
            TaskSpec,
            "_predict _update _update_hook _run _run_hook _on_ready _on_ready_hook _on_complete _on_cancel",
        ),
        (Workflow, "_task_completed_notify update_waiting_tasks is_completed cancel get_task_from_id"),
        (BpmnWorkflow, "create_subprocess script_engine get_task_from_id top_workflow parent_task_id"),
        (BpmnSubWorkflow, "script_engine parent_workflow _calculate_depth"),
        (
            BpmnParser,
            "_add_processes _add_diagram_indexes _find_dependencies _get_parser_class _document_key",
        ),
        (ProcessParser, "_index_process_nodes create_spec add_tasks _parse get_spec get_lane_name"),
        (TaskParser, "parse_node create_task _copy_task_attrs _add_loop_task _add_multiinstance_task"),
        (NodeParser, "bpmn_attributes raise_validation_exception"),
        (PythonScriptEngine, "evaluate execute call_service"),
    ],
)
def test_every_overridden_name_exists(owner: type, names: str) -> None:
    assert [name for name in names.split() if not hasattr(owner, name)] == []


def test_call_orders_are_the_ones_we_rely_on() -> None:
    assert calls(Task._ready)[-2:] == ["_set_state", "_on_ready"]
    assert calls(Task.complete) == ["_set_state", "_on_complete"]
    assert [name for name in calls(TaskSpec._on_ready) if name != "assign"] == ["test", "_on_ready_hook"]


def test_a_token_has_every_attribute_of_a_task() -> None:
    theirs = set(vars(Task(BpmnWorkflow.__new__(_Bare), STORY.spec.start)))  # type: ignore[arg-type]
    ours = set(vars(next(iter(started(STORY)._instance.tokens.values()))))
    assert theirs - ours == {"data"}


class _Bare(BpmnWorkflow):
    tasks: dict[object, object] = {}


def test_a_restored_workflow_makes_no_tasks_of_its_own() -> None:
    assert "deserializing" in inspect.signature(Workflow.__init__).parameters
    assert "if not deserializing" in inspect.getsource(Workflow.__init__)


def test_states_have_the_numbers_that_snapshots_store() -> None:
    names = "MAYBE LIKELY FUTURE WAITING READY STARTED COMPLETED ERROR CANCELLED"
    assert [getattr(TaskState, name) for name in names.split()] == [1 << place for place in range(9)]


def test_loop_specs_take_the_parameters_that_the_parser_gives() -> None:
    multi = "task_spec cardinality data_input data_output input_item output_item condition"
    assert set(multi.split()) <= set(inspect.signature(MultiInstanceTask.__init__).parameters)
    standard = "task_spec maximum condition test_before"
    assert set(standard.split()) <= set(inspect.signature(StandardLoopTask.__init__).parameters)


_HOSTS = "SubWorkflowTask TransactionSubprocess EventSubprocess AdHocSubprocess CallActivity"
_EVENTS = (
    "StartEvent EndEvent IntermediateCatchEvent IntermediateThrowEvent ReceiveTask SendTask EventBasedGateway"
)
_NOTHING = NoneEventDefinition()


@pytest.mark.parametrize(
    ("spec", "given", "kept"),
    [
        *((name, {"subworkflow_spec": "inside"}, {"spec": "inside"}) for name in _HOSTS.split()),
        *((name, {"event_definition": _NOTHING}, {"event_definition": _NOTHING}) for name in _EVENTS.split()),
        (
            "BoundaryEvent",
            {"event_definition": _NOTHING, "cancel_activity": False},
            {"event_definition": _NOTHING, "cancel_activity": False},
        ),
        ("ScriptTask", {"script": "x = 1"}, {"script": "x = 1"}),
        *(
            (name, {}, {})
            for name in ["ServiceTask", "ExclusiveGateway", "ParallelGateway", "InclusiveGateway", "UserTask"]
        ),
    ],
)
def test_specs_keep_what_the_parser_gives(
    spec: str, given: dict[str, object], kept: dict[str, object]
) -> None:
    made = getattr(defaults, spec)(LevelSpec("P"), "x", lane="l", bpmn_name="n", **given)
    assert {name: getattr(made, name) for name in kept} == kept
    assert (made.name, made.bpmn_id, made.lane, made.bpmn_name) == ("x", "x", "l", "n")


@pytest.mark.parametrize("spec", [defaults.UserTask, defaults.ManualTask])
def test_what_waits_for_people_says_so(spec: type) -> None:
    assert spec(LevelSpec("P"), "x").manual  # type: ignore[call-arg]


def test_a_task_without_a_type_is_called_manual_there_and_not_here() -> None:
    assert defaults.NoneTask(LevelSpec("P"), "x").manual
    assert not NoneTask(LevelSpec("P"), "x").manual


def test_the_depth_of_a_level_is_counted_over_those_around_it() -> None:
    """`Hosting` bounds it: it comes from SpiffWorkflow's constructor, by way of `parent_task_id`."""
    inner = nodes(start="i", user="u", end="o") + chain("i", "u", "o")
    for name in "abc":
        inside = f'<subProcess id="{name}">{inner}</subProcess>'
        inner = nodes(start=f"s{name}", end=f"e{name}") + inside + chain(f"s{name}", name, f"e{name}")
    run = started(program(inner))
    again = Execution.load(run._instance.program, make_env(), run.dump())
    for instance in (run._instance, again._instance):
        levels = instance.levels()
        assert sorted((level.spec.name, level.depth) for level in levels) == [
            ("P", 0),
            ("a", 3),
            ("b", 2),
            ("c", 1),
        ]


def test_the_start_of_a_level_needs_no_more_than_a_name() -> None:
    spec = LevelSpec("P")
    assert isinstance(spec.start, BpmnStartTask)
    assert spec.start.bpmn_id is None


# --- the stock script environment


@pytest.mark.parametrize("restored", [False, True])
def test_no_stock_script_environment_is_reachable(restored: bool) -> None:
    gc.collect()
    before = {id(found) for found in gc.get_objects() if isinstance(found, TaskDataEnvironment)}
    run = started(STORY)
    if restored:
        run = Execution.load(STORY, make_env(), run.dump())
    instance = run._instance
    stock = [found for found in gc.get_objects() if isinstance(found, TaskDataEnvironment)]
    assert {id(found) for found in stock} <= before
    assert type(instance.script_engine) is ScriptEngine
    assert type(instance.script_engine.environment) is SandboxEnvironment
    assert vars(instance)["_BpmnWorkflow__script_engine"] is instance.script_engine


def test_nobody_sets_another_script_engine() -> None:
    instance = started(STORY)._instance
    with pytest.raises(TypeError):
        instance.script_engine = PythonScriptEngine()


def test_serializers_of_spiffworkflow_are_never_imported() -> None:
    room = Path(engine.execution.__file__).parent
    imported = [
        node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        for path in room.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert [name for name in imported if name and "serializer" in name] == []


def test_loggers_are_quiet() -> None:
    for name in ("spiff.workflow", "spiff.task"):
        assert logging.getLogger(name).level == logging.WARNING
