"""Makes the mutants of a solution: every operator at every place, each as a whole file with one line changed."""

import ast
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial

from benchmarks.mutation.kinds import Kinds
from benchmarks.mutation.operators import OPERATORS, Scope

#: What is not run, or is not the student's: annotations and decorators.
NOT_CODE = ("annotation", "returns", "decorator_list", "args")


@dataclass(frozen=True)
class Mutant:
    """A solution with one change, and the line in which it differs."""

    function: str
    operator: str
    before: str
    after: str
    source: str


def mutants(source: str, kinds: Kinds, without: Collection[str] = ()) -> list[Mutant]:
    """Return every mutant of a file once, leaving some functions as they are."""
    tree = ast.parse(source)
    original = ast.unparse(tree)
    found: dict[str, Mutant] = {}
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    helpers = [node.name for node in functions if node.name.startswith("_")]
    for function in (node for node in functions if node.name not in without):
        scope = Scope.of(function, kinds.get(function.name, {}), helpers)
        for node, put in _places(function):
            for name, operator in OPERATORS.items():
                for other in operator(node, scope):
                    put(other)
                    text = ast.unparse(ast.fix_missing_locations(tree))
                    put(node)
                    if text != original and text not in found and _compiles(text):
                        found[text] = Mutant(function.name, name, *_difference(original, text), text)
    return list(found.values())


def _places(function: ast.FunctionDef) -> Iterator[tuple[ast.AST, Callable[[ast.AST], None]]]:
    """Every node of a function's body behind its docstring, and how to put another one in its place."""
    start = 1 if ast.get_docstring(function) is not None else 0
    for place in range(start, len(function.body)):
        node = function.body[place]
        yield node, partial(function.body.__setitem__, place)
        yield from _inside(node)


def _inside(node: ast.AST) -> Iterator[tuple[ast.AST, Callable[[ast.AST], None]]]:
    for field, value in ast.iter_fields(node):
        if field in NOT_CODE and not isinstance(node, ast.Call):
            continue
        if isinstance(value, ast.AST):
            yield value, partial(setattr, node, field)
            yield from _inside(value)
        elif isinstance(value, list):
            for place, child in enumerate(value):
                if isinstance(child, ast.AST):
                    yield child, partial(value.__setitem__, place)
                    yield from _inside(child)


def _compiles(text: str) -> bool:
    try:
        compile(text, "mutant", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


def _difference(original: str, text: str) -> tuple[str, str]:
    """The changed line as it was and as it is; every operator leaves the number of lines as it was."""
    pairs = zip(original.splitlines(), text.splitlines(), strict=True)
    return next((old.strip(), new.strip()) for old, new in pairs if old != new)
