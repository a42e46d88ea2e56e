"""The changes: each operator takes a node of the syntax tree and yields what could stand there instead.

They are the slips of people who write such code: a sign, an axis, a transpose, a neighbour's variable, an update
that overwrites, a line forgotten. None looks further than the node and the function around it.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

Nodes = Iterator[ast.AST]
Operator = Callable[[ast.AST, "Scope"], Nodes]

ARITHMETIC: dict[type, type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
}
COMPARISONS: dict[type, list[type[ast.cmpop]]] = {
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.LtE],
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
}
OTHER_NAMES = {
    "sum": ["mean", "max"],
    "mean": ["sum", "median"],
    "max": ["min", "sum"],
    "min": ["max"],
    "argmax": ["argmin"],
    "argmin": ["argmax"],
    "maximum": ["minimum"],
    "minimum": ["maximum"],
    "var": ["std"],
    "std": ["var"],
    "rand": ["randn"],
    "exp": ["exp2", "expm1"],
    "log": ["log2", "log1p"],
    "sqrt": ["square"],
}
IN_PLACE: dict[type, str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
    ast.Gt: "greater",
    ast.GtE: "greater_equal",
    ast.Lt: "less",
    ast.LtE: "less_equal",
}
UFUNCS = ("maximum", "minimum", "abs", "exp", "log", "sqrt", "square", "tanh")
COMMUTE = ("maximum", "minimum", "add", "multiply")
OPERATORS: dict[str, Operator] = {}


@dataclass(frozen=True)
class Scope:
    """The function around a node: what its variables hold line by line, and what it was given from outside."""

    kinds: dict[int, dict[str, str]]
    given: set[str]
    texts: list[str]
    helpers: list[str]
    measured: set[int]
    free: set[int]

    @classmethod
    def of(cls, function: ast.FunctionDef, kinds: dict[int, dict[str, str]], helpers: list[str]) -> "Scope":
        """Read a function."""
        given = {argument.arg for argument in function.args.args}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id == "cache":
                given |= {name.id for name in ast.walk(node.targets[0]) if isinstance(name, ast.Name)}
        body = function.body[1:] if ast.get_docstring(function) is not None else function.body
        nodes = [node for statement in body for node in ast.walk(statement)]
        constants = [node.value for node in nodes if isinstance(node, ast.Constant)]
        texts = [text for text in constants if isinstance(text, str) and "->" not in text]  # not an einsum's letters
        measured = {id(name) for node in nodes for name in _measured(node)}
        free = {id(number) for node in nodes for number in _free_length(node)}
        return cls(kinds, given, list(dict.fromkeys(texts)), helpers, measured, free)

    def alike(self, name: ast.Name) -> list[str]:
        """The variables that hold the same kind of thing as this one where it stands."""
        line = max((line for line in self.kinds if line <= name.lineno), default=0)
        here = self.kinds.get(line, {})
        return [other for other in here if other != name.id and here[other] == here.get(name.id)]


def operator(run: Operator) -> Operator:
    """Register an operator under its function's name."""
    OPERATORS[run.__name__.replace("_", " ")] = run
    return run


@operator
def other_sign_or_operation(node: ast.AST, scope: Scope) -> Nodes:
    """`a + b` as `a - b`, `a * b` as `a / b`, `-a` as `a`, and the other way round."""
    if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        yield ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not | ast.Invert):
        yield node.operand


@operator
def operand_dropped(node: ast.AST, scope: Scope) -> Nodes:
    """`a + b` as `a` or `b`; `a - b` as `a` or `-b`; `a or b` as `a` or `b`."""
    if isinstance(node, ast.BinOp):
        yield node.left
        yield ast.UnaryOp(ast.USub(), node.right) if isinstance(node.op, ast.Sub) else node.right
    elif isinstance(node, ast.BoolOp):
        yield from node.values


@operator
def operands_swapped(node: ast.AST, scope: Scope) -> Nodes:
    """`a - b` as `b - a`, `a / b` as `b / a`, `a @ b` as `b @ a`."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub | ast.Div | ast.MatMult | ast.Pow):
        yield ast.BinOp(node.right, node.op, node.left)


@operator
def transposed(node: ast.AST, scope: Scope) -> Nodes:
    """`a @ b` with one of them transposed, `a.T` and `a.transpose(...)` without."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        yield ast.BinOp(_turned(node.left), node.op, node.right)
        yield ast.BinOp(node.left, node.op, _turned(node.right))
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value


@operator
def another_number(node: ast.AST, scope: Scope) -> Nodes:
    """A number one larger, one smaller, doubled, 0, 1; a truth value turned round."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, bool | int | float) or id(node) in scope.free:
        return
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
        return
    for value in dict.fromkeys([node.value + 1, node.value - 1, 2 * node.value, 0, 1]):
        if value != node.value:
            yield _number(value)


@operator
def another_text(node: ast.AST, scope: Scope) -> Nodes:
    """A key or a name of a mode in place of another that the function uses."""
    if isinstance(node, ast.Constant) and node.value in scope.texts:
        yield from (ast.Constant(text) for text in scope.texts if text != node.value)


@operator
def another_axis(node: ast.AST, scope: Scope) -> Nodes:
    """`axis=` with another axis, one axis less, or left out; other keywords left out."""
    if not isinstance(node, ast.Call):
        return
    for place, keyword in enumerate(node.keywords):
        rest = [*node.keywords[:place], *node.keywords[place + 1 :]]
        yield ast.Call(node.func, node.args, rest)
        if keyword.arg != "axis":
            continue
        for value in _axes(keyword.value):
            changed = [*node.keywords[:place], ast.keyword("axis", value), *node.keywords[place + 1 :]]
            yield ast.Call(node.func, node.args, changed)


@operator
def another_comparison(node: ast.AST, scope: Scope) -> Nodes:
    """`>` as `>=` or `<`, `==` as `!=`, `is` as `is not`."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for other in COMPARISONS.get(type(node.ops[0]), []):
            yield ast.Compare(node.left, [other()], node.comparators)


@operator
def another_condition(node: ast.AST, scope: Scope) -> Nodes:
    """A condition negated, always true, never true; `and` as `or`."""
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        for test in (ast.UnaryOp(ast.Not(), node.test), ast.Constant(True), ast.Constant(False)):
            yield _with(node, test=test)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)


@operator
def off_by_one(node: ast.AST, scope: Scope) -> Nodes:
    """A bound of a range or a slice, or an index, one further or one less; a bound of a slice left out."""
    if isinstance(node, ast.Call) and _name(node) in ("range", "slice", "ndindex"):
        for place, argument in enumerate(node.args):
            for moved in _moved(argument):
                yield ast.Call(node.func, [*node.args[:place], moved, *node.args[place + 1 :]], node.keywords)
    elif isinstance(node, ast.Slice):
        for field in ("lower", "upper"):
            bound = getattr(node, field)
            if bound is not None:
                none = [] if field == "lower" and _is_zero(bound) else [None]
                yield from (_with(node, **{field: moved}) for moved in [*_moved(bound), *none])
        if node.lower is None:
            yield _with(node, lower=ast.Constant(1))
        if node.upper is None:
            yield _with(node, upper=_number(-1))
    elif isinstance(node, ast.Subscript):
        indices = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        for place, index in enumerate(indices):
            if isinstance(index, ast.Slice | ast.Constant):
                continue
            for moved in _moved(index):
                others = [*indices[:place], moved, *indices[place + 1 :]]
                yield _with(node, slice=others[0] if len(others) == 1 else ast.Tuple(others, ast.Load()))


@operator
def another_order(node: ast.AST, scope: Scope) -> Nodes:
    """A loop over the steps of something the other way round."""
    if isinstance(node, ast.For) and isinstance(node.iter, ast.Call):
        if _name(node.iter) == "reversed":
            yield _with(node, iter=node.iter.args[0])
        elif _name(node.iter) == "range":
            yield _with(node, iter=ast.Call(ast.Name("reversed", ast.Load()), [node.iter], []))


@operator
def another_variable(node: ast.AST, scope: Scope) -> Nodes:
    """A variable in place of another that holds the same kind of thing, but not where only its shape is asked for."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in scope.measured:
        yield from (ast.Name(other, ast.Load()) for other in scope.alike(node))


@operator
def another_function(node: ast.AST, scope: Scope) -> Nodes:
    """`sum` as `mean`, `max` as `min`, `tanh` as a helper of the file and the other way round."""
    if not isinstance(node, ast.Call):
        return
    name = _name(node)
    if isinstance(node.func, ast.Attribute):
        for other in OTHER_NAMES.get(name, []):
            yield _with(node, func=_with(node.func, attr=other))
        if name == "tanh":
            yield from (_with(node, func=ast.Name(helper, ast.Load())) for helper in scope.helpers)
    elif name in scope.helpers:
        yield _with(node, func=ast.Attribute(ast.Name("np", ast.Load()), "tanh", ast.Load()))


@operator
def call_dropped(node: ast.AST, scope: Scope) -> Nodes:
    """A call replaced by one of its arguments, or by the object whose method it is."""
    if isinstance(node, ast.Call):
        yield from (argument for argument in node.args if not isinstance(argument, ast.Starred))
        if isinstance(node.func, ast.Attribute) and not _is_module(node.func.value):
            yield node.func.value


@operator
def arguments_swapped(node: ast.AST, scope: Scope) -> Nodes:
    """Two neighbouring arguments exchanged."""
    if isinstance(node, ast.Call) and _name(node) not in COMMUTE:
        for place in range(len(node.args) - 1):
            yield ast.Call(node.func, _swapped(node.args, place, place + 1), node.keywords)


@operator
def elements_swapped(node: ast.AST, scope: Scope) -> Nodes:
    """Two results, targets or entries exchanged; an entry of a dictionary dropped."""
    if isinstance(node, ast.Tuple) and not all(isinstance(part, ast.Constant) for part in node.elts):
        for one, other in combinations(range(len(node.elts)), 2):
            yield ast.Tuple(_swapped(node.elts, one, other), node.ctx)
    elif isinstance(node, ast.List):
        for one, other in combinations(range(len(node.elts)), 2):
            yield ast.List(_swapped(node.elts, one, other), node.ctx)
    elif isinstance(node, ast.Dict):
        for place in range(len(node.keys)):
            yield ast.Dict(_without(node.keys, place), _without(node.values, place))
            if place and None in node.keys[place - 1 : place + 1]:  # keys that are written out may stand anywhere
                pair = place - 1, place
                yield ast.Dict(_swapped(node.keys, *pair), _swapped(node.values, *pair))


@operator
def another_update(node: ast.AST, scope: Scope) -> Nodes:
    """`a += b` as `a = b` or as `a -= b`."""
    if isinstance(node, ast.AugAssign):
        target = copy.copy(node.target)
        yield ast.Assign([target], node.value)
        if type(node.op) in ARITHMETIC:
            yield ast.AugAssign(node.target, ARITHMETIC[type(node.op)](), node.value)


@operator
def changed_in_place(node: ast.AST, scope: Scope) -> Nodes:
    """`a * b`, `a > b` or `np.f(a)` written into `a`, where `a` is an argument or comes out of the cache."""
    if isinstance(node, ast.BinOp) and type(node.op) in IN_PLACE:
        for given in (node.left, node.right):
            if isinstance(given, ast.Name) and given.id in scope.given:
                function = ast.Attribute(ast.Name("np", ast.Load()), IN_PLACE[type(node.op)], ast.Load())
                yield ast.Call(function, [node.left, node.right], [ast.keyword("out", given)])
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in IN_PLACE:
        if isinstance(node.left, ast.Name) and node.left.id in scope.given:
            function = ast.Attribute(ast.Name("np", ast.Load()), IN_PLACE[type(node.ops[0])], ast.Load())
            yield ast.Call(function, [node.left, *node.comparators], [ast.keyword("out", node.left)])
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in UFUNCS:
        for given in node.args:
            if isinstance(given, ast.Name) and given.id in scope.given:
                yield ast.Call(node.func, node.args, [ast.keyword("out", given)])


@operator
def statement_dropped(node: ast.AST, scope: Scope) -> Nodes:
    """A statement left out."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.Expr):
        yield ast.Pass()


def _with(node: ast.AST, **changes: object) -> ast.AST:
    """A copy of a node with some fields changed."""
    changed = copy.copy(node)
    for field, value in changes.items():
        setattr(changed, field, value)
    return changed


def _name(call: ast.Call) -> str:
    """The last part of the name of the function that is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _measured(node: ast.AST) -> list[ast.expr]:
    """What a node asks for nothing but its shape."""
    if isinstance(node, ast.Attribute) and node.attr in ("shape", "size", "ndim"):
        return [node.value]
    return node.args if isinstance(node, ast.Call) and _name(node) == "len" else []


def _free_length(node: ast.AST) -> list[ast.expr]:
    """The 1 of a -1 in `reshape`: NumPy takes any other negative number for it, too."""
    if not isinstance(node, ast.Call) or _name(node) != "reshape":
        return []
    return [part.operand for argument in node.args for part in ast.walk(argument) if isinstance(part, ast.UnaryOp)]


def _is_module(node: ast.expr) -> bool:
    """Whether this is `np`, or something in it, such as `np.add`."""
    if isinstance(node, ast.Attribute):
        return _is_module(node.value)
    return isinstance(node, ast.Name) and node.id == "np"


def _turned(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return node.value
    return ast.Attribute(node, "T", ast.Load())


def _number(value: float) -> ast.expr:
    return ast.UnaryOp(ast.USub(), ast.Constant(-value)) if value < 0 else ast.Constant(value)


def _axes(value: ast.expr) -> Iterator[ast.expr]:
    text = ast.unparse(value)
    for axis in {"0": [1, -1], "1": [0], "-1": [0, -2]}.get(text, []):
        yield _number(axis)
    if isinstance(value, ast.Tuple):
        for place in range(len(value.elts)):
            yield ast.Tuple(_without(value.elts, place), ast.Load())


def _moved(value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(value, ast.Constant) and isinstance(value.value, int):
        yield from (_number(value.value + step) for step in (1, -1))
    elif not isinstance(value, ast.Starred):
        yield from (ast.BinOp(value, step(), ast.Constant(1)) for step in (ast.Add, ast.Sub))


def _is_zero(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 0


def _swapped(items: list[Any], one: int, other: int) -> list[Any]:
    swapped = list(items)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    return swapped


def _without(items: list[Any], place: int) -> list[Any]:
    return [*items[:place], *items[place + 1 :]]
