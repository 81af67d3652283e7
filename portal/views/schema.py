"""The words of our namespace, published for tools: at addresses that stay, for everybody."""

from importlib.resources import files

from flask import Response, abort

from portal.blueprint import portal

_HOUR = 3600
_FILES = {
    "tongban.xsd": ("tongban.xsd", "application/xml"),
    "tongban-moddle.json": ("tongban.moddle.json", "application/json"),
}


@portal.get("/schema/<name>")
def schema(name: str) -> Response:
    """Send the XML Schema of the namespace, or its descriptor for tools that are built on bpmn-js."""
    file, kind = _FILES.get(name) or abort(404)
    answer = Response((files("designer_export") / "schema" / file).read_bytes(), mimetype=kind)
    # A modeller that runs elsewhere reads them too; nothing in them is anybody's.
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.cache_control.public, answer.cache_control.max_age = True, _HOUR
    return answer
