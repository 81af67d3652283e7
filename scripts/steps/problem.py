"""What a person is told when a step cannot be done."""


class Problem(Exception):
    """One sentence that says what is wrong and what to do about it."""
