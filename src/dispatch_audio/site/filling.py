"""Templates of the site, filled in."""

import datetime
import functools

import jinja2

from dispatch_audio.package.text import byline, clean, one_line, paragraphs, web_link

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def filled(template: str, **values: object) -> bytes:
    """The template of this name with these values, as UTF-8."""
    return (_environment().get_template(template).render(values).rstrip() + "\n").encode()


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("dispatch_audio.site"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        line=one_line,
        paragraphs=paragraphs,
        byline=byline,
        link=web_link,
        day=_day,
        minutes=_minutes,
        clock=_clock,
    )
    return environment


def _printable(value: object) -> object:
    # Markup is a str of its own kind, already escaped; made a plain one it would be escaped again.
    return clean(value) if type(value) is str else value


def _day(moment: datetime.datetime) -> str:
    # Written out here, since strftime follows the machine's language.
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def _minutes(seconds: float) -> str:
    return f"{max(1, round(seconds / 60))} min"


def _clock(seconds: int) -> str:
    """A position as players show it: ``1:23``, ``1:02:03``."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02d}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"
