"""What a newsletter says about itself: greetings, calls to subscribe and to contribute, thanks, footers."""

import re

from dispatch_audio.readers.sentences import sentences

_OPENINGS = (
    r"hello(?: everyone| and|,| there)",
    r"hi (?:all|everyone|folks|there|friends)\b",
    r"welcome (?:back|to)\b",
    r"(?:please|kindly)\b",
    r"thanks?(?: you)? (?:to\b.*\b(?:for|who)\b|for (?:reading|subscribing|being|your))",
    r"want (?:something|to (?:get|help|contribute|advertise|sponsor|see)|more|twir)\b",
    r"always wanted to\b",
    r"(?:un)?subscribe\b",
    r"sign up\b",
    r"(?:follow|tweet|tag|email|contact|find|message|support|join) (?:us|me)\b",
    r"(?:email|contact) the \w+",
    r"(?:send|let|give|tell) (?:us|me)\b",
    r"(?:discuss|comment|reply|share|read|view|open) (?:this|it|on|in|to|online)\b",
    r"submit (?:a|an|your|them|it)\b",
    r"(?:we love|we welcome|we appreciate) ",
    r"if you(?:'re| are|’re)? (?:a|an|running|enjoy(?:ed)?|like(?:d)?|find|found|have (?:any|a|feedback|news)|want|would)\b",
    r"are you (?:a|an|new|looking|running)\b",
    r"every (?:week|day|month|issue),? (?:we|the|this)\b",
    r"this (?:section|list|newsletter|is (?:a|the|your) (?:weekly|daily|monthly))\b",
    r"these are the\b.*:$",
    r"some of these tasks\b",
    r"express your opinions?\b",
    r"you (?:may|can) (?:remove|unsubscribe|also (?:find|follow|subscribe))\b",
    r"no \w[\w -]* (?:were|was|entered)\b.*\bthis (?:week|month|day|issue)\b",
    r"this (?:email|newsletter|message) was (?:sent|forwarded)\b",
    r"you(?:'re| are|’re) (?:receiving|getting|currently)\b",
    r"(?:copyright|©)",
    r"see you (?:next|tomorrow|on)\b",
    r"until next (?:time|week)\b",
    r"(?:advertisement|sponsored|advertise with us)\b",
)
_ANYWHERE = (
    r"\bweekly summary of its\b",
    r"\bprogramming language empowering everyone\b|\bis a systems language pursuing\b",
    r"\b(?:is|are|was) edited by\b",
    r"\bsponsored by\b",
    r"\bopenly developed\b",
    r"\bin your inbox\b",
    r"\bunsubscribe\b",
    r"\bsend (?:me|us) (?:an? )?(?:email|e-mail|pull request|tip|note)\b",
    r"\bsubmit (?:a link|a pr|tasks|quotes)\b",
    r"\b(?:all rights reserved|privacy policy|terms of service|manage your (?:subscription|preferences))\b",
    r"\bappear in this list\b|\bnext issue\b",
    r"\bfor more information\b.{0,3}$",
    r"\b(?:become a|our) (?:member|sponsor|patron|supporter)s?\b",
    r"\bshare (?:it|this) with (?:a|your) friend",
    r"\bwas forwarded (?:to you|this)\b",
    r"\bget (?:your|their) job offers listed\b",
)
_SENTENCE = re.compile(rf"^\W{{0,4}}(?:{'|'.join(_OPENINGS)})|{'|'.join(_ANYWHERE)}", re.IGNORECASE)
_BUTTON = re.compile(
    r"(?i)\W*(?:share|subscribe(?: now| today| here)?|upgrade(?: to paid)?|donate|forward|like|tweet|follow|"
    r"leave a comment|refer a friend|give a gift(?: subscription)?|get (?:the )?app|view (?:in|on) \w+|read in app|"
    r"start writing|manage preferences)\W*"
)
_ENOUGH = 0.5
"""The share of its characters in such sentences from which on a whole paragraph is housekeeping."""


def is_housekeeping(text: str) -> bool:
    """Whether a paragraph speaks of the newsletter and not of the news."""
    if len(text) < 60 and _BUTTON.fullmatch(text):
        return True
    parts = [text[span.start : span.end] for span in sentences(text)]
    about = sum(len(part) for part in parts if _SENTENCE.search(part[:400]))
    return bool(parts) and about >= _ENOUGH * sum(map(len, parts))
