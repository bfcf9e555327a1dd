"""What once broke a target: inputs that fuzzing, or somebody who thought about it, has found."""

import functools
import json
from typing import Any

from fuzz_seeds import seeds

_DEEP, _LONG = b"[" * 3000, b"9" * 5000
_BOMB = b"".join(b'<!ENTITY b%d "%s">' % (at, b"&b%d;" % (at - 1) * 50) for at in range(1, 7))
_FEED = b"<rss><channel>%s</channel></rss>"
_ENCLOSURE = '<enclosure url="https://podcast.example.org/small/a" length="%s"/>'


def _changed(data: bytes, path: str, value: object) -> bytes:
    """JSON with another value at a path such as ``chapters/0/start``."""
    whole: Any = json.loads(data)
    *keys, last = path.split("/")
    inner = whole
    for key in keys:
        inner = inner[int(key)] if key.isdigit() else inner[key]
    inner[last] = value
    return json.dumps(whole).encode()


@functools.cache
def refused() -> dict[str, tuple[bytes, ...]]:
    """By target, what is refused since."""
    known = seeds()
    page, feed, script = known["page"][0], known["settings"][0], known["script"][0]
    zone = [b'"%s"' % name for name in (b"Europe", b"a" * 300, b".", b"\\u0000", b"/etc/passwd")]
    says = b"\2{%% macro says(who, clause) %%}\n%s{{ who }} {{ clause }}%s\n{%% endmacro %%}\n"
    episode = functools.partial(_changed, known["manifest"][0])
    cue = functools.partial(_changed, known["transcript-json"][0])
    return {
        "page": (
            "\u202e\u200b".encode(),
            b"\nSources\n",
            page.replace(b"2026-05-06", b"0001-01-01"),
            page.replace(b"2026-05-06", b"9999-12-31"),
        ),
        "json": (known["json"][0].replace(b'"2026-05', '"202\u009b-05'.encode()),),
        "script": (
            script.replace(b"[pause paragraph]", "[pause paragra\u202eph]".encode()),
            b"## A\n\n&nbsp;\n",
            "## A\n\n\u2003\n".encode(),
        ),
        "settings": (
            feed + b"\nsound = " + _DEEP,
            feed + b"\nsound = " + _LONG,
            feed + b'\n"\\u001b[2J" = 1\n',
            b"a" + b".a" * 20_000 + b" = 1",
            feed + b"#" * 1_000_000,
            *(feed.replace(b'"UTC"', name) for name in zone),
        ),
        "lexicon": (b"a = " + _DEEP, b"a = " + _LONG),
        "settling": (b"a = " + _DEEP, b"a = " + _LONG),
        "templates": (
            says % (b"{{ " + _LONG + b" }}", b""),
            says % (b"{% if who %}" * 120, b"{% endif %}" * 120),
            says % (b"{{ " + b"(" * 3000, b""),
        ),
        "voice": (
            b'name = "a"\nengine = "kokoro"\nstyle = "\\u0000"\n',
            b'name = "a"\nengine = "\\u001b[1m"\n',
        ),
        "approval": (_DEEP,),
        "manifest": (
            _DEEP,
            episode("slug", "../../dispatch-002"),
            episode("enclosure/name", "../../../etc/passwd"),
            episode("chapters_file/name", "a\\b"),
            episode("published", "2026-04-20T06:00:00"),
            episode("published", "0001-01-01T00:00:00+02:00"),
            episode("updated", "9999-12-31T23:59:59-02:00"),
            episode("enclosure/seconds", 1e308),
            episode("chapters/0/start", float("nan")),
            episode("chapters/0/picture", "../a.png"),
            episode("number", -1),
            episode("made_from", "../../dispatch.txt"),
        ),
        "transcript-json": (cue("segments/0/startTime", 1e308), cue("segments/0/endTime", -1.0)),
        "read-script": (_changed(known["read-script"][0], "lines/0/end", 1e308),),
        "sent": (_DEEP, _changed(known["sent"][0], "files/feed.xml", {"size": 1e999})),
        "run": (_DEEP,),
        "feed": (
            b'<?xml version="1.0" encoding="x"?><a/>',
            b'<?xml version="1.0" encoding="utf-7"?><a/>',
            b'<!DOCTYPE x [<!ENTITY b0 "'
            + b"a" * 1000
            + b'">'
            + _BOMB
            + b"]>"
            + _FEED % b"<link>&b6;</link>",
        ),
        "studio": (
            _DEEP,
            known["studio"][0].replace(b'"sources": [1]', b'"sources": [1e999]'),
            known["studio"][0].replace(b'"start": 4', b'"start": 1e999'),
        ),
    }


@functools.cache
def taken() -> dict[str, tuple[bytes, ...]]:
    """By target, what is taken since, in a form that hurts nobody."""
    known = seeds()
    return {
        # An engine that lacks its model is no fault of the profile.
        "voice": (b'name = "a"\nengine = "piper"\nmodel = "/\\u0000"\n',),
        "page": (known["page"][0] + "- Provenance\n- Primary\u009b source \ufff9\U000e0041\n".encode(),),
        "json": (
            known["json"][0].replace(b"key_points", "key_\u009bpoints".encode()),
            known["json"][0].replace(b"key_points", b"key_\\ud800points"),
        ),
        "script": (
            b"## A\n\nOne. [ two ](FOR)\n",
            b"## A\n\n&nbsp;[ one ](FOR) two.&nbsp;\n",
            b"## A\n\n[&nbsp;](FOR) b\n",
        ),
        "html": (
            known["html"][1].replace(b"'https://e.org'", b"'https://e.org\n<a'"),
            known["html"][1].replace(b"froze", b"froze <img src='a.png' alt='A red\n\nboat\nthat rows'>"),
        ),
        "chapters": (_DEEP, b'{"chapters": [{"title": "a", "startTime": "inf", "endTime": 1}]}'),
        "sent": (known["sent"][0].replace(b"feed.xml", b"\\ud800"),),
        "feed": tuple(_FEED % (_ENCLOSURE % size).encode() for size in ("9" * 5000, "²", "-1")),
    }
