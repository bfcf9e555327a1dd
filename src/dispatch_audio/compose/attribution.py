"""Who speaks, by the name, role and verb that a listener needs to hear before the statement."""

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from dispatch_audio.compose.cleaning import clean, handle_name
from dispatch_audio.compose.show import Show
from dispatch_audio.compose.tables import word_set
from dispatch_audio.compose.wording import a_or_an, decapitalise, listed, small
from dispatch_audio.dispatch import Source
from dispatch_audio.grammar import PROPER, parse

Sort = Literal["person", "reporter", "organisation", "outlet", "site", "account", "paper", "unknown"]

VIA = {
    "x": "on X",
    "twitter": "on X",
    "tweet": "on X",
    "bluesky": "on Bluesky",
    "mastodon": "on Mastodon",
    "threads": "on Threads",
    "linkedin": "on LinkedIn",
    "reddit": "on Reddit",
    "youtube": "on YouTube",
}
"""Where a post was made, by the source's kind; other kinds are no posts."""

_PAPERS = ("paper", "study", "preprint", "journal")
_TEAM = re.compile(
    r"\b(?:team|newsroom|press|blog|labs?|news|office|agency|ministry|group|department|foundation|institute)$",
    re.I,
)

_SILENT_TEAM = re.compile(r"\s+(?:newsroom|press|press office|blog|news)$", re.IGNORECASE)
_TITLE_NAME = re.compile(r"^(?P<name>(?:[A-Z][\w.'’-]*\s){0,3}[A-Z][\w.'’-]*) on (?P<topic>\S.*)$")
_WITH_ARTICLE = word_set("""commission agency ministry department office organization organisation association federation council court
    institute foundation administration union university parliament senate committee authority fund service reserve
    treasury navy army police""")
_ORGANISATION_WORDS = _WITH_ARTICLE | word_set("""health city town united public national bank company times post news research science energy group network
    society club fc journal review daily weekly press media labs lab ai technologies systems international global
    community project initiative trust board centre center college school museum climate data guide records reserve
    treasury bankers exchange holdings partners studios pictures airlines motors""")
_LEGAL = re.compile(r",?\s+(?:Inc|Ltd|LLC|Corp|GmbH|PLC|plc)\.?$")
_REPORTER = re.compile(
    r"\b(?:reporter|correspondent|journalist|editor|columnist|writer|critic)s?\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says what a source says."""

    first: str
    """At the first mention, role and all, able to stand before a verb: ``Steph Ango, the CEO of Obsidian,``."""
    short: str
    """At the second: ``Ango``, ``Anthropic``."""
    sort: Sort
    via: str = ""
    """Where: ``on X``, ``at TechCrunch``; empty when that goes without saying."""
    plural: bool = False


@functools.lru_cache(maxsize=1)
def _organisations() -> tuple[dict[str, str], dict[str, str]]:
    text = resources.files("dispatch_audio.compose").joinpath("data", "organisations.toml").read_text("utf-8")
    table = tomllib.loads(text)
    return {key.casefold(): name for key, name in table["handles"].items()}, dict(table["outlets"])


_ONE_SPEAKS = re.compile(r"(?P<verb>report|write|say|add|find|announce|argue|tell)s\b|goes\b")


def agreed(text: str, who: Speaker) -> str:
    """A phrase with its verb in the plural where several speak: ``Ann Lee and Bo Ek report``."""
    for name in (who.first, who.short) if who.plural else ():
        if text.startswith(f"{name} "):
            rest = text[len(name) :]
            return name + _ONE_SPEAKS.sub(lambda match: match["verb"] or "go", rest, count=1)
    return text


def organisation_names(author: str, host: str) -> tuple[str, ...]:
    """The names that the table of organisations has for an account and for an address."""
    handles, outlets = _organisations()
    names = (handles.get(clean(author).lstrip("@").casefold(), ""), outlets.get(host, ""))
    return tuple(filter(None, names))


def speaker(source: Source, show: Show) -> Speaker:
    """Who speaks in a source: a name in its title, the people table, the table of organisations, else its account."""
    via = VIA.get(source.kind.casefold(), "")
    author = _LEGAL.sub("", clean(source.author)).lstrip("@")
    known = show.person(author) if author else None
    if known is not None and known.name.startswith("the X account"):
        return Speaker(known.name, "the account", "account")
    if known is not None:
        return _person(known.name, known.role or said_role(source.role), via)
    if not via and author and _LEGAL.search(clean(source.author)):
        return _organisation(author)
    handles, _ = _organisations()
    if author.casefold() in handles:
        name = handles[author.casefold()]
        return Speaker(name, name, "organisation", "")
    if source.kind.casefold() == "quote" and author:
        return _person(author, said_role(source.role), "")
    if via and author:
        return _poster(source, author, via)
    return _article_author(source, author)


def title_name(source: Source) -> tuple[str, str]:
    """The name before "on" in a title, and its topic; both empty when the title is built otherwise."""
    match = _TITLE_NAME.match(clean(source.title))
    if match is None:
        return "", ""
    # "Betting on rain", "Notes on camp": what is written before "on" must be a name.
    words = parse(match["name"])
    is_name = any(word.tag in PROPER or word.text.isupper() for word in words) and not words[0].text.endswith(
        "ing"
    )
    return (match["name"], match["topic"]) if is_name else ("", "")


def said_role(role: str) -> str:
    """A role as it is said after a name: up to its first comma or slash, without what the person is busy with."""
    role = clean(role).split(",")[0].split(";")[0].split(" | ")[0]
    role = re.sub(r"(?<=\w)/[\w/ .&-]+", "", role).strip()
    words = parse(role)
    busy = next((i for i, word in enumerate(words) if word.tag == "VBG" and word.dep == "acl" and i), None)
    if busy is not None:
        role = role[: words[busy].start].strip()
    if _PROFESSION.match(role):
        return small(role)
    return decapitalise(role) if role else ""


_PROFESSION = re.compile(
    r"[A-Z][a-z]*(?:er|or|ist|ian|ic|ef|ant|ent|yst|ect|ess|man|woman|ook|oet|oach|ilot|udge|ean|ead)\b(?! [A-Z])"
)
"""A first word that says what somebody does, however seldom: ``Cosmologist at the Perimeter Institute``."""


def named(author: str, show: Show) -> str:
    """Who said a line that has no source: by the people table, the organisations, or as an account."""
    name = clean(author)
    known = show.person(name) if name else None
    if known is not None:
        return known.name
    organisation = _organisations()[0].get(name.lstrip("@").casefold())
    if organisation is not None:
        return organisation
    return f"the account {handle_name(name)}" if name.startswith("@") or "_" in name else name


_SUFFIX = re.compile(r",?\s+(?:Jr|Sr|Ph\.?D|M\.?D|Esq|II|III|IV)\.?$")
_PARTICLES = word_set(
    "al bin da das de del della den der di do dos du el ibn la le st ten ter van von zu af av"
)


def surname(name: str) -> str:
    """The last name with its particle, without what follows it: ``Maria del Carmen`` -> ``del Carmen``."""
    words = _SUFFIX.sub("", name).rstrip(",").split()
    at = len(words) - 1
    while at > 1 and words[at - 1].casefold().rstrip(".") in _PARTICLES:
        at -= 1
    return " ".join(words[at:])


def _person(name: str, role: str, via: str, sort: Sort = "person") -> Speaker:
    if role.casefold() in VIA:
        role, via = "", VIA[role.casefold()]
    title, _, bare = name.partition(" ")
    if " " in bare and role.casefold().removeprefix("the ").startswith(f"{title.casefold()} "):
        # "Chef Padma Rao, chef and owner of": once is enough.
        name = bare
    if not role:
        first = name
    elif (role.startswith("the ") and " of " not in role and " at " not in role) or _leads(role):
        first = f"{role} {name}"
    else:
        first = f"{name}, {role},"
    return Speaker(first, surname(name), sort, via)


def _leads(role: str) -> bool:
    """Whether a role is short enough to stand before the name: ``Wharton professor``."""
    return len(role.split()) <= 3 and not re.search(r"\b(?:of|at|for|in|and|the)\b", role)


def _poster(source: Source, handle: str, via: str) -> Speaker:
    name = title_name(source)[0] or _person_in(source)
    role = source.role
    if name and not name.isupper():
        return _person(name, said_role(role), via)
    first_part = clean(role).split(",")[0]
    squashed = _squash(handle)
    # "Kimi_Moonshot — Moonshot AI, creators of Kimi models": the role names the organisation itself.
    proper = all(word[0].isupper() for word in re.findall(r"[^\W\d_]+", first_part))
    if first_part and proper and _squash(first_part.split()[0]) in squashed:
        return Speaker(first_part, first_part, "organisation", "")
    body = _body_of(role, handle)
    if body is not None:
        return body
    if " " in handle:
        return _person(handle, said_role(role), via)
    account = f"the {via.removeprefix('on ')} account {handle_name(handle)}"
    if role and not _leads(said_role(role)):
        return Speaker(
            f"{account}, run by {_with_a(said_role(role))}," if _is_role(role) else account,
            "the account",
            "account",
        )
    return Speaker(account, "the account", "account")


_KIND_OF_BODY = re.compile(
    r"^(?:an? |the )?(?:[a-z-]+ ){0,2}(?:studio|nonprofit|charity|association|group|network|coalition|campaign|union|club|society|"
    r"museum|agency|company|startup|lab|publisher|magazine|newspaper|band|team|organi[sz]ation|federation|institute|union)\b",
    re.IGNORECASE,
)


def _body_of(role: str, handle: str) -> Speaker | None:
    """An account whose role says that a body speaks: by the body's own name, or as what it is called."""
    role = clean(role).split(";")[0].strip()
    words = re.findall(r"[^\W\d_]{4,}", role)
    if _BODY.search(role) and "," not in role and len(words) > 1 and all(word[0].isupper() for word in words):
        return _organisation(role)
    if not _KIND_OF_BODY.match(role):
        return None
    what = small(role.split(",")[0])
    name = handle_name(handle)
    what = what if what.startswith(("a ", "an ", "the ")) else a_or_an(what)
    return Speaker(f"{name}, {what},", name, "organisation", "")


def _person_in(source: Source) -> str:
    """The person whom a title begins with, where the account's role is a person's: ``Jonathan Dowell counts ...``."""
    title = clean(source.title)
    match = re.match(r"^[A-Z][\w.'’-]+ (?:[A-Z]\. )?[A-Z][\w'’-]+(?= [a-z])", title)
    if match is None or not _PROFESSION.match(clean(source.role)):
        return ""
    words = parse(title)
    return match[0] if any(word.entity == "PERSON" and word.start == 0 for word in words) else ""


def _is_role(role: str) -> bool:
    return bool(
        re.match(
            r"^(?:\w+ ){0,2}(?:creator|founder|author|CEO|editor|director|professor|engineer|developer)\b",
            said_role(role),
            re.I,
        )
    )


def _with_a(role: str) -> str:
    return role if role.startswith(("the ", "a ", "an ")) else f"the {role}"


def _article_author(source: Source, author: str) -> Speaker:
    host = source.link.host if source.link else ""
    outlet = _organisations()[1].get(host, "")
    if source.kind.casefold() in _PAPERS:
        return _paper(author)
    if not author:
        if outlet:
            return Speaker(outlet, outlet, "outlet")
        return Speaker(f"the website {host}", "the website", "site") if host else Speaker("", "", "unknown")
    bare = re.sub(r"\.(?:ai|com|org|io|net|dev|co)$", "", author)
    if (
        author in _organisations()[1].values()
        or {f"the {author}", f"The {author}"} & set(_organisations()[1].values())
        or (outlet and _squash(author) == _squash(re.sub("^[Tt]he ", "", outlet)))
    ):
        name = outlet or (author if author in _organisations()[1].values() else f"the {author}")
        return Speaker(name, name, "outlet")
    if _TEAM.search(author) or bare != author:
        return _team(bare)
    if host and _squash(author) in {_squash(label) for label in host.split(".")[:-1]}:
        # What is the source of its own news is no mere website: "Freddie Mac says".
        primary = any("primary" in word.casefold() for word in source.provenance)
        official = re.search(r"\.(?:gov|mil|edu|int|ac)(?:\.|$)", host) is not None
        return (
            _organisation(author) if primary or official else Speaker(f"the website {author}", author, "site")
        )
    place = re.search(r"\b(?:at|for) (?P<outlet>(?:the )?[A-Z].*)$", clean(source.role).split(",")[0])
    if outlet or (place and _REPORTER.search(source.role)):
        where = outlet or (place["outlet"] if place else "")
        return _reporters(author, f"at {where}")
    if _is_organisation(author) and (not source.role or _BODY.search(author)):
        return _organisation(author)
    return _person(author, said_role(source.role), "")


def _is_organisation(author: str) -> bool:
    """Whether an author is no person: one word, or a word that organisations are called by."""
    words = author.split()
    if (
        len(words) == 1
        or _BODY.search(author) is not None
        or len(words) > 4
        or any(word.casefold().strip(".") in _ORGANISATION_WORDS for word in words)
    ):
        return True
    return "ORG" in {word.entity for word in parse(f"{author} said so.")} and not re.match(
        r"^[A-Z][a-z]+ [A-Z][a-z]+$", author
    )


_BODIES = word_set("""museum library board center centre collaboration laboratory observatory society guild alliance chamber festival
    syndicate orchestra opera theatre theater archive institution coalition consortium bureau""")
_BODY = re.compile(
    r"\b(?P<body>commission|agency|ministry|department|office|organi[sz]ation|association|federation|council|court|institute|"
    r"foundation|administration|union|university|parliament|committee|authority|board|cent(?:er|re)|museum|library|society|"
    r"laboratory|observatory|collaboration|bureau|coalition|consortium|academy|guild|alliance|chamber|festival|syndicate|"
    r"orchestra|opera|theatre|theater|archive|institution|congress)\b",
    re.IGNORECASE,
)
"""What a body is called by: with an article, and by this alone at the second mention."""


def _organisation(name: str) -> Speaker:
    """An organisation, with the article that its kind of name wants: ``the European Commission``."""
    words = name.split()
    first, last = words[0].casefold(), words[-1].casefold()
    body = _BODY.search(name)
    # "Office of the State Auditor" wants it as "the State Department" does; "Stanford University" does not.
    named_by = body is not None and re.search(rf"\b{body['body']} (?:of|for|on)\b", name) is not None
    wants = " " in name and ((last in _WITH_ARTICLE | _BODIES and last != "university") or named_by)
    said = f"the {name}" if wants and first not in ("the", "bank") else name
    short = f"the {body['body'].lower()}" if said != name and body is not None and len(words) > 2 else said
    return Speaker(said, short, "organisation")


def _reporters(author: str, via: str) -> Speaker:
    """One reporter or several: ``Ann Lee and Bo Ek``."""
    names = [name for name in re.split(r",? and |, ", author) if name]
    if len(names) < 2:
        return Speaker(author, surname(author), "reporter", via)
    return Speaker(
        listed(tuple(names)), listed(tuple(surname(name) for name in names)), "reporter", via, plural=True
    )


def _team(author: str) -> Speaker:
    company = _SILENT_TEAM.sub("", author)
    if company.casefold().endswith(" team"):
        company = f"the {company[:-5]} team"
    return Speaker(company, company, "organisation") if company.startswith("the ") else _organisation(company)


def _paper(author: str) -> Speaker:
    if not author:
        return Speaker("the paper", "the paper", "paper")
    if _BODY.search(author):
        return Speaker(f"a paper by {_organisation(author).first}", "the paper", "paper")
    lead = re.split(r",| and | et al", author)[0]
    others = lead != author
    return Speaker(f"a paper by {lead}{' and colleagues' if others else ''}", "the paper", "paper")


def _squash(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
