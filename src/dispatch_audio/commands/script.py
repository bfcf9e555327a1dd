"""Shows the narration script of a DISPATCH, what the narrator will read: the one that an editor saved, else one composed now.

With --save, the composed script goes to the feed's scripts/, where any editor can change it and a build finds it. With
--changes, lists what has changed in the dispatch since then, and what was changed in the script. With --words, lists in place
of the script the names and words that are in no pronunciation dictionary and no lexicon, so that the voice must guess
them: each with the guess (in IPA), how often it comes, and where first.
"""

import argparse
import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch_audio.cli import DONE, WITHHELD, say
from dispatch_audio.commands import common

if TYPE_CHECKING:
    from dispatch_audio.checks.finding import Finding
    from dispatch_audio.compose import Length
    from dispatch_audio.dispatch import Dispatch
    from dispatch_audio.saved import Saved
    from dispatch_audio.script import Script
    from dispatch_audio.workspace import Feed, Voice, Workspace


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "dispatch", metavar="DISPATCH", help="a file, or the name of one in the feed's dispatches/"
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="write to this file in place of the terminal"
    )
    parser.add_argument(
        "--compose",
        action="store_true",
        help="show what would be composed today, though an editor has saved a script",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--words", action="store_true", help="list the words that the voice would have to guess"
    )
    what.add_argument(
        "--save", action="store_true", help="save the composed script in the feed's scripts/, to be edited"
    )
    what.add_argument(
        "--changes",
        action="store_true",
        help="list what changed in the dispatch since its script was saved, and what an editor changed in the script",
    )
    what.add_argument(
        "--accept", action="store_true", help="note that the saved script goes with the dispatch as it is now"
    )
    parser.add_argument("--force", action="store_true", help="let --save write over another script")
    common.workspace_arguments(
        parser, voice=True, edition="the script of this edition in place of the show's own"
    )
    common.length_argument(parser)
    common.json_argument(parser)


@dataclass(frozen=True, slots=True)
class _Job:
    """A dispatch, and the workspace it is read in."""

    workspace: "Workspace"
    feed: "Feed"
    voice: "Voice"
    path: Path
    data: bytes
    """What its file holds."""
    dispatch: "Dispatch"
    length: "Length | None" = None

    def script(self, edited: bytes | None) -> "Saved":
        """The script that an editor's file holds; composed when there is none."""
        from dispatch_audio.build import script_for

        return script_for(self.dispatch, self.data, self.path, self.feed, self.voice, edited, self.length)

    @property
    def file(self) -> Path:
        """Where its script is saved, if it is."""
        from dispatch_audio.scripts import script_file

        return script_file(self.feed, self.dispatch)


def run(args: argparse.Namespace) -> int:
    """Writes the script as Markdown or JSON, or does what else was asked for."""
    from dispatch_audio.build import check_script
    from dispatch_audio.readers import parse, read_bytes
    from dispatch_audio.scripts import saved_bytes, warn_of_changes
    from dispatch_audio.workspace import find_dispatch

    workspace, feed = common.chosen_feed(args)
    voice = common.chosen_voice(args, workspace, feed)
    path = find_dispatch(feed, args.dispatch)
    data = read_bytes(path)
    job = _Job(workspace, feed, voice, path, data, parse(data, path), args.length)
    failed: tuple[Finding, ...] = ()
    if args.save:
        text = _save(job, force=args.force, as_json=args.json)
    elif args.accept or args.changes:
        text = (_accept if args.accept else _changes)(job, _edited(job), as_json=args.json)
    else:
        # Who asks for a length asks for another script than the saved one.
        edited = None if args.compose or args.length is not None else saved_bytes(feed, job.dispatch)
        saved = job.script(edited)
        warn_of_changes(edited, job.dispatch, data, path, feed)
        text = _shown(saved, edited, voice, words=args.words, as_json=args.json)
        failed = check_script(saved, job.dispatch, feed, voice)
        if not (args.words or args.json):
            _tell_length(job, saved)
        for finding in failed:
            say(f"{finding.subject}: {finding.check}: {finding.said}")
    if args.output is not None:
        common.write_output(args.output, f"{text}\n".encode())
    elif text:
        common.line(text)
    return WITHHELD if failed else DONE


def _tell_length(job: _Job, saved: "Saved") -> None:
    """How long the script will last, on stderr."""
    from dispatch_audio.mix.design import leads_of
    from dispatch_audio.speak.estimate import estimate, words

    minutes, seconds = divmod(round(estimate(saved.script, job.voice, leads_of(job.feed))), 60)
    say(
        f"{job.dispatch.slug}: {words(saved.script):,} words, about {minutes}:{seconds:02d} with {job.voice.profile.name}"
    )


def _shown(saved: "Saved", edited: bytes | None, voice: "Voice", *, words: bool, as_json: bool) -> str:
    """The script, or its words; an editor's as it was written."""
    from dispatch_audio.saved import decode, write

    if words:
        return "\n".join(_words(saved.script, voice, as_json=as_json))
    if as_json:
        return json.dumps(saved.script.as_json(), ensure_ascii=False)
    return (write(saved) if edited is None else decode(edited, "")).rstrip("\n")


def _save(job: _Job, *, force: bool, as_json: bool) -> str:
    """The composed script, into the feed's scripts/."""
    from dispatch_audio.saved import write
    from dispatch_audio.scripts import save

    text = write(job.script(None))
    new = save(text, job.dispatch, job.data, job.path, job.feed, force=force)
    return _told(job, "saved" if new else "unchanged", as_json=as_json)


def _accept(job: _Job, edited: bytes, *, as_json: bool) -> str:
    """The saved script as it is, for the dispatch as it is."""
    from dispatch_audio.saved import decode
    from dispatch_audio.scripts import accept

    job.script(edited)
    new = accept(decode(edited, str(job.file)), job.dispatch, job.data, job.path, job.feed)
    return _told(job, "accepted" if new else "unchanged", as_json=as_json)


def _told(job: _Job, status: str, *, as_json: bool) -> str:
    file = job.workspace.relative(job.file)
    if as_json:
        return json.dumps({"slug": job.dispatch.slug, "script": file, "status": status}, ensure_ascii=False)
    return f"{job.dispatch.slug}: {status}, {file}"


def _edited(job: _Job) -> bytes:
    """What the saved script holds."""
    from dispatch_audio.errors import WorkspaceError
    from dispatch_audio.scripts import saved_bytes

    edited = saved_bytes(job.feed, job.dispatch)
    if edited is None:
        raise WorkspaceError("no script is saved", file=job.file, hint="--save saves the composed one")
    return edited


def _changes(job: _Job, edited: bytes, *, as_json: bool) -> str:
    """What changed in the dispatch, and in the script, since it was saved."""
    from dispatch_audio.compose import length_of
    from dispatch_audio.saved import decode, origin, script_changes, with_origin, write
    from dispatch_audio.scripts import changes_since, earlier, is_outdated

    outdated = is_outdated(edited, job.data)
    changes = changes_since(edited, job.dispatch, job.path, job.feed) if outdated else ()
    # An editor's changes are told apart from those that another dispatch would bring.
    before = earlier(edited, job.dispatch, job.path, job.feed) if outdated else job.dispatch
    file, text = job.workspace.relative(job.file), decode(edited, str(job.file))
    then = dataclasses.replace(
        job, dispatch=before or job.dispatch, length=job.length or length_of(origin(text).length)
    )
    composed = write(then.script(None))
    difference = script_changes(with_origin(composed, origin(text)), text, file)
    if as_json:
        told = {
            "slug": job.dispatch.slug,
            "dispatch_changed": outdated,
            "changes": [dataclasses.asdict(change) for change in changes],
            "script_changes": difference,
        }
        return json.dumps(told, ensure_ascii=False)
    name = job.path.name
    if not outdated:
        head = f"{name}: has not changed since the script was saved"
    elif before is None:
        head = f"{name}: has changed since the script was saved; as it was then is not known"
    else:
        head = "\n".join((f"{name}: has changed since the script was saved", *map(str, changes)))
    return f"{head}\n\n{difference or f'{file}: is as composed'}"


def _words(script: "Script", voice: "Voice", *, as_json: bool) -> list[str]:
    """A line for each word, in the order first said."""
    from dispatch_audio.speak import guess
    from dispatch_audio.spoken import guessed

    first: dict[str, str] = {}
    times: dict[str, int] = {}
    for utterance in script.utterances:
        for word in guessed(utterance.form):
            first.setdefault(word, utterance.text)
            times[word] = times.get(word, 0) + 1
    if as_json:
        return [
            json.dumps(
                {"word": w, "guess": guess(w, voice), "times": times[w], "text": t}, ensure_ascii=False
            )
            for w, t in first.items()
        ]
    return [f"{word}\t/{guess(word, voice)}/\t{times[word]}\t{text}" for word, text in first.items()]
