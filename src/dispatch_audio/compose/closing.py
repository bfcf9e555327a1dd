"""The sign-off: the show, the sources, where it was filed, and who spoke."""

from dispatch_audio.compose.desk import Desk, Line
from dispatch_audio.compose.phrases import phrase
from dispatch_audio.compose.tables import word_list
from dispatch_audio.script import Computed

_ONES = word_list("""one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen""")
_TENS = word_list("twenty thirty forty fifty sixty seventy eighty ninety")


def in_words(count: int) -> str:
    """A count as it is said, from one to ninety-nine; larger ones in digits."""
    if 0 < count < 20:
        return _ONES[count - 1]
    if count < 100:
        tens, ones = divmod(count, 10)
        return _TENS[tens - 2] + (f"-{_ONES[ones - 1]}" if ones else "")
    return str(count)


NOTED = 20
"""The most sources of which it is said that the show notes have them all."""


def closing(desk: Desk) -> tuple[Line, ...]:
    """The lines after the last story."""
    dispatch = desk.dispatch
    farewell = desk.turns.choose("closing", "farewell", show=desk.show.title, weekday=f"{dispatch.date:%A}")
    lines = [Line(farewell)]
    count = len(dispatch.sources)
    if count:
        # Notes that list more may be cut where apps show them; the page never is.
        macro = "sources" if count <= NOTED else "sources_page"
        said = phrase("closing", macro, count=in_words(count))
        lines.append(Line(said, computed=(Computed(said, f"{count} source{'s' if count > 1 else ''}"),)))
    if dispatch.ship and desk.plan.ceremony:
        lines.append(Line(phrase("closing", "ship", ship=dispatch.ship)))
    lines.append(
        Line(phrase("closing", "narrator", narrator=desk.show.narrator, disclose=desk.show.disclose))
    )
    return tuple(lines)
