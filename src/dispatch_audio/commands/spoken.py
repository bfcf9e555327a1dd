"""Shows how a text will be read: the words that the narrator says for it. Without TEXT, reads each line of stdin.

With --explain, tells below each line what is said differently from how it is written, and by which rule or lexicon entry.
"""

import argparse
import sys
from typing import TYPE_CHECKING

from dispatch_audio.cli import DONE
from dispatch_audio.commands import common

if TYPE_CHECKING:
    from dispatch_audio.script import SpokenForm
    from dispatch_audio.spoken import Lexicon


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "text", metavar="TEXT", nargs="*", help="what to read; several words are joined by blanks"
    )
    parser.add_argument(
        "--explain", action="store_true", help="tell which rule or lexicon entry reads which words"
    )
    common.workspace_arguments(parser, voice=True)
    common.json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """A line of result for each line of text, in the same order."""
    from dispatch_audio.spoken import spoken_form

    lexicon = _lexicon(args)
    for written in [" ".join(args.text)] if args.text else map(str.rstrip, sys.stdin or ()):
        form = spoken_form(written, lexicon)
        if args.json:
            common.result({"text": written, "spoken": form.spoken, "spans": _spans(form)})
            continue
        common.line(form.spoken)
        if args.explain:
            _explain(form)
    return DONE


def _lexicon(args: argparse.Namespace) -> "Lexicon":
    """The voice's and the show's where there is a show; a text can be tried anywhere."""
    from dispatch_audio.spoken import BUILT_IN
    from dispatch_audio.workspace import Workspace

    workspace = Workspace(args.workspace)
    if args.feed is None and len(workspace.feed_names()) != 1:
        return BUILT_IN
    feed = workspace.feed(args.feed)
    return common.chosen_voice(args, workspace, feed).lexicon_for(feed)


def _spans(form: "SpokenForm") -> list[dict[str, str]]:
    return [
        {
            "written": form.text[span.start : span.end],
            "spoken": span.spoken,
            "rule": span.rule,
            "phonemes": span.phonemes,
        }
        for span in form.spans
    ]


def _explain(form: "SpokenForm") -> None:
    for span in _spans(form):
        if span["rule"]:
            sound = f" /{span['phonemes']}/" if span["phonemes"] else ""
            common.line(
                f"    {span['written'].strip()} -> {span['spoken'].strip() or 'nothing'}{sound}, {span['rule']}"
            )
