"""The one room of jinja2: templates/*.j2, and over them the macros that a feed's own templates write anew.

A template file holds macros; each line of a macro is one wording. A feed's own file may hold some of them, in text,
values, choices between them and a few filters: no loop, no call and no file, so that no wording takes time or memory.
"""

import difflib
import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from jinja2 import PackageLoader, StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2 import Template as Compiled
from jinja2.runtime import Macro
from jinja2.sandbox import SandboxedEnvironment

from dispatch_audio.compose.show import Template
from dispatch_audio.errors import SettingsError

FILES = ("opening", "sections", "attribution", "roundup", "closing", "announcements")
"""The template files there are, without their ending."""
APART = ("opening", "sections", "announcements")
"""Those whose phrases never rest on a source."""
LONGEST = 64_000
"""Characters of a feed's own template."""

_BEFORE_MARK = re.compile(r" (?=[.:](?:\s|$))|,(?=:)")
"""The blank that a missing "via" leaves, and the comma of a role before a colon; the blank of "and .NET" stays."""
_FILTERS = ("capitalize", "lower", "upper", "title", "trim", "default", "d")
_PLAIN = (
    nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand,
    nodes.And, nodes.Or, nodes.Not, nodes.Concat, nodes.Filter, nodes.Test,
)  # fmt: skip
_CALLED = {nodes.For: "a loop", nodes.Call: "a call", nodes.Include: "include", nodes.Import: "import",
           nodes.FromImport: "import", nodes.Extends: "extends", nodes.Block: "a block", nodes.Assign: "set",
           nodes.Getattr: "a dot", nodes.Getitem: "a bracket"}  # fmt: skip
_FLAGS = ("many", "disclose", "more")
"""Arguments that are true or false; the others are words."""
_MAY_BE_EMPTY = ("via",)
_NEVER_LOST = ("who", "clause", "what", "items", "titles")
"""Arguments without which a wording would tell less than the dispatch."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A macro, and where it is written."""

    macro: Macro
    file: str
    line: int
    lines: Callable[[int], int]
    """From a line of the code that jinja2 made of the template to the template's own."""

    def wordings(self, values: Mapping[str, object]) -> tuple[str, ...]:
        """What it says with these values, a wording a line. Raises SettingsError with the line when it cannot."""
        try:
            text = str(self.macro(**values))
        except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
            raise SettingsError(
                f"{self.macro.name}: {error}", file=self.file, line=self._line_of(error)
            ) from None
        lines = (_BEFORE_MARK.sub("", " ".join(line.split())) for line in text.splitlines())
        found = tuple(line for line in lines if line)
        if not found:
            raise SettingsError(
                f"{self.macro.name} has no wording",
                file=self.file,
                line=self.line,
                hint="write one on a line",
            )
        return found

    def _line_of(self, error: BaseException) -> int:
        """The template's line that an error comes from."""
        line, trace = self.line, error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == self.file:
                line = self.lines(trace.tb_lineno)
            trace = trace.tb_next
        return line


@functools.lru_cache(maxsize=1)
def _environment() -> SandboxedEnvironment:
    # Scripts are plain text: nothing here goes into a page, so nothing is escaped.
    return SandboxedEnvironment(
        loader=PackageLoader("dispatch_audio.compose", "templates"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@functools.lru_cache(maxsize=16)
def phrases(templates: tuple[Template, ...]) -> Mapping[tuple[str, str], Phrase]:
    """From a file and a macro to its phrase: the built-in ones, with a feed's own in their place.

    Raises SettingsError with the file and its line when a feed's template is wrong.
    """
    built_in = _built_in()
    own: dict[tuple[str, str], Phrase] = {}
    for template in templates:
        try:
            own.update(_own(template, built_in))
        except RecursionError:
            raise SettingsError("is nested too deep for a phrase", file=template.file) from None
    return {**built_in, **own}


@functools.lru_cache(maxsize=1)
def _built_in() -> Mapping[tuple[str, str], Phrase]:
    found = {}
    for name in FILES:
        template = _environment().get_template(f"{name}.j2")
        for macro in _macros(_source(name)):
            made = getattr(template.module, macro.name)
            file = template.filename or name
            found[name, macro.name] = Phrase(made, file, macro.lineno, template.get_corresponding_lineno)
    return found


def _source(name: str) -> nodes.Template:
    environment = _environment()
    assert environment.loader is not None
    text, _, _ = environment.loader.get_source(environment, f"{name}.j2")
    return environment.parse(text)


def _macros(tree: nodes.Template) -> Iterator[nodes.Macro]:
    yield from (node for node in tree.body if isinstance(node, nodes.Macro))


@functools.lru_cache(maxsize=64)
def vocabulary(templates: tuple[Template, ...], *, leaving_out: tuple[str, ...] = ()) -> tuple[str, ...]:
    """All standing words of the templates, a feed's own among them; those of some files may be left out."""
    trees = [_source(name) for name in FILES if name not in leaving_out]
    trees += [_parsed(template) for template in templates if template.name not in leaving_out]
    return tuple(text for tree in trees for text in _words(tree))


def _words(tree: nodes.Template) -> Iterator[str]:
    yield from (line for node in tree.find_all(nodes.TemplateData) for line in node.data.splitlines())
    yield from (node.value for node in tree.find_all(nodes.Const) if isinstance(node.value, str))


def _own(
    template: Template, built_in: Mapping[tuple[str, str], Phrase]
) -> Iterator[tuple[tuple[str, str], Phrase]]:
    if template.name not in FILES:
        raise SettingsError(
            f"no template is called {template.name}", file=template.file, hint=_nearest(template.name, FILES)
        )
    tree = _parsed(template)
    known = {name: phrase for (file, name), phrase in built_in.items() if file == template.name}
    _only_macros(tree, template)
    for macro in _macros(tree):
        if macro.name not in known:
            hint = _nearest(macro.name, tuple(known))
            raise SettingsError(
                f"no phrase is called {macro.name}", file=template.file, line=macro.lineno, hint=hint
            )
        _check_arguments(macro, known[macro.name], template)
        _check_nodes(macro, template)
    made = _compiled(tree, template)
    for macro in _macros(tree):
        said = getattr(made.module, macro.name)
        phrase = Phrase(said, template.file, macro.lineno, made.get_corresponding_lineno)
        _try(phrase)
        yield (template.name, macro.name), phrase


def _parsed(template: Template) -> nodes.Template:
    if len(template.text) > LONGEST:
        raise SettingsError(f"is longer than {LONGEST:,} characters", file=template.file)
    try:
        return _environment().parse(template.text, template.name, template.file)
    except TemplateSyntaxError as error:
        raise SettingsError(
            error.message or "is no template", file=template.file, line=error.lineno
        ) from None
    except ValueError:
        raise SettingsError("holds a number that is too long", file=template.file) from None


def _compiled(tree: nodes.Template, template: Template) -> Compiled:
    environment = _environment()
    try:
        code = environment.compile(tree, template.name, template.file)
    except TemplateSyntaxError as error:
        raise SettingsError(
            error.message or "is no template", file=template.file, line=error.lineno
        ) from None
    except (SyntaxError, MemoryError):
        # What jinja2 makes of it is code, which Python takes to a hundred indents.
        raise SettingsError("is nested too deep for a phrase", file=template.file) from None
    return environment.template_class.from_code(environment, code, environment.make_globals(None))


def _only_macros(tree: nodes.Template, template: Template) -> None:
    for node in tree.body:
        if isinstance(node, nodes.Macro):
            continue
        loose = [part for part in node.find_all(nodes.TemplateData) if part.data.strip()]
        if (
            isinstance(node, nodes.Output)
            and not loose
            and all(isinstance(part, nodes.TemplateData) for part in node.nodes)
        ):
            continue
        words = loose[0].data.split("\n") if loose else [""]
        skipped = next((i for i, line in enumerate(words) if line.strip()), 0)
        said = next((line.strip() for line in words if line.strip()), type(node).__name__.lower())
        raise SettingsError(
            f"{said[:40]!r} stands outside a macro and is never said",
            file=template.file,
            line=(loose[0].lineno if loose else node.lineno) + skipped,
            hint="write {% macro name(...) %} before it and {% endmacro %} after it",
        )


def _check_arguments(macro: nodes.Macro, built_in: Phrase, template: Template) -> None:
    given = tuple(argument.name for argument in macro.args)
    wanted = tuple(built_in.macro.arguments)
    for name in wanted:
        if name not in given:
            raise SettingsError(
                f"{macro.name}: the argument {name} is missing",
                file=template.file,
                line=macro.lineno,
                hint=f"write {{% macro {macro.name}({', '.join(wanted)}) %}}",
            )
    for name in given:
        if name not in wanted:
            raise SettingsError(
                f"{macro.name}: nobody gives it {name}",
                file=template.file,
                line=macro.lineno,
                hint=f"write {{% macro {macro.name}({', '.join(wanted)}) %}}",
            )


def _check_nodes(macro: nodes.Macro, template: Template) -> None:
    """Raises SettingsError at the first thing in a macro that is not text, a value or a choice."""
    known = tuple(argument.name for argument in macro.args)
    for node in _inside(macro):
        what, hint = "", ""
        if isinstance(node, nodes.Name) and node.name not in known:
            what = f"{macro.name}: there is no value {node.name}"
            hint = _nearest(node.name, known) or "it has none"
        elif isinstance(node, nodes.Filter) and node.name not in _FILTERS:
            what, hint = (
                f"{macro.name}: the filter {node.name} cannot be used",
                f"use {', '.join(_FILTERS[:-1])}",
            )
        elif not isinstance(node, _PLAIN):
            kind = _CALLED.get(type(node), f"{type(node).__name__.lower()}")
            what = f"{macro.name}: {kind} cannot be used in a phrase"
            hint = "use text, {{ values }}, {% if %} and filters"
        if what:
            raise SettingsError(what, file=template.file, line=node.lineno, hint=hint)


def _inside(macro: nodes.Macro) -> Iterator[nodes.Node]:
    for part in (*macro.defaults, *macro.body):
        yield part
        yield from part.find_all(nodes.Node)


def _try(phrase: Phrase) -> None:
    """Say a phrase with words in place of its values, so that what is wrong shows before the first dispatch needs it."""
    words: dict[str, object] = {
        name: f"{name}-{name}" for name in phrase.macro.arguments if name not in _FLAGS
    }
    flags = [{name: value for name in phrase.macro.arguments if name in _FLAGS} for value in (True, False)]
    for flag in flags:
        for wording in phrase.wordings(words | flag):
            lost = [
                name for name in _NEVER_LOST if name in words and f"{name}-{name}" not in wording.casefold()
            ]
            if lost:
                raise SettingsError(
                    f"{phrase.macro.name}: the wording {wording[:60]!r} leaves out {{{{ {lost[0]} }}}}",
                    file=phrase.file,
                    line=phrase.line,
                )
        phrase.wordings(words | flag | {name: "" for name in words if name in _MAY_BE_EMPTY})


def _nearest(name: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"there is {', '.join(known)}" if known else ""
