"""A service in figures: counted and measured from the rows of its matters and their steps."""

from .asked import Asked, Subject, Version, subject_of
from .figures import Statistics, statistics
from .matters import AllMatters, Matters, Part
from .spreads import Spread
from .steps import Standing, StepFigures

__all__ = [
    "AllMatters",
    "Asked",
    "Matters",
    "Part",
    "Spread",
    "Standing",
    "Statistics",
    "StepFigures",
    "Subject",
    "Version",
    "statistics",
    "subject_of",
]
