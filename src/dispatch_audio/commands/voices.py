"""Lists the voices of the workspace, and tells what each lacks on this machine, if anything.

`voices say TEXT` speaks a text into a WAV file, or aloud; `voices mix` makes a new narrator out of others; `voices fetch`
downloads voices that are not installed; `voices tempo` measures how fast a voice is, for the `tempo` of its profile.
"""

import argparse

from dispatch_audio.cli import DONE, FAILED, say
from dispatch_audio.commands import audition, common, voices_fetch, voices_mix


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    common.workspace_arguments(parser, voice=True)
    common.json_argument(parser)
    verbs = parser.add_subparsers(dest="verb", metavar="say | mix | fetch | tempo")
    added = (
        audition.arguments(verbs.add_parser("say", help="speak a text into a file, or aloud")),
        voices_mix.arguments(verbs.add_parser("mix", help="make a new narrator out of styles")),
        voices_fetch.arguments(verbs.add_parser("fetch", help="download a voice by its name")),
        verbs.add_parser(
            "tempo",
            help="measure how fast a voice is",
            description="Speaks a passage, and prints the line `tempo = ...` for the voice's profile.",
        ),
    )
    for verb in added:
        # Given after the verb as well; SUPPRESS keeps what stood before it.
        common.workspace_arguments(verb, voice=True)
        common.json_argument(verb)
        for action in verb._actions:
            if action.dest in ("workspace", "feed", "voice", "json"):
                action.default = argparse.SUPPRESS


def run(args: argparse.Namespace) -> int:
    """Lists, or does what the verb says."""
    verbs = {
        None: _list,
        "say": audition.run_say,
        "mix": voices_mix.run_mix,
        "fetch": voices_fetch.run_fetch,
        "tempo": _tempo,
    }
    return verbs[args.verb](args)


def _list(args: argparse.Namespace) -> int:
    """A line for each voice, also for those that cannot be read."""
    from dispatch_audio.errors import DispatchAudioError
    from dispatch_audio.speak.engines import lacking, load_engine
    from dispatch_audio.workspace import Workspace

    workspace = Workspace(args.workspace)
    code = DONE
    for key in workspace.voice_names():
        try:
            voice = workspace.voice(key, load_engine)
            missing = lacking(voice)
        except DispatchAudioError as error:
            code = FAILED
            say(str(error))
            if args.json:
                common.result({"voice": key, "error": str(error)})
            continue
        profile = voice.profile
        if args.json:
            common.result(
                {
                    "voice": key,
                    "name": profile.name,
                    "engine": profile.engine,
                    "pace": profile.pace,
                    "quotes": profile.quotes or key,
                    "fallback": profile.fallback,
                    "installed": not missing,
                    "lacking": missing,
                }
            )
        else:
            quotes = f", quotations read by {profile.quotes}" if profile.quotes else ""
            gone = f", else {profile.fallback}" if profile.fallback else ""
            here = f"not installed: {missing}" if missing else "installed"
            common.line(
                f"{key}: {profile.name}, {profile.engine}, pace {profile.pace:g}{quotes}{gone}, {here}"
            )
    return code


def _tempo(args: argparse.Namespace) -> int:
    from dispatch_audio.speak.calibrate import measured_tempo

    voice = common.chosen_voice(args, *common.chosen_feed(args))
    tempo = round(measured_tempo(voice), 2)
    if args.json:
        common.result({"voice": voice.key, "tempo": tempo})
    else:
        common.line(f"tempo = {tempo:.2f}")
    return DONE
