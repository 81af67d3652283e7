"""Values around an activity: `inputOutput` of Camunda, fields of delegates, lists and maps within them."""

from collections.abc import Iterable, Iterator

from lxml import etree

from designer_export.dialects.family.reader import Reader
from designer_export.dialects.words import literal, variable
from expressions.translation import Language

SCRIPTS: dict[str, Language] = {
    "groovy": "groovy",
    "javascript": "javascript",
    "ecmascript": "javascript",
    "js": "javascript",
    "graal.js": "javascript",
    "juel": "juel",
    "feel": "feel",
}
"""Languages of scripts by the names that diagrams use, in lower case."""

Pairs = list[tuple[str, str]]


def parameters(reader: Reader, blocks: Iterable[etree._Element], name: str) -> Pairs:
    """Read the parameters of ``inputOutput`` elements as pairs of ours; those that cannot be are noted."""
    return [
        (target, source)
        for block in blocks
        for item in block.iterchildren(reader.tag(name))
        if (target := variable(item.get("name"))) and (source := _source(reader, item)) is not None
    ]


def around(reader: Reader, node: etree._Element) -> None:
    """Carry over the parameters of an activity that calls no operation, as scripts before and after it."""
    blocks = list(reader.items(node, "inputOutput"))
    for when, name in (("before", "inputParameter"), ("after", "outputParameter")):
        for target, source in parameters(reader, blocks, name):
            reader.carrier.script(node, when, f"{target} = {source}", each=True)
            if when == "before":
                reader.carrier.note("everywhere", node, variable=target)


def fields(reader: Reader, host: etree._Element) -> Pairs:
    """Read what is injected into the code of a delegate."""
    found = []
    for item in reader.items(host, "field"):
        name, source = (item.get("name") or "").strip(), _injected(reader, item)
        if name and source is not None:
            found.append((name, source))
    return found


def _injected(reader: Reader, item: etree._Element) -> str | None:
    for attribute in ("stringValue", "expression"):
        if item.get(attribute) is not None:
            return reader.value(item.get(attribute, ""), item)
    for child in item.iterchildren(reader.tag("string"), reader.tag("expression")):
        reader.carrier.take(child)
        return reader.value((child.text or "").strip(), child)
    return None


def _source(reader: Reader, item: etree._Element) -> str | None:
    """Say what a parameter holds: a text, an expression, a script, a list or a map."""
    reader.carrier.take(item)
    child = next(iter(item.iterchildren("*")), None)
    if child is None:
        return reader.value((item.text or "").strip(), item)
    source = _compound(reader, child)
    if source is None:
        reader.carrier.note("value", item, text=str(etree.QName(child).localname))
    return source


def _compound(reader: Reader, child: etree._Element) -> str | None:
    kind = child.tag
    if kind == reader.tag("script"):
        return script_value(reader, child)
    if kind == reader.tag("list"):
        reader.carrier.take(child)
        parts = [_source(reader, item) for item in child.iterchildren("*")]
        return f"[{', '.join(part or 'None' for part in parts)}]"
    if kind == reader.tag("map"):
        reader.carrier.take(child)
        return f"{{{', '.join(_entries(reader, child))}}}"
    return None


def _entries(reader: Reader, table: etree._Element) -> Iterator[str]:
    for entry in table.iterchildren(reader.tag("entry")):
        yield f"{literal(entry.get('key') or '')}: {_source(reader, entry) or 'None'}"


def script_value(reader: Reader, script: etree._Element) -> str | None:
    """Say a script that is one expression; None for any other, and for one that lies elsewhere."""
    language = SCRIPTS.get((script.get("scriptFormat") or "").strip().lower())
    text = (script.text or "").strip()
    if language is None or not text:
        return None
    reader.carrier.take(script)
    return reader.carrier.said(text, language, script)
