"""Which door a path belongs to."""

API = "/api/"
# Where somebody may go whose first password is not changed yet.
FIRST_PASSWORD = frozenset({"/password", "/signout"})


def is_api(path: str) -> bool:
    """Say whether a path belongs to the REST door."""
    return path.startswith(API)
