"""Where a page's main text stands: the one element that says so, or the one where trafilatura finds the most of it."""

from itertools import islice

from lxml import etree, html

from dispatch_audio.readers.walking import is_data

_MARKED = ("//main", "//*[@role='main']", "//article")
_ENOUGH = 0.8
"""The share of the main text that an element must hold to be looked for it inside."""
_NOT_LESS = 0.4
"""The share of all text that it must hold: what it leaves out may be lists of links, of which little is main text."""
_CONTAINERS = ("div", "section", "article", "main", "table", "tbody", "tr", "td", "center", "font", "span")
_LONGEST, _PIECES = 2_000, 50
"""How much is looked at of an element that stands within a line: enough to know it again."""
_SHORTEST = 25
"""How many characters a piece of text must have to tell where the main text is."""
_BLOCKS = ("p", "li", "td", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "div", "pre", "dd")


def main_text(root: html.HtmlElement) -> html.HtmlElement:
    """The element that holds a page's main text, whole.

    trafilatura is made for articles: of a list of links it keeps little, and in newsletters the list is the news. So it
    says where the text is, and everything that stands there is taken.
    """
    body = root.find("body")
    if body is None:
        return root
    lengths = _lengths(body)
    for path in _MARKED:
        found = root.xpath(path)
        if len(found) == 1 and lengths.get(found[0], 0) * 2 > lengths[body]:
            return found[0]
    return _narrowed(body, _weights(root, body), lengths)


def _lengths(body: html.HtmlElement) -> dict[html.HtmlElement, int]:
    """How many characters stand in each element, in one pass from the innermost outwards."""
    lengths: dict[html.HtmlElement, int] = {}
    for element in reversed(list(body.iter())):
        lengths[element] = lengths.get(element, 0) + len((element.text or "").strip())
        parent = element.getparent()
        lengths[parent] = lengths.get(parent, 0) + lengths[element] + len((element.tail or "").strip())
    return lengths


def _weights(root: html.HtmlElement, body: html.HtmlElement) -> dict[html.HtmlElement, int]:
    """How many characters of main text each element holds."""
    # Half a second of imports, for HTML alone.
    from trafilatura import bare_extraction

    found = bare_extraction(
        etree.tostring(root, encoding="unicode", method="html"),
        fast=True,
        favor_recall=True,
        include_comments=False,
        include_tables=True,
        with_metadata=False,
    )
    element = getattr(found, "body", None)
    if element is None:
        return {}
    texts = {text for part in element.iter() if len(text := _own(part)) >= _SHORTEST}
    weights: dict[html.HtmlElement, int] = {}
    for block in body.iter(*_BLOCKS):
        if (text := _own(block)) in texts:
            at = block
            while at is not None:
                weights[at] = weights.get(at, 0) + len(text)
                at = at.getparent()
    return weights


def _own(element: html.HtmlElement) -> str:
    """An element's words without those of the blocks in it."""
    parts = [element.text or ""]
    for child in element:
        if (
            isinstance(child.tag, str)
            and child.tag not in _BLOCKS
            and child.tag not in ("list", "item", "head")
        ):
            parts.extend(text[:_LONGEST] for text in islice(child.itertext(), _PIECES))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())


def _narrowed(
    body: html.HtmlElement, weights: dict[html.HtmlElement, int], lengths: dict[html.HtmlElement, int]
) -> html.HtmlElement:
    total = weights.get(body, 0)
    at = body
    while total:
        inner = next((child for child in at if weights.get(child, 0) >= _ENOUGH * total), None)
        if inner is None or inner.tag not in _CONTAINERS or lengths[inner] < _NOT_LESS * lengths[at]:
            break
        if inner.tag == "table" and is_data(inner):
            break
        at = inner
    return at
