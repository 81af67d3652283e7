"""ADONIS: lists of attributes of each object and model; its automation adds who is mailed what."""

from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.keeping import extensions, keep_elements, keep_whole
from designer_export.dialects.kie.inputs import said
from designer_export.dialects.outside import ask_outside
from designer_export.namespaces import bpmn, local

ADONIS: Final = "http://www.boc-group.com"
NAMESPACES: Final = (ADONIS,)

_HOLDERS: Final = frozenset({"instance", "connector", "modelattributes"})
_DRAWN: Final = (
    "DISPLAY_",
    "REPRESENTATION",
    "VISUALI",
    "A_VISUALI",
    "A_DISPLAY_",
    "BOUNDARY_VISIBLE",
    "A_GRADIENT",
    "A_POTENTIAL_",
)
_BOOKKEEPING: Final = frozenset({
    "WIDTH", "HEIGHT", "CREATION_DATE", "MFB_RWF_STATE", "MFB_RWF_VERSION", "TIME_PERIOD", "DENOMINATION",
    "IDENTIFICATION_OF_CHANGES", "A_CONVERGING", "IS_CLOSED", "MULTIPLICITY_MIN", "MULTIPLICITY_MAX",
})  # fmt: skip
"""What the diagram says by itself too, or only its drawing and its repository need."""
_NOTHING: Final = frozenset({"", "false", "No entry", "None", "No change", "automatic"})
_CONDITION: Final = "TRANSITION_CONDITION"
_MAIL: Final = (("MailTo", "to"), ("MailSubject", "subject"), ("MailBody", "body"))


def carry(carrier: Carrier) -> None:
    """Keep what is drawn and what says nothing, and let mails be sent outside; the rest is named."""
    keep_elements(carrier, ADONIS, _HOLDERS)
    for item in extensions(carrier, ADONIS):
        name = etree.QName(item).localname
        if name == "record" or (name == "attribute" and _is_of_no_consequence(item)):
            keep_whole(carrier, item, ADONIS)
    for task in carrier.root.iter(bpmn("sendTask"), bpmn("serviceTask")):
        _mail(carrier, task)


def _is_of_no_consequence(item: etree._Element) -> bool:
    """Tell whether an attribute is drawn, empty or zero, or says what stands in the model itself."""
    name = item.get("name", "")
    words = " ".join("".join(map(str, item.itertext())).split())
    if name.startswith(_DRAWN) or name in _BOOKKEEPING:
        return True
    return words in _NOTHING or not words.strip("0 ") or (name == _CONDITION and words == _condition(item))


def _condition(item: etree._Element) -> str | None:
    flow = next((around for around in item.iterancestors() if local(around) == "sequenceFlow"), None)
    text = flow.findtext(bpmn("conditionExpression")) if flow is not None else None
    return " ".join((text or "").split()) or None


def _mail(carrier: Carrier, task: etree._Element) -> None:
    """A mail that its automation would send: whoever answers sends it."""
    given = []
    for name, key in _MAIL:
        for item in carrier.items(task, f"{{{ADONIS}}}{name}"):
            given.append((key, said((item.text or "").strip())))
    if given and not carrier.has(task, "operation"):
        ask_outside(carrier, task, "mail", task.get("id", ""), given)
