"""`voices mix`: a new narrator out of styles, each with its weight."""

import argparse

from dispatch_audio.cli import DONE, say
from dispatch_audio.commands import common


def arguments(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """What the verb takes."""
    parser.description = (
        "Mixes Kokoro styles into a new narrator, voices/NAME.npy and voices/NAME.toml. A style is one that was fetched, a voice of voices/ that has one, or "
        "the path of a .npy or .bin file."
    )
    parser.add_argument(
        "name", metavar="NAME", help="what the new voice's files are called, such as lenar-kess"
    )
    parser.add_argument(
        "styles",
        metavar="STYLE=WEIGHT",
        nargs="+",
        help="a style and its share, such as am_michael=0.6 bm_george=0.4; shares that do not add up to 1 are made to",
    )
    parser.add_argument("--force", action="store_true", help="write over a voice of this name")
    return parser


def run_mix(args: argparse.Namespace) -> int:
    """Mixes, writes, and tells."""
    from dispatch_audio.speak.mixing import mix, write
    from dispatch_audio.workspace import Workspace

    workspace = Workspace(args.workspace)
    common.voices_folder(workspace)
    made = mix(workspace, args.styles)
    if made.shared:
        say(f"the weights add up to {made.asked:g}, taken as {made.recipe}")
    style, profile = write(workspace, args.name, made, force=args.force)
    if args.json:
        common.result(
            {
                "voice": args.name,
                "profile": workspace.relative(profile),
                "style": workspace.relative(style),
                "weights": {part.name: part.weight for part in made.parts},
            }
        )
    else:
        common.line(
            f"{workspace.relative(profile)}: {made.recipe}; hear it with "
            f"`dispatch-audio voices say TEXT --voice {args.name}`"
        )
    return DONE
