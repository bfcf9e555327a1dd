"""Dispatch to Script: which source belongs where, what is said of it, and in which words. Pure and repeatable."""

from collections.abc import Callable

from dispatch_audio.compose.show import Show
from dispatch_audio.dispatch import Dispatch
from dispatch_audio.script import Script, SpokenForm

__all__ = ["compose"]


def compose(dispatch: Dispatch, show: Show, say: Callable[[str], SpokenForm]) -> Script:
    """The narration script of a dispatch: an opening, a chapter for each section, the rest in brief, a sign-off.

    ``say`` turns written text into its spoken form; it must be pure. Every source is told in some chapter, and what
    is not told of it is listed in ``left_out`` with the reason. The same dispatch and show give the same script.
    """
    # The language model loads with the composer; who only wants the values of this room does not wait for it.
    from dispatch_audio.compose.composer import compose_script

    return compose_script(dispatch, show, say)
