"""Dry runs: a process runs in memory, people and the world are played; nothing is stored, called or sent.

Who plays them is an `Actor`: `Listed` gives the answers of a file in order, `Drawn` draws them by a seed.
"""

from .answers import Answer, AnswerProblem, Listed, read_answers
from .drawn import Drawn
from .rehearsing import rehearse
from .result import Rehearsed
from .subject import Subject, of_bundle, of_diagram

__all__ = [
    "Answer",
    "AnswerProblem",
    "Drawn",
    "Listed",
    "Rehearsed",
    "Subject",
    "of_bundle",
    "of_diagram",
    "read_answers",
    "rehearse",
]
