"""Links that open a podcast app at a feed's address. None of them asks for an entry in a directory.

What each takes: Apple Podcasts the feed with ``podcasts:`` for its scheme (on Apple's systems); Overcast
an x-callback-url; Pocket Casts ``pktc://subscribe/`` and the address without its scheme; AntennaPod a page of its own, which the app takes
over where it is installed (antennapod.org/documentation/podcasters-hosters/add-on-antennapod); and ``podcast:`` whichever
app has taken that scheme.
"""

from dataclasses import dataclass
from urllib.parse import quote

from dispatch_audio.package.text import one_line


@dataclass(frozen=True, slots=True)
class Subscribing:
    """A way to subscribe."""

    name: str
    """The app's."""
    form: str
    """The link, with ``{bare}`` for the feed's address without its scheme, ``{url}`` for the whole of it percent-encoded: a
    page that lies elsewhere than it was written for puts its own in."""
    link: str


_FORMS = (
    ("Apple Podcasts", "podcasts://{bare}"),
    ("Overcast", "overcast://x-callback-url/add?url={url}"),
    ("Pocket Casts", "pktc://subscribe/{bare}"),
    ("AntennaPod", "https://antennapod.org/deeplink/subscribe?url={url}&title="),
    ("Another app", "podcast://{bare}"),
)


def subscribing(feed_url: str, title: str) -> tuple[Subscribing, ...]:
    """The links for this feed, of the show of this title."""
    bare, url = feed_url.partition("://")[2], quote(feed_url, safe="")
    ways = []
    for name, form in _FORMS:
        named = form + quote(one_line(title), safe="") if form.endswith("title=") else form
        ways.append(Subscribing(name, named, named.replace("{bare}", bare).replace("{url}", url)))
    return tuple(ways)
