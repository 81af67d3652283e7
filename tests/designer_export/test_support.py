"""The declared table of what runs equals the engine's parser table (design, *How the rooms meet*)."""

from designer_export import support
from engine.execution.parser import elements


def test_flow_nodes_that_run_are_those_of_the_engine():
    assert support.NODES == elements.RUNNABLE


def test_event_definitions_that_run_are_those_of_the_engine():
    assert support.EVENT_DEFINITIONS == elements.EVENT_DEFINITIONS


def test_languages_and_attributes_are_those_of_the_engine():
    assert support.LANGUAGES == elements.SCRIPT_FORMATS
    assert {
        name: support.ATTRIBUTES[name] for name in elements.REFUSED_ATTRIBUTES
    } == elements.REFUSED_ATTRIBUTES
