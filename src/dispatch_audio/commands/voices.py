"""Lists the voices of the workspace. `voices say TEXT --voice NAME` speaks a text into a WAV file; `voices tempo`
measures how fast a voice is, for the `tempo` of its profile.
"""

import argparse
from pathlib import Path

from dispatch_audio.cli import DONE
from dispatch_audio.commands import common


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    common.workspace_arguments(parser, voice=True)
    common.json_argument(parser)
    verbs = parser.add_subparsers(dest="verb", metavar="say | tempo")
    say = verbs.add_parser("say", help="speak a text into a file")
    say.add_argument("text", metavar="TEXT")
    say.add_argument("-o", "--output", metavar="FILE", type=Path, help="default: the voice's name with .wav")
    tempo = verbs.add_parser("tempo", help="speak a passage and tell the profile's tempo")
    for verb in (say, tempo):
        # Given after the verb as well; SUPPRESS keeps what stood before it.
        verb.add_argument("--voice", metavar="NAME", default=argparse.SUPPRESS)
        verb.add_argument("--workspace", metavar="DIR", type=Path, default=argparse.SUPPRESS)
        verb.add_argument("--feed", metavar="NAME", default=argparse.SUPPRESS)
        verb.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Lists, speaks, or measures."""
    return {"say": _say, "tempo": _tempo, None: _list}[args.verb](args)


def _list(args: argparse.Namespace) -> int:
    from dispatch_audio.workspace import Workspace

    workspace = Workspace(args.workspace)
    for key in workspace.voice_names():
        profile = workspace.voice(key).profile
        if args.json:
            common.result(
                {
                    "voice": key,
                    "name": profile.name,
                    "engine": profile.engine,
                    "pace": profile.pace,
                    "quotes": profile.quotes or key,
                }
            )
        else:
            quotes = f", quotations read by {profile.quotes}" if profile.quotes else ""
            common.line(f"{key}: {profile.name}, {profile.engine}, pace {profile.pace:g}{quotes}")
    return DONE


def _say(args: argparse.Namespace) -> int:
    from dispatch_audio.speak import audition
    from dispatch_audio.spoken import spoken_form

    workspace, feed = common.chosen_feed(args)
    voice = common.chosen_voice(args, workspace, feed)
    sound = audition(spoken_form(args.text, voice.lexicon_for(feed)), voice)
    path = args.output or Path(f"{voice.key}.wav")
    common.write_output(path, sound.path.read_bytes())
    if args.json:
        common.result({"voice": voice.key, "file": str(path), "duration_s": round(sound.seconds, 3)})
    else:
        common.line(f"{path}: {sound.seconds:.1f} s of {voice.profile.name}")
    return DONE


def _tempo(args: argparse.Namespace) -> int:
    from dispatch_audio.speak.calibrate import measured_tempo

    voice = common.chosen_voice(args, *common.chosen_feed(args))
    tempo = round(measured_tempo(voice), 2)
    if args.json:
        common.result({"voice": voice.key, "tempo": tempo})
    else:
        common.line(f"tempo = {tempo:.2f}")
    return DONE
