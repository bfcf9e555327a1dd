"""`voices say`: a text in one voice, into a file or aloud."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch_audio.cli import DONE
from dispatch_audio.commands import common

if TYPE_CHECKING:
    from dispatch_audio.workspace import Feed, Voice, Workspace


def arguments(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """What the verb takes."""
    parser.description = (
        "Speaks a text. --voice names a voice of voices/, a style that was fetched, or a mix that is heard once, such as "
        "am_michael=0.6,bm_george=0.4."
    )
    parser.add_argument("text", metavar="TEXT", help="what to say")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=Path,
        help="the WAV file to write (default: the voice's name with .wav)",
    )
    parser.add_argument(
        "--play", action="store_true", help="play it aloud, and write no file unless -o asks for one"
    )
    return parser


def run_say(args: argparse.Namespace) -> int:
    """Speaks, then writes or plays."""
    from dispatch_audio.commands.players import play, player
    from dispatch_audio.speak import audition
    from dispatch_audio.spoken import spoken_form

    workspace, feed = common.chosen_feed(args)
    voice = _voice(args, workspace, feed)
    # Looked for before a word is spoken: nobody waits for a model to learn that there is none.
    chosen = player() if args.play else None
    sound = audition(spoken_form(args.text, voice.lexicon_for(feed)), voice)
    path = args.output or (None if args.play else Path(f"{voice.key}.wav"))
    if path is not None:
        common.write_output(path, sound.path.read_bytes())
    if chosen is not None:
        play(chosen, sound.path, sound.seconds)
    if args.json:
        told = {
            "voice": voice.key,
            "file": None if path is None else str(path),
            "duration_s": round(sound.seconds, 3),
            "player": None if chosen is None else chosen.name,
        }
        common.result(told)
    else:
        where = f"played by {chosen.name}" if path is None and chosen is not None else str(path)
        common.line(f"{where}: {sound.seconds:.1f} s of {voice.profile.name}")
    return DONE


def _voice(args: argparse.Namespace, workspace: "Workspace", feed: "Feed") -> "Voice":
    """A voice of the workspace, or one that is made for the moment out of styles."""
    from dispatch_audio.speak.mixing import improvised, names_style

    name = args.voice
    if name is None or name in workspace.voice_names() or not names_style(workspace, name):
        return common.chosen_voice(args, workspace, feed)
    return improvised(workspace, name)
