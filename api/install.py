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
    definitions,
    design_files,
    designs,
    forecast,
    handing,
    holding,
    inspection,
    instances,
    me,
    migration,
    moves,
    notices,
    people,
    phrases,
    services,
    substitutions,
    talk,
    tasks,
    token,
)

RESOURCES = (
    token,
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
    administration,
    inspection,
    definitions,
    designs,
    design_files,
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
