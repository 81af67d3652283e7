"""A service in figures: counted and measured from the rows of its matters and their steps."""

from .asked import Asked, Subject, Version, look_up, subject_of
from .figures import Statistics, statistics
from .matters import AllMatters, Matters, Part
from .services import ServiceFigures, services
from .spreads import Spread
from .steps import Standing, StepFigures

__all__ = [
    "AllMatters",
    "Asked",
    "Matters",
    "Part",
    "ServiceFigures",
    "Spread",
    "Standing",
    "Statistics",
    "StepFigures",
    "Subject",
    "Version",
    "look_up",
    "services",
    "statistics",
    "subject_of",
]
