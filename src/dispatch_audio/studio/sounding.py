"""What the page asks to hear: lines, words read otherwise, other voices; and what an editor settles of them."""

import dataclasses
from typing import TYPE_CHECKING

from dispatch_audio.errors import InputError
from dispatch_audio.script import SpokenForm, Utterance
from dispatch_audio.settling import set_for_feed, settle_for_feed, settle_for_voice
from dispatch_audio.speak.engines import load_engine
from dispatch_audio.studio import reading
from dispatch_audio.studio.document import line_of
from dispatch_audio.studio.speaker import Heard, word_times
from dispatch_audio.workspace import Feed, Voice

if TYPE_CHECKING:
    from dispatch_audio.studio.app import Ask


class Sounding:
    """Answers about lines of a feed, whichever script they stand in; see ``app.create_app`` for the addresses."""

    def say(self, ask: "Ask") -> object:
        """A line, spoken: the clip's address and when each word is heard; perhaps with a word read otherwise, or that
        word alone."""
        feed, voice = ask.feed, ask.voice(ask.field("voice"))
        line = _line(ask, feed, voice)
        written = ask.field("written")
        if written:
            line = reading.as_read(
                line, written, ask.field("manner", "as it is"), ask.field("said"), feed, voice
            )
            if ask.body.get("alone"):
                line = _alone(line, written)
        return _heard(ask.studio.speaker.say(line, feed, voice))

    def ahead(self, ask: "Ask") -> object:
        """Lines that are likely to be heard next."""
        feed, voice = ask.feed, ask.voice(ask.field("voice"))
        lines = ask.body.get("lines", ())
        if not isinstance(lines, list):
            raise InputError("lines are a list")
        if ask.body.get("guess") and not all(load_engine(reader).repeatable for reader in voice.all):
            # A service on the network is asked for what is wanted, and for nothing on a guess.
            return {}
        say = ask.studio.desk.say(feed, voice)
        first = bool(ask.body.get("first"))
        ask.studio.speaker.ahead([line_of(line, say) for line in lines], feed, voice, first=first)
        return {}

    def warm(self, ask: "Ask") -> object:
        """A page was opened: its voice is loaded while the editor looks at it."""
        ask.studio.speaker.warm(ask.voice())
        return {}

    def word(self, ask: "Ask") -> object:
        """How a word of a line is read, and how else it might be; with ``manner``, how it would be read so."""
        feed, voice = ask.feed, ask.voice()
        line = _line(ask, feed, voice)
        written, manner = ask.field("written"), ask.field("manner")
        if not manner:
            found = list(reading.readings(line, written, feed, voice))
        elif manner in reading.MANNERS:
            said = reading.as_read(line, written, manner, ask.field("said"), feed, voice)
            found = [reading.read_in(said.form, written, manner, voice.reading(line.kind))]
        else:
            raise InputError(f"{manner!r} is no way to say a word")
        return {"readings": [dataclasses.asdict(one) for one in found]}

    def settle(self, ask: "Ask") -> object:
        """How a word is said from now on: in the show, or by this voice; or what a script holds for one line."""
        feed, voice = ask.feed, ask.voice()
        written, manner, said = ask.field("written"), ask.field("manner"), ask.field("said")
        if not written.strip():
            raise InputError("there is no word to settle")
        where = ask.field("where")
        if where == "line":
            return {"word": reading.inline(written, manner, said)}
        way = reading.way_of(manner, said)
        if where == "feed":
            path = settle_for_feed(feed, written, way)
        elif where == "voice":
            path = settle_for_voice(voice, written, way)
        else:
            raise InputError(f"{where!r} is no place for a word", hint="line, feed or voice")
        return {"file": ask.studio.workspace.relative(path)}

    def choose(self, ask: "Ask") -> object:
        """Makes narrator, sound or length the feed's own."""
        keys: dict[str, str | float] = {
            key: ask.field(key) for key in ("narrator", "sound", "length") if ask.field(key)
        }
        if ask.feed.edition and "length" in keys:
            raise InputError(
                f"the length of {ask.feed.settings.label} stands in [[editions]]",
                file=ask.feed.folder / "feed.toml",
            )
        if "narrator" in keys:
            ask.studio.desk.voice(ask.feed, str(keys["narrator"]))
        if "length" in keys and keys["length"] not in ("headlines", "standard", "full"):
            try:
                keys["length"] = float(keys["length"])
            except ValueError:
                raise InputError(f"{keys['length']!r} is no length") from None
        return {"file": ask.studio.workspace.relative(set_for_feed(ask.feed, keys))}


def _line(ask: "Ask", feed: Feed, voice: Voice) -> Utterance:
    return line_of(
        ask.body.get("line") if isinstance(ask.body, dict) else None, ask.studio.desk.say(feed, voice)
    )


def _alone(line: Utterance, written: str) -> Utterance:
    """A word of a line by itself, said as it is there."""
    at = line.text.find(written)
    if at < 0:
        raise InputError(f"{written!r} is not in this line")
    end = at + len(written)
    cut = [
        dataclasses.replace(
            span,
            start=max(span.start, at) - at,
            end=min(span.end, end) - at,
            spoken=span.spoken
            if line.text[span.start : span.end] != span.spoken
            else line.text[max(span.start, at) : min(span.end, end)],
        )
        for span in line.form.spans
        if span.start < end and span.end > at
    ]
    return dataclasses.replace(line, form=SpokenForm(written, tuple(cut)))


def _heard(heard: Heard) -> dict[str, object]:
    clip = heard.clip
    return {
        "clip": f"/api/clips/{clip.sound.path.stem}.wav",
        "seconds": clip.sound.seconds,
        "words": [list(word) for word in word_times(clip)],
        "voice": heard.voice.profile.name,
        "stood_in": heard.stood_in,
    }
