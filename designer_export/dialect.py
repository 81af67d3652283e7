"""Which tool a diagram comes from, as far as it tells."""

from dataclasses import dataclass

from lxml import etree

from designer_export.namespaces import TONGBAN, tb


@dataclass(frozen=True, slots=True)
class Dialect:
    """The tool's name in lower case and its version, or ``plain`` and None."""

    name: str
    version: str | None = None

    @property
    def executes(self) -> bool:
        """Whether it is the dialect of an engine: what is marked executable there does run as it is drawn."""
        return self.name in _ENGINES


_ENGINES = frozenset({"camunda", "camunda-7", "camunda-8", "flowable", "activiti", "spiffworkflow", "jbpm"})
ORIGIN = tb("dialect")
"""What our own diagram says of the upload that it was made of."""
_NAMESPACES = (
    (TONGBAN, "tongban"),
    ("http://camunda.org/schema/zeebe/1.0", "camunda-8"),
    ("http://camunda.org/schema/1.0/bpmn", "camunda-7"),
    ("http://flowable.org/bpmn", "flowable"),
    ("http://activiti.org/bpmn", "activiti"),
    ("http://spiffworkflow.org/bpmn/schema/1.0/core", "spiffworkflow"),
    ("http://operaton.org/schema/1.0/bpmn", "camunda-7"),
    ("http://cibseven.org/schema/1.0/bpmn", "camunda-7"),
    ("http://www.signavio.com", "signavio"),
    ("http://www.bizagi.com/bpmn20", "bizagi"),
    ("http://www.boc-group.com", "adonis"),
    ("http://www.jboss.org/drools", "jbpm"),
    ("http://www.trisotech.com/2015/triso/bpmn", "trisotech"),
    ("http://www.omg.org/spec/BPMN/non-normative/extensions/iso15926", "plain"),
)
_PLATFORM = "{http://camunda.org/schema/modeler/1.0}executionPlatform"
_PLATFORMS = {"Camunda Cloud": "camunda-8", "Camunda Platform": "camunda-7"}
_EXPORTERS = (
    ("camunda modeler", "camunda"),
    ("bpmn-js", "bpmn.io"),
    ("bpmn.io", "bpmn.io"),
    ("signavio", "signavio"),
    ("bizagi", "bizagi"),
    ("adonis", "adonis"),
    ("flowable", "flowable"),
    ("trisotech", "trisotech"),
    ("yaoqiang", "yaoqiang"),
    ("tongban", "tongban"),
)


def dialect_of(root: etree._Element) -> Dialect:
    """Tell the dialect by the namespaces that are declared anywhere, else by platform or exporter."""
    version = root.get("exporterVersion")
    if root.get(ORIGIN):
        return Dialect(root.get(ORIGIN, ""), version)
    spaces = {uri for element in _few(root) for uri in element.nsmap.values() if uri}
    for uri, name in _NAMESPACES:
        if any(space.startswith(uri) for space in spaces):
            return Dialect(name, version)
    if root.get(_PLATFORM) in _PLATFORMS:
        return Dialect(_PLATFORMS[root.get(_PLATFORM, "")], version)
    exporter = (root.get("exporter") or "").lower()
    for part, name in _EXPORTERS:
        if part in exporter:
            return Dialect(name, version)
    return Dialect("plain", version)


def _few(root: etree._Element) -> list[etree._Element]:
    """Return the root and the elements that declare namespaces of their own, among the first thousand."""
    found = []
    for number, element in enumerate(root.iter("*")):
        if number >= 1000:
            break
        found.append(element)
    return found
