"""What is refused of saved views.

::

    EngineError
    ├── ViewNameRequired   a view is kept under a name
    ├── ViewNameTooLong    longer than 40 characters
    └── TooManyViews       more than 50
"""

from .errors import EngineError


class ViewNameRequired(EngineError):
    """Please give the view a name."""

    code = "view_name_required"


class ViewNameTooLong(EngineError):
    """The name of a view has at most %(limit)s characters."""

    code = "view_name_too_long"


class TooManyViews(EngineError):
    """You can keep at most %(limit)s views; delete one first."""

    code = "too_many_views"
