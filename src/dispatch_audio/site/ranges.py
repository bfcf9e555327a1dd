"""A Range header as RFC 9110 wants it answered, before a library answers it: what makes no sense is no error."""

import re

_ONE = re.compile(r"(?P<first>[0-9]{1,18})-(?P<last>[0-9]{0,18})|-(?P<tail>[0-9]{1,18})")


def satisfiable(header: str, size: int) -> str | None:
    """The ranges of a header that a file of ``size`` bytes has; None when the whole file is to be sent.

    Another unit than bytes, or what is no range, asks for nothing (section 14.2). Ranges behind the end are left out; when
    that is all of them they stay, to be refused with 416.
    """
    unit, _, asked = header.partition("=")
    ranges = [part.strip() for part in asked.split(",") if part.strip()]
    found = [_ONE.fullmatch(part) for part in ranges]
    if unit.strip().lower() != "bytes" or not all(found):
        return None
    if any(one and one["last"] and int(one["last"]) < int(one["first"]) for one in found):
        return None
    kept = [part for part, one in zip(ranges, found, strict=True) if one and _is_there(one, size)]
    return f"bytes={','.join(kept or ranges)}" if ranges else None


def _is_there(one: re.Match[str], size: int) -> bool:
    return int(one["tail"]) > 0 and size > 0 if one["tail"] else int(one["first"]) < size
