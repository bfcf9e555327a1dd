"""What docs/python-api.md says of each public name: made from signatures and docstrings, as the source has them."""

import ast
import importlib.util
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import dispatch_audio

PAGE = "docs/python-api.md"
HEADING = "## Every name\n"


def renewed(page: Path) -> str:
    """The page as it is to be: what people wrote, and after it the reference."""
    written, _, rest = page.read_text("utf-8").partition(HEADING)
    preface = rest.partition("\n### ")[0].strip()
    functions = [name for name in dispatch_audio.__all__ if name[0].islower()]
    classes = [name for name in dispatch_audio.__all__ if name not in functions]
    told = "\n".join(map(reference, (*functions, *classes))).replace("``", "`")
    return f"{written}{HEADING}\n{preface}\n\n{told}"


def reference(name: str) -> str:
    """A public name as Markdown: its heading, its docstring, its fields with theirs."""
    node, doc = _found(name)
    if isinstance(node, ast.FunctionDef):
        return f"### `{name}{_signature(node)}`\n\n{doc}\n"
    fields = list(_members(node)) if isinstance(node, ast.ClassDef) else []
    listed = "".join(f"- `{told}`{f': {said}' if said else ''}\n" for told, said in fields)
    return f"### `{name}`\n\n{doc}\n{f'{chr(10)}{listed}' if listed else ''}"


def _found(name: str) -> tuple[ast.stmt, str]:
    place = next(place for place, names in dispatch_audio._PLACES.items() if name in names)
    module = f"dispatch_audio.{place}"
    for follow in (module, getattr(getattr(dispatch_audio, name), "__module__", module), f"{module}.length"):
        body = _body(follow)
        for at, node in enumerate(body):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
                doc = ast.get_docstring(node)
                assert doc, f"{name} has no docstring"
                return node, doc
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
                return node, f"{_doc(body, at)} `{ast.unparse(node.value)}`"
    raise AssertionError(f"{name} is nowhere")


@cache
def _body(module: str) -> list[ast.stmt]:
    found = importlib.util.find_spec(module)
    assert found is not None
    assert found.origin is not None
    return ast.parse(Path(found.origin).read_text("utf-8")).body


def _doc(body: list[ast.stmt], at: int) -> str:
    """The string that stands below a statement, which says what it is."""
    after = body[at + 1] if at + 1 < len(body) else None
    if (
        isinstance(after, ast.Expr)
        and isinstance(after.value, ast.Constant)
        and isinstance(after.value.value, str)
    ):
        return " ".join(inspect.cleandoc(after.value.value).split())
    return ""


def _members(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for at, member in enumerate(node.body):
        if isinstance(member, ast.AnnAssign):
            yield ast.unparse(member).replace("'", '"'), _doc(node.body, at)
        elif isinstance(member, ast.FunctionDef) and member.name == "__init__":
            yield from (
                (ast.unparse(held).removeprefix("self.").partition(" = ")[0], _doc(member.body, index))
                for index, held in enumerate(member.body)
                if isinstance(held, ast.Assign)
            )
        elif isinstance(member, ast.FunctionDef) and not member.name.startswith("_"):
            doc = ast.get_docstring(member)
            assert doc, f"{node.name}.{member.name} has no docstring"
            gives = f": {ast.unparse(member.returns)}" if member.returns else ""
            is_value = any(ast.unparse(one) == "property" for one in member.decorator_list)
            yield (
                (f"{member.name}{gives}" if is_value else f"{member.name}{_signature(member)}"),
                " ".join(doc.split()),
            )


def _signature(node: ast.FunctionDef) -> str:
    arguments = ast.unparse(node.args).removeprefix("self").removeprefix(", ").replace("'", '"')
    return f"({arguments}){f' -> {ast.unparse(node.returns)}' if node.returns else ''}"
