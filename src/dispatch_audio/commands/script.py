"""Composes the narration script of a DISPATCH and writes it to stdout, or to a file.

With --words, lists in its place the names and words that the voice would have to guess, since they are in no
pronunciation dictionary and no lexicon: each with its guess, for an editor to settle before air.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch_audio.cli import DONE, WITHHELD, say
from dispatch_audio.commands import common

if TYPE_CHECKING:
    from dispatch_audio.script import Script
    from dispatch_audio.workspace import Voice


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "dispatch", metavar="DISPATCH", help="a file, or the name of one in the feed's dispatches/"
    )
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="write here in place of stdout")
    parser.add_argument(
        "--words", action="store_true", help="list the words that the voice would have to guess"
    )
    common.workspace_arguments(parser, voice=True)
    common.length_argument(parser)
    common.json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Writes the script as Markdown or JSON, or the list of words."""
    import json

    from dispatch_audio.build import check_script, compose_script
    from dispatch_audio.readers import read_dispatch
    from dispatch_audio.speak.estimate import estimate, words
    from dispatch_audio.workspace import find_dispatch

    workspace, feed = common.chosen_feed(args)
    voice = common.chosen_voice(args, workspace, feed)
    dispatch = read_dispatch(find_dispatch(feed, args.dispatch))
    script = compose_script(dispatch, feed, voice, args.length)
    if args.words:
        text = "\n".join(_words(script, voice, as_json=args.json))
    else:
        text = (
            json.dumps(script.as_json(), ensure_ascii=False)
            if args.json
            else script.as_markdown(dispatch.title)
        )
    if args.output is not None:
        common.write_output(args.output, f"{text}\n".encode())
    elif text:
        common.line(text)
    if not args.words:
        minutes, seconds = divmod(round(estimate(script, voice)), 60)
        say(
            f"{dispatch.slug}: {words(script):,} words, about {minutes}:{seconds:02d} with {voice.profile.name}"
        )
    failed = check_script(script, dispatch, feed, voice)
    for finding in failed:
        say(f"{finding.subject}: {finding.check}: {finding.said}")
    return WITHHELD if failed else DONE


def _words(script: "Script", voice: "Voice", *, as_json: bool) -> list[str]:
    """A line for each word, in the order first said."""
    import json

    from dispatch_audio.speak.engines import load_engine
    from dispatch_audio.spoken import guessed

    engine = load_engine(voice)
    first: dict[str, str] = {}
    times: dict[str, int] = {}
    for utterance in script.utterances:
        for word in guessed(utterance.form):
            first.setdefault(word, utterance.text)
            times[word] = times.get(word, 0) + 1
    if as_json:
        return [
            json.dumps(
                {"word": w, "guess": engine.phonemes(w), "times": times[w], "text": t}, ensure_ascii=False
            )
            for w, t in first.items()
        ]
    return [f"{word}\t/{engine.phonemes(word)}/\t{times[word]}\t{text}" for word, text in first.items()]
