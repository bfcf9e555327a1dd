"""Is every word of a script borne out? Numbers, names, dates and quotations against what is on record; and what is
missing. Pure and linear; it shares with the composer what words are, and none of its judgement."""

from dispatch_audio.fidelity.check import faults
from dispatch_audio.fidelity.fault import Fault

__all__ = ["Fault", "faults"]
