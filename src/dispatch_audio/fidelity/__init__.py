"""Is every word of a script borne out? Numbers, names, dates and quotations against what is on record; and what is
missing. Pure and linear; it shares with the composer what words are, and none of its judgement."""

from dispatch_audio.compose.show import Show
from dispatch_audio.dispatch import Dispatch
from dispatch_audio.fidelity.fault import Fault
from dispatch_audio.script import Script

__all__ = ["Fault", "faults"]


def faults(script: Script, dispatch: Dispatch, show: Show, *, edited: bool = False) -> tuple[Fault, ...]:
    """All that a script says without ground, and all that it leaves out without saying so; see ``check``."""
    # What it shares with the composer takes a while to load; an episode that is there already needs none of it.
    from dispatch_audio.fidelity.check import faults as found

    return found(script, dispatch, show, edited=edited)
