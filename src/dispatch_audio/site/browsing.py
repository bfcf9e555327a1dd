"""What a browser makes of feed.xml: feed.xsl turns it into a page, and feed.css where a browser knows no XSLT.

Chromium says that it will drop XSLT, and until then covers every page that was made by it with a warning. A feed names
both files, so that a reader without XSLT sees the show and its episodes as text, and never bare XML.
"""

from dispatch_audio.package import File
from dispatch_audio.site.filling import filled

XSL_NAME, CSS_NAME = "feed.xsl", "feed.css"


def named_stylesheets(folder: str = "") -> bytes:
    """The lines of a feed that name them, before its first element (xml-stylesheet 1.0); ``folder`` is where they lie, seen from
    the feed."""
    return (
        f'<?xml-stylesheet type="text/xsl" href="{folder}{XSL_NAME}"?>\n'
        f'<?xml-stylesheet type="text/css" href="{folder}{CSS_NAME}"?>\n'
    ).encode()


def stylesheets() -> tuple[File, File]:
    """Both files, the same for every show: all that they say of one stands in its feed."""
    return File(XSL_NAME, filled("feed.xsl.j2")), File(CSS_NAME, filled("feed.css.j2"))
