"""Soundness: from every state that a level can reach, it can end, and no flow ever holds two tokens.

Conditions are taken as free choices. Levels are looked at one by one, a sub-process counting as one step of
its outer level; a level with parts outside the net (boundary events, event-based or complex gateways …) is
left undecided.
"""

from designer_export.soundness.verdict import Fault, Soundness, explore

__all__ = ["Fault", "Soundness", "explore"]
