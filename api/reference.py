"""The browsable pages of the API, made of the OpenAPI document: no script, no foreign host.

One page lists the groups with their operations; each group and each shape has a page of its own, as all
together would be too long to read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, current_app, render_template
from markupsafe import Markup, escape

from api.blueprint import PREFIX

blueprint = Blueprint(
    "api_reference",
    __name__,
    url_prefix=PREFIX,
    template_folder="templates",
    static_folder="static",
    static_url_path="/docs/static",
)


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path, with the names of the shapes it takes and gives."""

    anchor: str
    method: str
    path: str
    group: str
    summary: str
    description: str
    parameters: list[dict[str, Any]]
    body: list[tuple[str, str]]
    answers: list[tuple[str, str, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Group:
    """Operations that belong together; `slug` is what addresses call them."""

    slug: str
    name: str
    description: str
    operations: list[Operation]


@blueprint.get("/docs")
def docs() -> str:
    """List every operation by its group, and every shape."""
    document = _document()
    shapes = list(_shapes(document))
    return render_template("api/index.html", document=document, groups=_groups(document), shapes=shapes)


@blueprint.get("/docs/<slug>")
def docs_of_group(slug: str) -> str:
    """Show the operations of a group."""
    document = _document()
    group = next((one for one in _groups(document) if one.slug == slug), None)
    if group is None:
        abort(404)
    return render_template("api/group.html", document=document, group=group)


@blueprint.get("/docs/shapes/<name>")
def docs_of_shape(name: str) -> str:
    """Show what a body or an answer consists of."""
    document = _document()
    rows = _shapes(document).get(name)
    if rows is None:
        abort(404)
    return render_template("api/shape.html", document=document, name=name, rows=rows)


@blueprint.app_template_filter("api_words")
def words(text: str) -> Markup:
    """Return a text of the document with what stands between backticks as code."""
    found = (
        Markup("<code>{}</code>").format(p) if n % 2 else escape(p) for n, p in enumerate(text.split("`"))
    )
    return Markup("").join(found)


def _groups(document: dict[str, Any]) -> list[Group]:
    told = {one["name"].removeprefix("api_"): one.get("description", "") for one in document.get("tags", ())}
    found: dict[str, list[Operation]] = {}
    for one in _operations(document):
        found.setdefault(one.group, []).append(one)
    return [
        Group(name.replace(" ", "-"), name, told.get(name, ""), operations)
        for name, operations in found.items()
    ]


def _document() -> dict[str, Any]:
    api = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    read: dict[str, Any] = api.spec.to_dict()
    return read


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for method in ("get", "post", "put", "patch", "delete"):
            if method in item:
                yield _operation(document, path, method, item)


def _operation(document: dict[str, Any], path: str, method: str, item: dict[str, Any]) -> Operation:
    told = item[method]
    named = (*item.get("parameters", ()), *told.get("parameters", ()))
    parameters = [_resolved(document, one) for one in named]
    return Operation(
        anchor=f"{method}{path}".replace("/", "-").replace("{", "").replace("}", ""),
        method=method.upper(),
        path=path,
        group=told["tags"][0].removeprefix("api_"),
        summary=told.get("summary", ""),
        description=told.get("description", ""),
        parameters=parameters,
        body=_content(told.get("requestBody", {})),
        answers=[
            (status, _resolved(document, one).get("description", ""), _content(_resolved(document, one)))
            for status, one in sorted(told.get("responses", {}).items())
        ],
    )


def _content(holder: dict[str, Any]) -> list[tuple[str, str]]:
    """Return (media type, name of its shape) of a body or an answer."""
    return [
        (media, str(part.get("schema", {}).get("$ref", "")).rpartition("/")[2])
        for media, part in holder.get("content", {}).items()
    ]


def _resolved(document: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    reference = part.get("$ref")
    if reference is None:
        return part
    found: Any = document
    for name in reference.removeprefix("#/").split("/"):
        found = found[name]
    resolved: dict[str, Any] = found
    return resolved


def _shapes(document: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each shape: name, type, whether it is required, description."""
    return {
        name: [
            {
                "name": key,
                "type": _type_of(part),
                "required": key in shape.get("required", ()),
                "description": part.get("description", ""),
                "shape": _shape_of(part),
            }
            for key, part in shape.get("properties", {}).items()
        ]
        for name, shape in sorted(document.get("components", {}).get("schemas", {}).items())
    }


def _type_of(part: dict[str, Any]) -> str:
    kinds = part.get("type", "object" if _shape_of(part) else "any")
    words = " | ".join(kinds) if isinstance(kinds, list) else str(kinds)
    return f"{words} ({part['format']})" if part.get("format") else words


def _shape_of(part: dict[str, Any]) -> str:
    inner = part.get("items", part)
    for candidate in (inner, *inner.get("anyOf", ()), *inner.get("allOf", ())):
        if "$ref" in candidate:
            return str(candidate["$ref"]).rpartition("/")[2]
    return ""
