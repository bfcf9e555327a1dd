"""Bytes to text: what a dispatch's file may be encoded in, and what it is when it is no dispatch at all."""

import re

from dispatch_audio.errors import InputError

_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
# Tab and line ends are text; the other control characters are what binary files are full of.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLANKS = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]")
# What turns directions, joins or parts without a mark, is for machines alone (C1, tags, annotations), or is no character.
_INVISIBLE = re.compile(
    r"[\u0080-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff"
    r"\U000e0000-\U000e007f]"
)


def decode(data: bytes, file: str) -> str:
    """UTF-8 text with ``\\n`` line ends, ordinary blanks and nothing invisible.

    Raises InputError when the bytes are empty, in another encoding, or no text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            raise InputError(f"is {encoding} text", file=file, hint="save it as UTF-8")
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise InputError(
            "is no UTF-8 text: it holds zero bytes", file=file, line=line, hint="save it as UTF-8"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"is not UTF-8 text (byte {data[error.start]:#04x})",
            file=file,
            line=line,
            hint="save it as UTF-8",
        ) from None
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise InputError(
            f"is not plain text: it holds the control character {ord(control[0]):#04x}", file=file, line=line
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _INVISIBLE.sub("", _BLANKS.sub(" ", text))
    if not text.strip():
        raise InputError(
            "is empty", file=file, hint="a dispatch has a header, a title, and a summary or sources"
        )
    return text


def one_line(text: str) -> str:
    """Words on one line: ordinary blanks, none doubled, nothing invisible and no control characters."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(_CONTROL.sub(" ", _INVISIBLE.sub("", _BLANKS.sub(" ", text))).split())
