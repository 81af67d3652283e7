"""What a file declares outside its processes: messages, signals, errors, correlations, shared definitions."""

from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from engine.execution.events.triggers import Property
from engine.execution.parser.elements import BPMN, GLOBAL_TASKS, local_name

_CODES = {"error": "errorCode", "escalation": "escalationCode"}


class FileIndex:
    """The root elements of one file, by id; references may carry a namespace prefix."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self._by_id = {child.get("id"): child for child in root if child.get("id")}

    def find(self, reference: str | None) -> etree._Element | None:
        """The root element that a reference names."""
        return self._by_id.get(plain_id(reference)) if reference else None

    def name_of(self, kind: str, reference: str | None) -> str | None:
        """Name of a message or signal, code of an error or escalation.

        Raises
        ------
        LookupError
            For a reference to nothing.
        """
        if not reference:
            return None
        found = self.find(reference)
        if found is None or local_name(found) != kind:
            raise LookupError(reference)
        return (found.get(_CODES.get(kind, "name")) or found.get("name") or found.get("id") or "").strip()

    def definition(self, reference: str) -> etree._Element:
        """The event definition that an `eventDefinitionRef` names, wherever it stands in the file.

        Raises
        ------
        LookupError
        """
        for found in self._definitions.get(plain_id(reference), ()):
            return found
        raise LookupError(reference)

    @cached_property
    def _definitions(self) -> dict[str, list[etree._Element]]:
        found: dict[str, list[etree._Element]] = {}
        for element in self.root.iter(f"{BPMN}*"):
            if local_name(element).endswith("EventDefinition") and element.get("id"):
                found.setdefault(element.get("id", ""), []).append(element)
        return found

    def callable(self, reference: str) -> etree._Element | None:
        """The process or global task that a call activity names."""
        found = self.find(reference)
        kinds = {"process", *GLOBAL_TASKS}
        return found if found is not None and local_name(found) in kinds else None

    # --- correlation (BPMN 2.0.2, 8.4.2)

    def properties(self, message: str | None, bindings: dict[str, str]) -> tuple[Property, ...]:
        """The correlation properties of a message, with what the receiver's process binds them to."""
        wanted = plain_id(message or "")
        paths = {key: path for key, ref, path in self._retrievals if ref == wanted}
        return tuple(Property(key, path, bindings.get(key)) for key, path in paths.items())

    @cached_property
    def _retrievals(self) -> list[tuple[str, str, str | None]]:
        return list(self._read_retrievals())

    def _read_retrievals(self) -> Iterator[tuple[str, str, str | None]]:
        for item in self.root.iterchildren(f"{BPMN}correlationProperty"):
            for way in item.iterchildren(f"{BPMN}correlationPropertyRetrievalExpression"):
                path = (way.findtext(f"{BPMN}messagePath") or "").strip()
                yield item.get("id", ""), plain_id(way.get("messageRef", "")), path or None


def bindings_of(process: etree._Element) -> dict[str, str]:
    """What a process's correlation subscriptions bind each property to."""
    return {
        plain_id(item.get("correlationPropertyRef", "")): (item.findtext(f"{BPMN}dataPath") or "").strip()
        for item in process.iterfind(f"{BPMN}correlationSubscription/{BPMN}correlationPropertyBinding")
        if (item.findtext(f"{BPMN}dataPath") or "").strip()
    }


def plain_id(reference: str) -> str:
    """An id without its namespace prefix."""
    return reference.strip().rpartition(":")[2]
