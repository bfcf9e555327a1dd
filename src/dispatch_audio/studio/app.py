"""The studio as a web application: pages, and what their scripts ask for in JSON."""

import datetime
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dispatch_audio.errors import ChangedError, DispatchAudioError, InputError
from dispatch_audio.studio import finished, pages
from dispatch_audio.studio.airing import Airing
from dispatch_audio.studio.desk import Choices, Desk, Piece
from dispatch_audio.studio.desk_script import ScriptDesk
from dispatch_audio.studio.guard import Guard, Pass, opened
from dispatch_audio.studio.listing import Listing
from dispatch_audio.studio.making import Workshop
from dispatch_audio.studio.sounding import Sounding
from dispatch_audio.studio.speaker import Speaker, clip_file
from dispatch_audio.workspace import Feed, Voice, Workspace

log = logging.getLogger(__name__)

Asked = Callable[["Ask"], object]
"""What answers a question of the page's script: from who asks for what, to JSON or a whole response."""
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def utc_now() -> datetime.datetime:
    """The clock on the wall."""
    return datetime.datetime.now(datetime.UTC)


@dataclass
class Studio:
    """What all requests share: the desk, who speaks and who builds."""

    workspace: Workspace
    own: Pass
    workers: int = 2
    feed_name: str | None = None
    """The one feed that is worked on; all of them for None."""
    now: Callable[[], datetime.datetime] = utc_now
    desk: Desk = field(init=False)
    airing: Airing = field(init=False)
    listing: Listing = field(init=False)
    speaker: Speaker = field(init=False)
    workshop: Workshop = field(init=False)

    def __post_init__(self) -> None:
        self.desk = Desk(self.workspace)
        self.airing = Airing(self.now)
        self.listing = Listing(self.desk, self.airing)
        self.speaker = Speaker(self.workers)
        self.workshop = Workshop(self.workers, self.now)

    def feeds(self) -> tuple[str, ...]:
        """The feeds that are worked on: each show, and behind it its editions; a chosen edition alone.

        A show whose settings are wrong is named alone.
        """
        names = self.workspace.feed_names() if self.feed_name is None else (self.feed_name,)
        found: list[str] = []
        for name in names:
            try:
                feed = self.workspace.feed(name)
            except DispatchAudioError:
                # Whoever opens it is told.
                found.append(name)
            else:
                found += [member.name for member in ((feed,) if feed.edition else feed.family)]
        return tuple(found)

    def warm(self) -> None:
        """Loads what the first click would wait for: the grammar, each feed's voice, and what the lists show."""
        for name in self.feeds():
            try:
                feed = self.desk.feed(name)
                voice = self.desk.voice(feed)
                self.speaker.warm(voice)
                self.listing.rows(feed, self.now())
                pieces = [piece for _, piece in self.desk.pieces(feed) if isinstance(piece, Piece)]
                newest = max(pieces, key=lambda piece: piece.dispatch.date, default=None)
                if newest is not None:
                    self.desk.script(newest, voice, self.desk.saved(newest))
            except DispatchAudioError as error:
                # The page tells it to whoever opens it.
                log.info("%s", error)

    def close(self) -> None:
        """Ends what goes on in the background."""
        self.workshop.close()
        self.speaker.close()
        self.airing.close()


@dataclass
class Ask:
    """A question of the page's script: the studio, the request and what it carries."""

    studio: Studio
    request: Request
    body: Any

    @property
    def choices(self) -> Choices:
        """How the editor wants to hear the dispatch."""
        asked = self.request.query_params
        return Choices(asked.get("voice", ""), asked.get("sound", ""), asked.get("length", ""))

    @property
    def feed(self) -> Feed:
        """The feed that the address names."""
        name = self.request.path_params["feed"]
        if name not in self.studio.feeds():
            raise InputError(f"there is no feed {name}")
        return self.studio.desk.feed(name, self.choices.sound)

    @property
    def piece(self) -> Piece:
        """The dispatch that the address names."""
        return self.studio.desk.find(self.feed, self.request.path_params["slug"])

    def voice(self, key: str = "") -> Voice:
        """The voice that is chosen."""
        return self.studio.desk.voice(self.feed, key or self.choices.voice)

    def field(self, name: str, default: str = "") -> str:
        """A text of the body. Raises InputError when it is something else."""
        value = self.body.get(name, default) if isinstance(self.body, dict) else default
        if not isinstance(value, str):
            raise InputError(f"{name} is a text")
        return value


def create_app(studio: Studio) -> Guard:
    """The studio behind its guard."""
    script, sounding = ScriptDesk(), Sounding()
    one = "/api/feeds/{feed:path}/{slug}"
    routes = [
        Route("/open", lambda request: opened(request, studio.own)),
        Route("/", _page(studio, _list_page)),
        Route("/feeds/{feed:path}/{slug}", _page(studio, _script_page)),
        Route("/static/{name}", _static),
        Route("/api/clips/{key}.wav", _clip),
        _json(studio, f"{one}/script", script.read, "GET"),
        _json(studio, f"{one}/script", script.write, "PUT"),
        _json(studio, f"{one}/compose", script.compose, "POST"),
        _json(studio, f"{one}/accept", script.accept, "POST"),
        _json(studio, f"{one}/version", script.version, "GET"),
        _json(studio, f"{one}/checks", script.checks, "GET"),
        _json(studio, f"{one}/diff", script.diff, "GET"),
        _json(studio, f"{one}/build", script.build, "POST"),
        _json(studio, f"{one}/build", script.building, "GET"),
        _json(studio, f"{one}/build", script.cancel, "DELETE"),
        _json(studio, f"{one}/approve", script.approve, "POST"),
        _json(studio, f"{one}/publish", script.publish, "POST"),
        _json(studio, f"{one}/publish", script.publishing, "GET"),
        _json(studio, f"{one}/episode", script.episode, "GET"),
        _json(studio, f"{one}/figures", lambda ask: finished.figures(finished.newest(ask.piece)), "GET"),
        _json(studio, f"{one}/waveform", lambda ask: finished.waveform(finished.newest(ask.piece)), "GET"),
        _json(studio, f"{one}/audio", _audio, "GET"),
        _json(studio, "/api/feeds/{feed:path}/states", _states, "GET"),
        _json(studio, "/api/feeds/{feed:path}/say", sounding.say, "POST"),
        _json(studio, "/api/feeds/{feed:path}/ahead", sounding.ahead, "POST"),
        _json(studio, "/api/feeds/{feed:path}/warm", sounding.warm, "POST"),
        _json(studio, "/api/feeds/{feed:path}/word", sounding.word, "POST"),
        _json(studio, "/api/feeds/{feed:path}/settle", sounding.settle, "POST"),
        _json(studio, "/api/feeds/{feed:path}/choose", sounding.choose, "POST"),
    ]
    return Guard(Starlette(routes=routes), studio.own)


def _page(studio: Studio, fill: Callable[[Ask], bytes]) -> Callable[[Request], Response]:
    def answered(request: Request) -> Response:
        try:
            body, status = fill(Ask(studio, request, None)), 200
        except DispatchAudioError as error:
            body, status = pages.fault(str(error)), 404 if isinstance(error, InputError) else 500
        return Response(body, status, media_type="text/html; charset=utf-8")

    return answered


def _list_page(ask: Ask) -> bytes:
    studio = ask.studio
    shows = [
        (feed := studio.desk.feed(name), studio.listing.rows(feed, studio.now())) for name in studio.feeds()
    ]
    if not shows:
        # With none there is, the workspace says so itself.
        studio.workspace.feed(None)
    return pages.listed(shows)


def _states(ask: Ask) -> object:
    """The state of each dispatch, by slug: what the list shows, once the targets have answered."""
    rows = ask.studio.listing.rows(ask.feed, ask.studio.now())
    return {row.slug: {"state": row.state, "changed": row.changed, "asking": row.asking} for row in rows}


def _script_page(ask: Ask) -> bytes:
    piece = ask.piece
    voices = [
        (key, ask.studio.desk.voice(piece.feed, key).profile.name) for key in _voices(ask.studio, piece.feed)
    ]
    return pages.script(piece, voices)


def _voices(studio: Studio, feed: Feed) -> list[str]:
    """The voices that can be chosen; one whose profile is wrong cannot."""
    names = []
    for key in studio.workspace.voice_names():
        try:
            studio.desk.voice(feed, key)
        except DispatchAudioError as error:
            log.warning("%s", error)
        else:
            names.append(key)
    return names


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    folder = resources.files("dispatch_audio.studio") / "static"
    kind = _TYPES.get(f".{name.rpartition('.')[2]}")
    if kind is None or name not in {file.name for file in folder.iterdir()}:
        return PlainTextResponse("Not here.", 404)
    return Response((folder / name).read_bytes(), media_type=kind, headers={"cache-control": "no-cache"})


def _clip(request: Request) -> Response:
    path = clip_file(request.path_params["key"])
    if path is None:
        return PlainTextResponse("No such clip.", 404)
    headers = {"cache-control": "private, max-age=31536000, immutable"}
    return FileResponse(path, media_type="audio/wav", headers=headers)


def _audio(ask: Ask) -> Response:
    found = finished.newest(ask.piece)
    if ask.request.query_params.get("name") != found.manifest.enclosure.name:
        raise InputError("this episode was made anew since", hint="open it again")
    return FileResponse(found.mp3, media_type="audio/mpeg", headers={"cache-control": "private, no-cache"})


def _json(studio: Studio, path: str, answer: Asked, method: str) -> Route:
    async def endpoint(request: Request) -> Response:
        raw = await request.body() if method != "GET" else b""
        try:
            body = json.loads(raw) if raw else {}
        except (ValueError, RecursionError):
            return JSONResponse({"error": "this is no JSON"}, 400)
        return await run_in_threadpool(_answered, Ask(studio, request, body), answer)

    return Route(path, endpoint, methods=[method])


def _answered(ask: Ask, answer: Asked) -> Response:
    try:
        told = answer(ask)
    except ChangedError as error:
        return JSONResponse({"error": str(error), "changed": True}, 409)
    except DispatchAudioError as error:
        return JSONResponse({"error": str(error)}, 400)
    return told if isinstance(told, Response) else JSONResponse(told)
