"""`python -m dispatch_audio` is `dispatch-audio`."""

from dispatch_audio.cli import run

run()
