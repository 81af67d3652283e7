"""The door of HTML pages: a view parses, calls one command or query, renders."""

from importlib import import_module

from flask import Blueprint

_VIEWS = (
    "apply",
    "attachments",
    "bulk",
    "choosers",
    "claims",
    "copies",
    "design",
    "design_publishing",
    "design_repairs",
    "designs",
    "drafts",
    "forecast",
    "hand_over",
    "holding",
    "home",
    "incidents",
    "inspect_bulk",
    "inspect_connectors",
    "inspect_definitions",
    "inspect_export",
    "inspect_instance",
    "inspect_instances",
    "inspect_looks",
    "inspect_messages",
    "inspect_overview",
    "inspect_services",
    "inspect_views",
    "instances",
    "me",
    "mending",
    "message_preferences",
    "messages",
    "notices",
    "operations",
    "password",
    "people",
    "phrases",
    "progress",
    "schema",
    "services",
    "signers",
    "signin",
    "static",
    "substitutes",
    "talk",
    "tasks",
    "todo",
    "versions",
    "withdraw",
)


def create_blueprint() -> Blueprint:
    """Return the blueprint with every page, ready to be registered."""
    for name in _VIEWS:
        import_module(f"portal.views.{name}")
    import_module("portal.template_tools")
    blueprint: Blueprint = import_module("portal.blueprint").portal
    return blueprint
