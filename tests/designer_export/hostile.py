"""Uploads made to hurt: generators, so that nothing large or dangerous is stored.

Each case gives a diagram and the other files of its bundle. What it may try to reach is a `Reach`: a marker
on the disk and an address of this machine, which the test watches.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from tests.designer_export.diagrams import HEAD, file, flow, process, row


@dataclass(frozen=True)
class Reach:
    """What an attack would touch: a file that must never appear, and an address that nobody may ask."""

    marker: str
    url: str


@dataclass(frozen=True)
class Case:
    """One upload; `files` None: the diagram comes alone."""

    name: str
    data: bytes
    files: Mapping[str, bytes] | None = field(default=None, repr=False)


FORM = {
    "form.schema.json": b'{"type": "object", "properties": {"a": {"type": "string", "title": "a"}}}',
    "paper.layout.json": b'{"title": "t", "columns": 2, "rows": [[{"label": "a", "field": "/a"}]]}',
}


# --- code, wherever a diagram may hold an expression


def payloads(reach: Reach) -> dict[str, str]:
    """Texts that would do something outside if anybody ran them."""
    mark = reach.marker
    return {
        "python": f"__import__('os').system('touch {mark}')",
        "open": f"open('{mark}', 'w')",
        "subclasses": "().__class__.__base__.__subclasses__()[-1]",
        "juel": f"${{''.getClass().forName('java.lang.Runtime').getRuntime().exec('touch {mark}')}}",
        "feel": f'={{a: external {{java: {{class: "java.lang.Runtime", "method": "exec(touch {mark})"}}}}}}',
        "endless": "[x for x in range(10**12)]",
    }


def _loop(tag: str, text: str) -> str:
    number = "" if tag == "loopCardinality" else "<loopCardinality>2</loopCardinality>"
    inner = f"<{tag}>{text}</{tag}>"
    return (
        f'<task id="t"><multiInstanceLoopCharacteristics>{number}{inner}'
        "</multiInstanceLoopCharacteristics></task>"
    )


def _catch(definition: str) -> str:
    return f'<intermediateCatchEvent id="w">{definition}</intermediateCatchEvent>'


def _extended(kind: str, extension: str) -> str:
    return f'<{kind} id="t"><extensionElements>{extension}</extensionElements></{kind}>'


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


PLACES: Mapping[str, Callable[[str], str]] = {
    "condition": lambda text: _choice(text),
    "script": lambda text: row(f'<scriptTask id="t"><script>{text}</script></scriptTask>'),
    "cardinality": lambda text: row(_loop("loopCardinality", text)),
    "completion": lambda text: row(_loop("completionCondition", text)),
    "loop": lambda text: row(
        '<task id="t"><standardLoopCharacteristics loopMaximum="2" testBefore="true"><loopCondition>'
        f"{text}</loopCondition></standardLoopCharacteristics></task>"
    ),
    "timer": lambda text: row(
        _catch(f"<timerEventDefinition><timeDuration>{text}</timeDuration></timerEventDefinition>")
    ),
    "date": lambda text: row(
        _catch(f"<timerEventDefinition><timeDate>{text}</timeDate></timerEventDefinition>")
    ),
    "event": lambda text: row(
        _catch(f"<conditionalEventDefinition><condition>{text}</condition></conditionalEventDefinition>")
    ),
    "input": lambda text: row(
        _extended(
            "serviceTask", f'<tb:operation name="o"><tb:in name="a" expression="{text}"/></tb:operation>'
        )
    ),
    "operation": lambda text: row(_extended("serviceTask", f'<tb:operation name="{text}"/>')),
    "assignee": lambda text: row(
        _extended(
            "userTask", f'<tb:step apply="true"><tb:assign rule="expression" value="{text}"/></tb:step>'
        )
    ),
    "script format": lambda text: row(
        f'<scriptTask id="t" scriptFormat="groovy"><script>{text}</script></scriptTask>'
    ),
}


def _choice(condition: str) -> str:
    return (
        '<startEvent id="s"/><exclusiveGateway id="x" default="x_n"/><endEvent id="y"/><endEvent id="n"/>'
        + flow("s", "x")
        + f'<sequenceFlow id="x_y" sourceRef="x" targetRef="y"><conditionExpression>{condition}'
        "</conditionExpression></sequenceFlow>" + flow("x", "n")
    )


def code(reach: Reach) -> Iterator[Case]:
    """Every payload in every place."""
    for place, make in PLACES.items():
        for name, text in payloads(reach).items():
            yield Case(f"{place}: {name}", file(process(make(escaped(text)))))


# --- XML


def xml(reach: Reach) -> Iterator[Case]:
    body, url = process(row()), reach.url
    plain = file(body).decode()
    doctypes = {
        "external dtd": f'<!DOCTYPE definitions SYSTEM "{url}/x.dtd">',
        "parameter entity": f'<!DOCTYPE d [<!ENTITY % p SYSTEM "{url}/p"> %p;]>',
        "entity of a file": '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        "laughs": "<!DOCTYPE d [<!ENTITY a 'ha'>" + laughs(30) + "]>",
        "in lower case": "<!doctype d>",
        "after a comment": "<!-- a --><?b c?>\n<!DOCTYPE d>",
        "with a public id": f'<!DOCTYPE d PUBLIC "-//OMG//BPMN" "{url}/b.dtd">',
    }
    for name, doctype in doctypes.items():
        yield Case(f"doctype {name}", (doctype + plain).encode())
    yield Case("doctype in utf-16", ("<!DOCTYPE d>" + plain).encode("utf-16"))
    yield Case("doctype in gbk", ('<?xml version="1.0" encoding="gbk"?><!DOCTYPE d>' + plain).encode("gbk"))
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{url}/i"/>'
    yield Case("xinclude", file(process(row() + include)))
    yield Case("stylesheet", f'<?xml-stylesheet href="{url}/s.xsl"?>{plain}'.encode())
    located = f'{HEAD[:-1]} xsi:schemaLocation="urn:x {url}/x.xsd">'
    yield Case("schema location", plain.replace(HEAD, located).encode())
    imported = f'<import importType="http://www.w3.org/2001/XMLSchema" location="{url}/x" namespace="urn:x"/>'
    yield Case("import", file(imported + body))
    for codec in ("zlib", "rot13", "hex", "idna", "unicode_escape", "utf-7", "utf_8_sig' x='", "ascii"):
        yield Case(f"encoding {codec}", f'<?xml version="1.0" encoding="{codec}"?>{plain}'.encode())
    yield Case("xml 1.1", f'<?xml version="1.1"?>{plain}'.encode())
    yield from _broken(plain)


def laughs(times: int) -> str:
    names = [f"a{n}" for n in range(times)]
    pairs = zip(names, ["a", *names], strict=False)
    return "".join(f"<!ENTITY {name} '{10 * f'&{inner};'}'>" for name, inner in pairs)


def _broken(plain: str) -> Iterator[Case]:
    broken = {
        "control character": plain.replace('id="s"', 'id="s&#1;"'),
        "nul": plain.replace('id="s"', 'id="\0"'),
        "raw control character": plain.replace('id="s"', 'id="\x08"'),
        "undeclared prefix": plain.replace("<startEvent", "<x:startEvent", 1),
        "attribute twice": plain.replace('id="s"', 'id="s" id="s"', 1),
        "cut off": plain[: len(plain) // 2],
        "two roots": plain + plain,
        "unknown entity": plain.replace('id="s"', 'id="s" name="&nobody;"', 1),
        "huge character": plain.replace('id="s"', 'id="s" name="&#99999999;"', 1),
    }
    for name, text in broken.items():
        yield Case(f"broken: {name}", text.encode())
    yield Case("half a surrogate", plain.replace('id="s"', 'id="\ud800"').encode("utf-8", "surrogatepass"))
    yield Case("gzip", b"\x1f\x8b\x08\x00" + bytes(100))
    yield Case("png", b"\x89PNG\r\n\x1a\n" + bytes(100))
    yield Case("noughts", bytes(100_000))
    yield Case("utf-32", plain.encode("utf-32"))


# --- size


def size(reach: Reach) -> Iterator[Case]:
    plain = file(process(row()))
    yield Case("too deep", b"<a>" * 100_000)
    nested = "".join(f'<subProcess id="n{n}"><startEvent id="s{n}"/>' for n in range(150))
    yield Case("150 levels", file(process(row() + nested + "</subProcess>" * 150)))
    yield Case("long id", file(process(row(f'<task id="{"x" * 1_000_000}"/>'))))
    yield Case("long name", file(process(row(f'<task id="t" name="{"名" * 300_000}"/>'))))
    many = " ".join(f'a{n}="1"' for n in range(20_000))
    yield Case("many attributes", file(process(row(f'<task id="t" {many}/>'))))
    spaces = " ".join(f'xmlns:p{n}="urn:{n}"' for n in range(5_000))
    yield Case("many namespaces", file(process(row(f'<task id="t" {spaces}/>'))))
    yield Case("long comment", plain.replace(b"<startEvent", b"<!--" + b"x" * 5_000_000 + b"--><startEvent"))
    yield Case("instructions", plain.replace(b"<startEvent", b"<?a b?>" * 50_000 + b"<startEvent"))
    yield Case("more than 10 MB", plain + b" " * 10_500_000)
    ways = "".join(f'<sequenceFlow id="w{n}" sourceRef="s" targetRef="e"/>' for n in range(300))
    yield Case("many ways", file(process(row() + ways)))
    docs = "<documentation>" + "<b>" * 150 + "</b>" * 150 + "</documentation>"
    yield Case("deep documentation", file(process(docs + row())))
    foreign = '<extensionElements><x xmlns="urn:x">' + "<y/>" * 20_000 + "</x></extensionElements>"
    yield Case("many extensions", file(process(foreign + row())))


# --- what would never end


def _task(attributes: str = "", inner: str = "", name: str = "t") -> str:
    return f'<task id="{name}" {attributes}>{inner}</task>'


def _repeated(number: object, inner: str = "") -> str:
    return (
        f"<multiInstanceLoopCharacteristics><loopCardinality>{number}</loopCardinality>"
        f"{inner}</multiInstanceLoopCharacteristics>"
    )


def _timer(kind: str, text: str) -> str:
    return _catch(f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>")


def _sub(name: str, inner: str, attributes: str = "") -> str:
    return f'<subProcess id="{name}" {attributes}>{inner}</subProcess>'


def endless(reach: Reach) -> Iterator[Case]:
    rows = {
        "a billion items": row(_task(inner=_repeated(10**9))),
        "a billion items, reckoned": row(_task(inner=_repeated("10**9"))),
        "items in items in items": row(
            _sub("a", row(_sub("b", row(_task(inner=_repeated(900)), prefix="b"), ), prefix="a"))
        ),
        "a million pieces": row(
            '<scriptTask id="m"><script>many = list(range(150000))</script></scriptTask>',
            '<task id="t"><multiInstanceLoopCharacteristics><loopDataInputRef>many</loopDataInputRef>'
            "</multiInstanceLoopCharacteristics></task>",
        ),
        "a loop without end": row(_task(inner="<standardLoopCharacteristics/>")),
        "a loop that always holds": row(
            _task(inner="<standardLoopCharacteristics><loopCondition>1 == 1</loopCondition>"
                  "</standardLoopCharacteristics>")
        ),
        "a million starts": row(_task('startQuantity="1000000"')),
        "negative tokens": row(_task('completionQuantity="-1"')),
        "a thousand times a thousand tokens": row(
            *(_task('completionQuantity="1000"', name=f"q{n}") for n in range(4))
        ),
        "a long time": row(_timer("timeDuration", "P99999999999D")),
        "longer than any clock": row(_timer("timeDuration", "P99999999999999999999999Y")),
        "no time at all, for ever": row(_timer("timeCycle", "R/PT0S")),
        "every moment": row(_timer("timeCycle", "R999999999/PT0.000001S")),
        "a cycle of a billion": row(_timer("timeCycle", "R1000000000/PT1S")),
        "the year 99999": row(_timer("timeDate", "99999-01-01T00:00:00Z")),
        "cron of nothing": row(_timer("timeCycle", "0 0 31 2 *")),
        "digits of a number": row(_task(inner=_repeated("9" * 5000))),
    }  # fmt: skip
    for name, body in rows.items():
        yield Case(name, file(process(body)))
    yield from _circles()


def _circles() -> Iterator[Case]:
    circle = (
        '<startEvent id="s"/><exclusiveGateway id="a"/><exclusiveGateway id="b" default="b_a"/>'
        '<endEvent id="e"/>' + flow("s", "a") + flow("a", "b") + flow("b", "a") + flow("b", "e", "1 > 2")
    )
    yield Case("a circle", file(process(circle)))
    bomb = (
        '<startEvent id="s"/><exclusiveGateway id="a"/><parallelGateway id="b"/><endEvent id="e"/>'
        + flow("s", "a") + flow("a", "b") + flow("b", "a")
        + '<sequenceFlow id="again" sourceRef="b" targetRef="a"/>' + flow("b", "e")
    )  # fmt: skip
    yield Case("a bomb of tokens", file(process(bomb)))
    link = (
        '<startEvent id="s"/><exclusiveGateway id="a"/>'
        '<intermediateThrowEvent id="lt"><linkEventDefinition name="l"/></intermediateThrowEvent>'
        '<intermediateCatchEvent id="lc"><linkEventDefinition name="l"/></intermediateCatchEvent>'
        + flow("s", "a") + flow("a", "lt") + flow("lc", "a")
    )  # fmt: skip
    yield Case("links in a circle", file(process(link)))
    call = '<callActivity id="c" calledElement="p"/>'
    yield Case("a call of itself", file(process(row(call))))
    ring = "".join(
        process(row(f'<callActivity id="c{n}" calledElement="p{(n + 1) % 50}"/>', prefix=f"n{n}"), f"p{n}")
        for n in range(50)
    )
    yield Case("calls in a ring", file(ring))
    yield from _events_that_bring_themselves_about()


def _events_that_bring_themselves_about() -> Iterator[Case]:
    throw = '<intermediateThrowEvent id="{}"><signalEventDefinition signalRef="g"/></intermediateThrowEvent>'
    listener = _sub(
        "es",
        '<startEvent id="es_s" isInterrupting="false"><signalEventDefinition signalRef="g"/></startEvent>'
        + throw.format("es_t")
        + '<endEvent id="es_e"/>'
        + flow("es_s", "es_t")
        + flow("es_t", "es_e"),
        'triggeredByEvent="true"',
    )
    signal = '<signal id="g" name="go"/>'
    yield Case("a signal that calls itself", file(signal + process(row(throw.format("t")) + listener)))
    count = '<scriptTask id="{}"><script>n = n + 1</script></scriptTask>'
    watching = _sub(
        "es",
        '<startEvent id="es_s" isInterrupting="false"><conditionalEventDefinition>'
        "<condition>n % 2 == 0</condition></conditionalEventDefinition></startEvent>"
        + count.format("es_a")
        + count.format("es_b")
        + flow("es_s", "es_a")
        + flow("es_a", "es_b"),
        'triggeredByEvent="true"',
    )
    begin = '<scriptTask id="t"><script>n = 0</script></scriptTask>'
    yield Case(
        "a condition that brings itself about", file(process(row(begin, count.format("u")) + watching))
    )
