"""Rewrites a file in another style: other names, other spellings of the same arithmetic, one step at a time.

What it computes stays the same up to rounding, which is what tells a diagnosis from a comparison of texts.
"""

import ast
import itertools
from typing import Any

#: Methods of arrays that are functions of NumPy as well.
METHODS = ("sum", "mean", "max", "min", "argmax", "std", "var")


def restyle(source: str) -> str:
    """Return the file in another style."""
    tree = ast.parse(source)
    keywords = [word.arg for call in ast.walk(tree) if isinstance(call, ast.Call) for word in call.keywords]
    called_by_keyword = None in keywords  # f(**weights): the names of parameters mean something
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not _is_delicate(node) and not called_by_keyword:
            _rename(node)
            node.body = [line for statement in node.body for line in _Spelling().steps(statement)]
    return ast.unparse(ast.fix_missing_locations(tree))


def _is_delicate(function: ast.FunctionDef) -> bool:
    """Whether names in it mean something elsewhere: in an inner function, or as keywords."""
    inner = (ast.FunctionDef, ast.Lambda, ast.Global, ast.Nonlocal, ast.ClassDef)
    return any(isinstance(node, inner) for statement in function.body for node in ast.walk(statement))


def _rename(function: ast.FunctionDef) -> None:
    """Call what is local by other names."""
    arguments = [*function.args.posonlyargs, *function.args.args]
    stored = [node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    keywords = {argument.arg for argument in function.args.kwonlyargs}
    local = dict.fromkeys([argument.arg for argument in arguments] + stored)
    names = {name: f"{name}_{number}" for number, name in enumerate(local) if name not in keywords}
    for argument in arguments:
        argument.arg = names[argument.arg]
    for statement in function.body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name):
                node.id = names.get(node.id, node.id)


class _Spelling(ast.NodeTransformer):
    """Spells arithmetic out and gives parts of it names of their own."""

    numbers = itertools.count()

    def steps(self, statement: ast.stmt) -> list[ast.stmt]:
        """Return the statement in other words, with its last operation split off where it is an assignment."""
        found: ast.stmt = self.visit(statement)
        if isinstance(found, ast.Assign) and isinstance(found.value, ast.Call) and found.value.args:
            name = f"part_{next(self.numbers)}"
            first = ast.Assign([ast.Name(name, ast.Store())], found.value.args[0])
            if not isinstance(first.value, ast.Starred | ast.GeneratorExp | ast.Constant):
                found.value.args[0] = ast.Name(name, ast.Load())
                return [ast.copy_location(first, statement), found]
        return [found]

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        """`a @ b` becomes np.matmul(a, b), `a ** 2` a * a, `a * b` b * a."""
        self.generic_visit(node)
        match node:
            case ast.BinOp(left, ast.MatMult(), right):
                return _call("matmul", left, right)
            case ast.BinOp(ast.Name() as left, ast.Pow(), ast.Constant(2)):
                return ast.BinOp(left, ast.Mult(), left)
            case ast.BinOp(left, ast.Mult(), right) if not isinstance(left, ast.Tuple | ast.List | ast.Constant):
                return node if isinstance(right, ast.Tuple | ast.List) else ast.BinOp(right, ast.Mult(), left)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """`x.sum(axis=0)` becomes np.sum(x, axis=0)."""
        self.generic_visit(node)
        match node.func:
            case ast.Attribute(ast.Name(module), _) if module in ("np", "math"):
                return node
            case ast.Attribute(value, name) if name in METHODS:
                return _call(name, value, *node.args, keywords=node.keywords)
        return node


def _call(name: str, *arguments: Any, keywords: list[ast.keyword] | None = None) -> ast.Call:
    return ast.Call(ast.Attribute(ast.Name("np", ast.Load()), name, ast.Load()), list(arguments), keywords or [])
