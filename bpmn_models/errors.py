"""What can be wrong with a bundle.

::

    BrokenBundle    code: file_missing, toml, no_key, bad_name, too_many_files, too_big, not_a_zip,
                          no_diagram, nested_zip, encrypted (of an upload; see `designer_export.importing`),
                          setting_… (``setting`` names it; see `setting_faults`, `patterns`)
"""


class BrokenBundle(Exception):
    """The bundle cannot be read."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params
