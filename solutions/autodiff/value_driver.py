"""Builds expressions out of Value, one operation at a time or by a program, and differentiates them."""

from typing import Literal

import numpy as np
from jaxtyping import Float, Int


def add(x: float, y: float, form: Literal["x + y", "x + number", "number + x"]) -> tuple[float, float, float]:
    """Add; where y is a plain number, it has no gradient, and dy is given as 0."""
    if form == "x + y":
        out, dx, dy = _differentiate(lambda x, y: x + y, x, y)
    else:
        out, dx = _differentiate((lambda x: x + y) if form == "x + number" else (lambda x: y + x), x)
        dy = 0.0
    return out, dx, dy


def mul(x: float, y: float, form: Literal["x * y", "x * number", "number * x"]) -> tuple[float, float, float]:
    """Multiply; where y is a plain number, it has no gradient, and dy is given as 0."""
    if form == "x * y":
        out, dx, dy = _differentiate(lambda x, y: x * y, x, y)
    else:
        out, dx = _differentiate((lambda x: x * y) if form == "x * number" else (lambda x: y * x), x)
        dy = 0.0
    return out, dx, dy


def pow(x: float, n: Literal[2, 3, -1, 0.5]) -> tuple[float, float]:
    """Differentiate x ** n."""
    out, dx = _differentiate(lambda x: x**n, x)
    return out, dx


def relu(x: float) -> tuple[float, float]:
    """Differentiate x.relu()."""
    out, dx = _differentiate(lambda x: x.relu(), x)
    return out, dx


def tanh(x: float) -> tuple[float, float]:
    """Differentiate x.tanh()."""
    out, dx = _differentiate(lambda x: x.tanh(), x)
    return out, dx


def exp(x: float) -> tuple[float, float]:
    """Differentiate x.exp()."""
    out, dx = _differentiate(lambda x: x.exp(), x)
    return out, dx


def backward(
    leaves: Float[np.ndarray, "L"], program: Int[np.ndarray, "S 3"], calls: int
) -> tuple[float, Float[np.ndarray, "L"]]:
    """Make a node for each row (op, i, j) of the program, and differentiate the last one.

    Nodes are numbered from the leaves on, and i and j count modulo the number of nodes there are.
    op 0: i + j. 1: i * j. 2: i ** 2. 3: relu of i. 4: tanh of i. 5: exp of 0.1 * i.
    """
    nodes = [submission.Value(float(leaf)) for leaf in leaves]
    for op, i, j in program.tolist():
        a, b = nodes[i % len(nodes)], nodes[j % len(nodes)]
        nodes.append(_node(op, a, b))
    for _ in range(calls):
        nodes[-1].backward()
    out = nodes[-1].data
    grads = np.array([node.grad for node in nodes[: len(leaves)]], float)
    return out, grads


def _node(op, a, b):
    match op:
        case 0:
            return a + b
        case 1:
            return a * b
        case 2:
            return a**2
        case 3:
            return a.relu()
        case 4:
            return a.tanh()
    return (0.1 * a).exp()


def _differentiate(f, *numbers):
    """The value of f and its gradients, which are None as long as backward is not written."""
    leaves = [submission.Value(number) for number in numbers]
    out = f(*leaves)
    try:
        out.backward()
    except NotImplementedError:
        return out.data, *(None for _ in leaves)
    return out.data, *(leaf.grad for leaf in leaves)
