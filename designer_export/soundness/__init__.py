"""Soundness: from every state that a level can reach, it can end, and no flow ever holds two tokens.

Conditions and events are taken as free choices. Levels are looked at one by one, a sub-process counting as
one step of its outer level; a level with parts outside the net (complex gateways, ad-hoc levels, cycles in
the flow …) is left undecided, and so is a fault that an event from beside could still end.
"""

from designer_export.soundness.verdict import Fault, Soundness, explore

__all__ = ["Fault", "Soundness", "explore"]
