"""What can be wrong with an upload.

::

    Unreadable    code: empty, too_big, not_xml, encoding, doctype, not_well_formed, too_deep,
                  too_many_elements, too_many_attributes, too_many_namespaces, not_bpmn
"""


class Unreadable(Exception):
    """The upload cannot be read as a BPMN diagram."""

    def __init__(self, code: str, *, line: int | None = None, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.line = line
        self.params = params
