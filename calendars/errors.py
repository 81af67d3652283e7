"""What the calendar refuses.

::

    CalendarError
    ├── BadDuration     not a duration of days, hours, minutes and seconds
    │   └── TooLong     more than ``durations.LONGEST``
    └── BeyondHorizon   not enough working time within ``working_time.HORIZON_DAYS``
"""


class CalendarError(ValueError):
    """The calendar cannot tell."""


class BadDuration(CalendarError):
    """The text is no duration of days, hours, minutes and seconds."""


class TooLong(BadDuration):
    """The duration is longer than anybody waits: a slip, or hostile."""


class BeyondHorizon(CalendarError):
    """The calendar has not enough working time within the years that are looked at."""
