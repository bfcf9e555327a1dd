"""Dispatch to Script: which source belongs where, what is said of it, and in which words. Pure and repeatable."""

from collections.abc import Callable

from dispatch_audio.compose.length import Length, length_of
from dispatch_audio.compose.show import Show
from dispatch_audio.dispatch import Dispatch
from dispatch_audio.script import Script, SpokenForm

__all__ = ["Length", "compose", "length_of"]


def compose(
    dispatch: Dispatch,
    show: Show,
    say: Callable[[str], SpokenForm],
    length: Length = "standard",
    seconds: Callable[[Script], float] | None = None,
) -> Script:
    """The narration script of a dispatch: an opening, a chapter for each section, the rest in brief, a sign-off.

    ``say`` turns written text into its spoken form, ``seconds`` tells how long a script will be when it is spoken;
    both must be pure. What is not told is listed in ``left_out`` with the reason; but for headlines and a small number
    of minutes, every source is told in some chapter. The same arguments give the same script.
    """
    # The language model loads with the composer; who only wants the values of this room does not wait for it.
    from dispatch_audio.compose.composer import compose_script

    return compose_script(dispatch, show, say, length, seconds)
