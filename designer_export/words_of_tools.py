"""Attributes that the extension elements of Camunda, Flowable and Activiti have in these tools.

By local name: the families share theirs. What a dialect reads of them stands in its file; what is not here is
none of their words, and is told (`unread-content`).
"""

from collections.abc import Mapping
from typing import Final

_LISTENER: Final = frozenset({
    "class", "expression", "delegateExpression", "event", "id", "onTransaction", "type", "retries",
    "eventType", "headers", "customPropertiesResolverClass", "customPropertiesResolverExpression",
    "customPropertiesResolverDelegateExpression",
})  # fmt: skip
_PAIR: Final = frozenset({"source", "target", "sourceExpression", "transient"})
_MAPPED: Final = frozenset({
    "source", "target", "sourceExpression", "targetExpression", "variables", "businessKey", "local",
    "transient",
})  # fmt: skip
_FIELD: Final = frozenset({
    "id", "label", "name", "type", "datePattern", "defaultValue", "required", "readable", "writable",
    "value", "writeable", "default", "variable", "expression", "placeholder",
})  # fmt: skip

ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    "taskDefinition": frozenset({"type", "retries"}),
    "input": _PAIR,
    "output": _PAIR,
    "ioMapping": frozenset({"propagateAllChildVariables"}),
    "header": frozenset({"key", "value", "id"}),
    "subscription": frozenset({"correlationKey"}),
    "assignmentDefinition": frozenset({"assignee", "candidateGroups", "candidateUsers"}),
    "taskSchedule": frozenset({"dueDate", "followUpDate"}),
    "priorityDefinition": frozenset({"priority"}),
    "formDefinition": frozenset(
        {"formId", "formKey", "externalReference", "bindingType", "versionTag", "customFormKey"}
    ),
    "userTaskForm": frozenset({"id"}),
    "calledDecision": frozenset({"decisionId", "resultVariable", "bindingType", "versionTag"}),
    "loopCharacteristics": frozenset(
        {"inputCollection", "inputElement", "outputCollection", "outputElement"}
    ),
    "taskListener": _LISTENER,
    "executionListener": _LISTENER,
    "formField": _FIELD | {"businessKey"},
    "formProperty": _FIELD,
    "inputParameter": frozenset({"name"}),
    "outputParameter": frozenset({"name"}),
    "failedJobRetryTimeCycle": frozenset(),
    "in": _MAPPED,
    "out": _MAPPED,
    "properties": frozenset(),
    "property": frozenset({"id", "name", "value"}),
    "serviceTaskOperator": frozenset({"id", "name", "resultVariable"}),
    "parameter": frozenset({"id", "name", "type", "value"}),
    "instructionsForEndUser": frozenset(),
    "preScript": frozenset(),
    "postScript": frozenset(),
    "allowGuest": frozenset(),
    "guestConfirmation": frozenset(),
    "messagePayload": frozenset(),
    "messageVariable": frozenset(),
}
"""Where a dialect reads an element with other attributes than these, it is left out here."""
