"""The rules: one file each, with a good and a bad diagram in the tests and a page in ``docs/rules``.

A rule has an ``ID`` and a function ``check(model)`` that yields findings; `readable` alone speaks of uploads
that never become a model.
"""

from collections.abc import Callable, Iterator
from typing import Final

from designer_export.findings import Finding
from designer_export.model import Model
from designer_export.rules import (
    apply_step,
    assign_incomplete,
    boundary_attached_to_nothing,
    broken_form,
    call_cycle,
    cardinality,
    condition_after_parallel,
    default_flow,
    duplicate_id,
    empty_process,
    encoding,
    expression_syntax,
    expression_unknown_name,
    extension_not_carried,
    flow_leads_nowhere,
    gateway_without_condition,
    gateway_without_default,
    gateway_without_flow,
    missing_assignee,
    missing_id,
    native_schema,
    no_end,
    no_start,
    not_carried,
    not_executable,
    readable,
    reference_to_nothing,
    required_unseen,
    script_empty,
    service_without_operation,
    several_processes,
    several_starts,
    start_with_incoming,
    timer,
    unknown_field,
    unknown_layout,
    unknown_operation,
    unknown_outcome,
    unreachable,
    unsound,
    unsupported_attribute,
    unsupported_element,
)

Check = Callable[[Model], Iterator[Finding]]

_MODULES = (
    apply_step,
    assign_incomplete,
    boundary_attached_to_nothing,
    broken_form,
    call_cycle,
    cardinality,
    condition_after_parallel,
    default_flow,
    duplicate_id,
    empty_process,
    encoding,
    expression_syntax,
    expression_unknown_name,
    extension_not_carried,
    flow_leads_nowhere,
    gateway_without_condition,
    gateway_without_default,
    gateway_without_flow,
    missing_assignee,
    missing_id,
    native_schema,
    no_end,
    no_start,
    not_carried,
    not_executable,
    reference_to_nothing,
    required_unseen,
    script_empty,
    service_without_operation,
    several_processes,
    several_starts,
    start_with_incoming,
    timer,
    unknown_field,
    unknown_layout,
    unknown_operation,
    unknown_outcome,
    unreachable,
    unsound,
    unsupported_attribute,
    unsupported_element,
)

CHECKS: Final[dict[str, Check]] = {module.ID: module.check for module in _MODULES}
"""Every rule that looks at a model, by id."""

RULES: Final = (readable.ID, *CHECKS)
"""The ids of all rules."""
