"""A form as one reader sees it: schema, layout, his access, and the document without what he may not see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.definitions import Deployed
from engine.filling import pick_document
from forms.access import Access, visible
from forms.model import Form


@dataclass(frozen=True, slots=True)
class FormView:
    """What a door needs to show a form.

    Attributes
    ----------
    document
        Hidden and secret fields are absent, not blank.
    opinion_pointer
        The opinion cell of the present step, if the reader is to write into it.
    """

    form: Form
    layout: str
    access: Access
    document: dict[str, Any]
    opinion_pointer: str | None = None


def form_view(
    deployed: Deployed,
    access: Access,
    variables: Mapping[str, Any],
    *,
    layout: str | None = None,
    opinion_pointer: str | None = None,
) -> FormView:
    """Cut a document down to what ``access`` lets its reader see."""
    document = visible(pick_document(deployed.form, variables), deployed.form, access)
    chosen = layout if layout in deployed.form.layouts else next(iter(deployed.form.layouts), "")
    return FormView(deployed.form, chosen, access, document, opinion_pointer)
