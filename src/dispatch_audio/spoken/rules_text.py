"""Addresses, files and markup: what a page needs and an ear does not."""

import re

from dispatch_audio.spoken.alphabet import letters
from dispatch_audio.spoken.numbers import digits, number
from dispatch_audio.spoken.rule import MASK, Match, Rule, after, before, rule

_DOMAINS = (
    "com|org|net|edu|gov|mil|info|io|ai|dev|app|co|tv|fm|us|uk|eu|de|fr|it|es|nl|se|ch|pl|cz|ru|jp|cn|ca|"
    "au|br|xyz|tech|news|blog|social|abc|sm|ag|gg|sh|cc|rs"
)
_TAGS = (
    "a|abbr|b|blockquote|br|cite|code|dd|del|details|div|dl|dt|em|figcaption|figure|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|"
    "p|pre|q|s|small|span|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul|video|iframe|input|button|svg|center"
)
_SAID_AS_WORDS = frozenset(
    ["com", "org", "net", "gov", "info", "app", "dev", "tech", "news", "blog", "social"]
)
_SYMBOLS = {
    ".": "dot",
    "/": "slash",
    "-": "dash",
    "_": "underscore",
    ":": "colon",
    "@": "at",
    "&": "ampersand",
    "?": "question mark",
    "=": "equals",
    "#": "hash",
    "%": "percent",
    "+": "plus",
    "~": "tilde",
}
_PIECE = re.compile(r"[A-Za-z]+|[0-9]+|[^A-Za-z0-9]")
_FILE_ENDINGS = {
    "js": "J S",
    "ts": "T S",
    "jsx": "J S X",
    "tsx": "T S X",
    "py": "pie",
    "md": "M D",
    "txt": "text",
    "html": "H T M L",
    "css": "C S S",
    "cpp": "C P P",
    "pdf": "P D F",
    "csv": "C S V",
    "json": "jason",
    "toml": "tom L",
    "yaml": "yammel",
    "yml": "yammel",
    "xml": "X M L",
    "exe": "E X E",
    "zip": "zip",
    "png": "P N G",
    "jpg": "J peg",
    "sql": "S Q L",
    "go": "go",
    "rb": "R B",
}


def _address(match: Match) -> str:
    """Every part of an address by name; the ending and what has no vowel letter by letter."""
    return " ".join(word for piece in _PIECE.findall(match[0].rstrip("…")) if (word := _address_piece(piece)))


def _address_piece(piece: str) -> str:
    if piece.isdigit():
        return number(piece) if len(piece) < 6 and piece.endswith("00") else digits(piece)
    if piece in _FILE_ENDINGS and piece == "jpg":
        return _FILE_ENDINGS[piece]
    if not piece.isalpha():
        return _SYMBOLS.get(piece, "")
    known = piece.lower() in _SAID_AS_WORDS or (len(piece) > 2 and re.search("[aeiouy]", piece, re.I))
    return piece.lower() if known and piece.isascii() else letters(piece.lower())


def _closing_angle(match: Match) -> str | None:
    """The end of a name in angle brackets, as in ``Vec<T>``; the brackets are silent, what they hold is read."""
    opened = re.search(r"</?[A-Za-z][^<>\n]{0,80}$", before(match, 84))
    return (" " if after(match, 1).isalnum() else "") if opened else None


RULES: tuple[Rule, ...] = (
    rule("ornament", rf"([^\w\s.,;:!?'’{MASK}])\1{{3,}}", ""),
    rule("comment", r"<!--[^<>]{0,2000}-->", ""),
    rule("link", r"\]\([^()\s]{1,500}\)|\]\[[\w-]{1,80}\]", ""),
    rule("link", rf"\[(?=[^\[\]{MASK}\n]{{1,300}}{MASK})", ""),
    rule("tag", rf"</?(?:{_TAGS})(?:\s[^<>\n]{{0,200}})?/?>", ""),
    rule("angle", r"\s?/?>", _closing_angle),
    rule("angle", rf"</?(?=[A-Za-z][^<>{MASK}\n]{{0,80}}{MASK})", ""),
    rule(
        "e-mail",
        r"(?<![\w+&-])\w[\w.+&-]{0,63}@(?:[\w-]{1,63}\.){1,4}[A-Za-z]{2,12}(?:/[\w/.-]{1,100})?(?![\w@])",
        _address,
    ),
    rule(
        "address",
        r"(?<!\w)(?:(?:https?|ftp|file)://|www\.)[^\s<>\"“”()\[\]]{0,300}[^\s<>\"“”()\[\].,;:!?'’]",
        _address,
    ),
    rule(
        "address",
        rf"(?<![\w@.-])(?:[A-Za-z0-9][A-Za-z0-9-]{{0,62}}\.){{1,4}}(?:{_DOMAINS})(?![\w-]|\.\w)"
        r"(?:/[^\s<>\"“”()\[\]]{0,300}[^\s<>\"“”()\[\].,;:!?'’])?",
        _address,
    ),
    rule(
        "handle",
        r"(?<![\w@])@(?=[^\W\d_]{0,40}_)(?P<name>\w{1,60})",
        lambda match: " ".join(match["name"].replace("_", " ").split()),
    ),
    rule("handle", r"\A@(?=[^\W\d]{2,40}\Z)", "at "),
    rule("handle", r"(?<![\w@])@(?=[^\W\d])", ""),
    rule("hashtag", r"(?<![\w#&])#(?=[A-Za-z][^\W_]{2,60}(?![\w(\[#]))", "hashtag "),
    rule("heading", r"^#{1,6}[ \t]+", "", re.MULTILINE),
    rule("bullet", r"^[ \t]*(?:[-*•+]|>)[ \t]+(?=\S)", "", re.MULTILINE),
)
FILES: tuple[Rule, ...] = (
    rule(
        "file",
        rf"(?<=\w)\.(?:{'|'.join(_FILE_ENDINGS)})(?!\w)",
        lambda match: f" dot {_FILE_ENDINGS[match[0][1:]]}",
    ),
)
"""After the lexicon, which knows Node.js by name."""
