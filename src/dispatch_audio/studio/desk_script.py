"""What the page asks of a script: to read, save, check, compare, build and approve it."""

import dataclasses
import re
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from dispatch_audio import approval, ear, scripts
from dispatch_audio.build import Built
from dispatch_audio.compose import length_of
from dispatch_audio.dispatch import Source
from dispatch_audio.ear import strains
from dispatch_audio.errors import ChangedError, DispatchAudioError, InputError
from dispatch_audio.fidelity import faults
from dispatch_audio.fidelity.fault import WAYS_OUT
from dispatch_audio.public import due_of, read_manifests
from dispatch_audio.saved import decode, origin, script_changes, with_front_of, with_origin, write
from dispatch_audio.scripts import changes_since, is_outdated, origin_of, save_edited, script_file
from dispatch_audio.speak import guess
from dispatch_audio.studio import document, finished
from dispatch_audio.studio.desk import Piece, digest
from dispatch_audio.studio.hearing import not_heard
from dispatch_audio.studio.making import Making
from dispatch_audio.workspace import Voice

if TYPE_CHECKING:
    from dispatch_audio.studio.app import Ask


_OWNER = re.compile("['’]s?$")


class ScriptDesk:
    """Answers about one dispatch and its script; see ``app.create_app`` for the addresses."""

    def read(self, ask: "Ask") -> object:
        """The script as it would be read, and the dispatch beside it."""
        piece, voice = ask.piece, ask.voice()
        edited = ask.studio.desk.saved(piece)
        return {
            **_script(ask, piece, voice, edited),
            "sources": [_source(source) for source in piece.dispatch.sources],
        }

    def write(self, ask: "Ask") -> object:
        """Saves the script that the page sends, unless the file or the dispatch changed since it was read."""
        piece, voice, body = ask.piece, ask.voice(), ask.body
        present = ask.studio.desk.saved(piece)
        if ask.field("dispatch") != piece.sha256:
            return _conflict(ask, piece, voice, present, "dispatch")
        if ask.field("base") != digest(present):
            return _conflict(ask, piece, voice, present, "script")
        before = None if present is None else decode(present, str(script_file(piece.feed, piece.dispatch)))
        made_from = origin_of(piece.data, piece.path) if before is None else origin(before)
        if before is None:
            made_from = dataclasses.replace(made_from, length=ask.choices.length)
        saved, ids = document.taken(body.get("document"), made_from, ask.studio.desk.say(piece.feed, voice))
        try:
            text = write(saved)
            if before is not None:
                text = with_front_of(text, before)
        except ValueError as error:
            raise InputError(f"this script cannot be saved: {error}") from None
        # Nothing is written that a build could not read.
        ask.studio.desk.script(piece, voice, text.encode())
        try:
            edited = save_edited(text, present, piece.dispatch, piece.data, piece.path, piece.feed)
        except ChangedError:
            return _conflict(ask, piece, voice, ask.studio.desk.saved(piece), "script")
        return _script(ask, piece, voice, edited, ids)

    def compose(self, ask: "Ask") -> object:
        """The script as it would be composed; nothing is saved."""
        piece, voice = ask.piece, ask.voice()
        saved = ask.studio.desk.script(piece, voice, None, ask.choices.length)
        return document.told(saved, piece.feed, voice)

    def accept(self, ask: "Ask") -> object:
        """Notes that the saved script goes with the dispatch as it is now."""
        piece = ask.piece
        edited = ask.studio.desk.saved(piece)
        if edited is None or digest(edited) != ask.field("base"):
            raise ChangedError("has changed since it was read", file=script_file(piece.feed, piece.dispatch))
        text = decode(edited, str(script_file(piece.feed, piece.dispatch)))
        scripts.accept(text, piece.dispatch, piece.data, piece.path, piece.feed)
        return _script(ask, piece, ask.voice(), ask.studio.desk.saved(piece))

    def version(self, ask: "Ask") -> object:
        """Whether something changed on disk: the versions of the saved script and of the dispatch."""
        piece = ask.piece
        return {"base": digest(ask.studio.desk.saved(piece)), "dispatch": piece.sha256}

    def checks(self, ask: "Ask") -> object:
        """What a check finds in the script, by line; and the words that the voice must guess."""
        piece, voice = ask.piece, ask.voice()
        edited = ask.studio.desk.saved(piece)
        saved = ask.studio.desk.script(piece, voice, edited, ask.choices.length)
        found: list[dict[str, object]] = [
            {
                "kind": fault.kind,
                "words": fault.words,
                "line": fault.utterance,
                "chapter": fault.chapter,
                "detail": fault.detail,
                "way_out": WAYS_OUT[fault.kind],
                # What an editor took out is nobody's fault; a quotation must be the source's words.
                "grave": edited is None or fault.kind == "quotation",
            }
            for fault in faults(
                saved.script, piece.dispatch, piece.feed.show(voice.profile.name), edited=edited is not None
            )
            if edited is None or fault.kind != "left out"
        ]
        found += [
            {
                "kind": strain.kind,
                "words": "",
                "line": strain.utterance,
                "chapter": "",
                "detail": strain.detail,
                "way_out": ear.WAYS_OUT[strain.kind],
                "grave": False,
            }
            for strain in strains(saved.script)
        ]
        found += not_heard(piece.feed, piece.dispatch.slug, saved.script)
        words: dict[str, list[int]] = {}
        for at, line in enumerate(saved.script.utterances):
            # Who owns something is settled with the name.
            for word in dict.fromkeys(_OWNER.sub("", word) for word in document.unsettled(line)):
                words.setdefault(word, []).append(at)
        return {
            "found": found,
            "words": [
                {"word": word, "sound": guess(word, voice), "lines": lines} for word, lines in words.items()
            ],
        }

    def diff(self, ask: "Ask") -> object:
        """What an editor changed: against the script that would be composed of the same dispatch."""
        piece, voice = ask.piece, ask.voice()
        edited = ask.studio.desk.saved(piece)
        if edited is None:
            return {"diff": "", "saved": False}
        text = decode(edited, str(script_file(piece.feed, piece.dispatch)))
        length = ask.choices.length or origin(text).length
        composed = write(ask.studio.desk.script(piece, voice, None, length))
        name = ask.studio.workspace.relative(script_file(piece.feed, piece.dispatch))
        return {"diff": script_changes(with_origin(composed, origin(text)), text, name), "saved": True}

    def build(self, ask: "Ask") -> object:
        """Begins to build the episode."""
        piece, voice = ask.piece, ask.voice()
        edited = ask.studio.desk.saved(piece)
        saved = ask.studio.desk.script(piece, voice, edited, ask.choices.length)
        length = length_of(ask.choices.length) if ask.choices.length else None
        again = bool(ask.body.get("again")) if isinstance(ask.body, dict) else False
        making = ask.studio.workshop.start(piece, voice, saved.script.chapters, length, again=again)
        return _progress(making)

    def building(self, ask: "Ask") -> object:
        """How far the build is."""
        making = ask.studio.workshop.of(ask.request.path_params["feed"], ask.request.path_params["slug"])
        return {"state": "none"} if making is None else _progress(making)

    def cancel(self, ask: "Ask") -> object:
        """Stops the build."""
        making = ask.studio.workshop.of(ask.request.path_params["feed"], ask.request.path_params["slug"])
        if making is None:
            return {"state": "none"}
        making.cancel()
        return _progress(making)

    def approve(self, ask: "Ask") -> object:
        """Notes that what was heard may air; building then moves it into public/."""
        piece, voice = ask.piece, ask.voice()
        found = finished.newest(piece)
        edited = ask.studio.desk.saved(piece)
        told = finished.told(found, piece, edited, voice, ask.choices.length)
        if not told["current"]:
            raise InputError(
                "what is on the desk is not what was built", hint="build it, hear it, then approve it"
            )
        approval.approve(piece.feed, piece.slug, found.manifest.fingerprint, ask.studio.now())
        return {**told, "approved": True}

    def publish(self, ask: "Ask") -> object:
        """Begins to send public/ to the feed's targets."""
        piece = ask.piece
        if not piece.feed.settings.publish:
            raise InputError("publish: names no target", file=piece.feed.folder / "feed.toml")
        if not finished.newest(piece).aired:
            raise InputError(f"{piece.slug} is not in public/ yet", hint="build it, and approve it")
        ask.studio.airing.start(piece.feed)
        return self.publishing(ask)

    def publishing(self, ask: "Ask") -> object:
        """How far that is, and what the targets lack of the episode; None while they are asked."""
        piece = ask.piece
        run = ask.studio.airing.of(piece.feed)
        # All are asked about, as for the list, so that the answer serves both.
        due = due_of(piece.feed, read_manifests(piece.feed), ask.studio.now())
        running = run is not None and run.state == "running"
        known = ask.studio.airing.standing(piece.feed, due) if not running else None
        return {
            "state": "none" if run is None else run.state,
            "targets": [] if run is None else [dataclasses.asdict(target) for target in run.targets],
            "due": any(manifest.slug == piece.slug for manifest in due),
            "lacks": None if known is None else known.get(piece.slug, ()),
        }

    def episode(self, ask: "Ask") -> object:
        """The finished episode."""
        piece = ask.piece
        try:
            found = finished.newest(piece)
        except InputError as error:
            return {"built": False, "error": str(error)}
        return finished.told(found, piece, ask.studio.desk.saved(piece), ask.voice(), ask.choices.length)


def _script(
    ask: "Ask", piece: Piece, voice: Voice, edited: bytes | None, ids: tuple[str, ...] = ()
) -> dict[str, object]:
    saved = ask.studio.desk.script(piece, voice, edited, ask.choices.length)
    outdated = edited is not None and is_outdated(edited, piece.data)
    changes = changes_since(edited, piece.dispatch, piece.path, piece.feed) if outdated and edited else ()
    return {
        "base": digest(edited),
        "dispatch": piece.sha256,
        "saved": edited is not None,
        "outdated": outdated,
        "changes": [dataclasses.asdict(change) for change in changes],
        "file": ask.studio.workspace.relative(script_file(piece.feed, piece.dispatch)),
        "document": document.told(saved, piece.feed, voice, ids),
    }


def _conflict(ask: "Ask", piece: Piece, voice: Voice, present: bytes | None, what: str) -> Response:
    """Both versions are the page's to show: it has its own, and is told of the other; nothing was written."""
    try:
        theirs: object = _script(ask, piece, voice, present)
        fault = ""
    except DispatchAudioError as error:
        theirs, fault = {"base": digest(present), "dispatch": piece.sha256}, str(error)
    told = {
        "error": f"the {what} has changed on disk since this page read it; nothing was saved",
        "changed": what,
        "theirs": theirs,
        "fault": fault,
    }
    return JSONResponse(told, 409)


def _source(source: Source) -> dict[str, object]:
    return {
        "number": source.number,
        "title": source.title,
        "kind": source.kind,
        "author": source.author,
        "role": source.role,
        "cited_text": source.cited_text or source.excerpt,
        "context": source.context,
        "key_points": list(source.key_points),
        "link": source.link.written if source.link else "",
        "url": source.link.url if source.link else "",
    }


def _progress(making: Making) -> dict[str, object]:
    spoken = making.spoken()
    return {
        "state": making.state,
        "stage": making.stage_name,
        "done": making.done,
        "total": making.total,
        "seconds_left": making.seconds_left,
        "stages": [dataclasses.asdict(stage) for stage in making.stages],
        "chapters": [
            {"title": chapter.title, "lines": len(chapter.utterances), "spoken": count}
            for chapter, count in zip(making.chapters, spoken, strict=True)
        ],
        "error": making.error,
        "result": _result(making.built),
    }


def _result(built: Built | None) -> dict[str, object] | None:
    if built is None:
        return None
    return {
        "status": built.status,
        "waits": built.waits,
        "heard": built.made is not None,
        "failed": [{"check": finding.check, "said": finding.said} for finding in built.failed],
    }
