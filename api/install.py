"""Puts this door into an application; `web.install.install_web` comes first."""

from flask import Flask

from api.openapi import make_api
from api.reference import blueprint as reference
from api.resources import (
    administration,
    attachments,
    bulk,
    choosing,
    claims,
    connectors,
    definitions,
    design_files,
    designs,
    finding,
    forecast,
    handing,
    holding,
    incidents,
    inspection,
    instances,
    mails,
    me,
    mending,
    message_preferences,
    migration,
    moves,
    notices,
    people,
    phrases,
    services,
    statistics,
    substitutions,
    talk,
    tasks,
    token,
    views,
)

RESOURCES = (
    token,
    mails,
    me,
    services,
    choosing,
    forecast,
    tasks,
    moves,
    bulk,
    handing,
    claims,
    talk,
    holding,
    people,
    substitutions,
    phrases,
    instances,
    finding,
    views,
    administration,
    mending,
    incidents,
    connectors,
    inspection,
    statistics,
    definitions,
    designs,
    design_files,
    message_preferences,
    migration,
    notices,
    attachments,
)


def install_api(app: Flask) -> None:
    """Register every resource, the OpenAPI document and its page."""
    api = make_api(app)
    for resource in RESOURCES:
        api.register_blueprint(resource.blueprint)
    app.register_blueprint(reference)
