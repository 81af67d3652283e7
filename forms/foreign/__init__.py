"""Forms of other tools, said in ours: what each of their fields becomes, and what of it has no place here.

A reader (`json_schema`, `form_js`, `flowable`) makes a `ForeignForm` of what a tool wrote; `unify` makes one
schema of several, and `layouts` the sheet of each (decision 4: one document, one or more layouts).
"""

from forms.foreign.flowable import read_flowable
from forms.foreign.form import ForeignForm, Remark
from forms.foreign.form_js import read_form_js
from forms.foreign.json_schema import read_json_schema
from forms.foreign.layouts import layout_of
from forms.foreign.unify import Unified, unify

__all__ = [
    "ForeignForm",
    "Remark",
    "Unified",
    "layout_of",
    "read_flowable",
    "read_form_js",
    "read_json_schema",
    "unify",
]
