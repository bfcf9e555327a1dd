"""Shows how a text will be read: the words that the narrator says for it. Without TEXT, each line of stdin."""

import argparse
import sys

from dispatch_audio.cli import DONE
from dispatch_audio.commands import common


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("text", metavar="TEXT", nargs="*", help="words, joined by blanks")
    common.workspace_arguments(parser)
    common.json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """A line of result for each line of text, in the same order."""
    from dispatch_audio.spoken import BUILT_IN, spoken_form
    from dispatch_audio.workspace import Workspace

    # A text can be tried anywhere; the show's lexicon counts where there is a show.
    workspace = Workspace(args.workspace)
    in_workspace = args.feed is not None or len(workspace.feed_names()) == 1
    lexicon = workspace.feed(args.feed).lexicon if in_workspace else BUILT_IN
    for written in [" ".join(args.text)] if args.text else map(str.rstrip, sys.stdin or ()):
        form = spoken_form(written, lexicon)
        if args.json:
            spans = [
                {"written": form.text[span.start : span.end], "spoken": span.spoken, "rule": span.rule}
                for span in form.spans
            ]
            common.result({"text": written, "spoken": form.spoken, "spans": spans})
        else:
            common.line(form.spoken)
    return DONE
