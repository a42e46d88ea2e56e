r"""Value: a number that remembers how it was made, and can therefore be differentiated."""

from collections.abc import Iterable

import numpy as np


def _value(other: "Value | float") -> "Value":
    """Make a Value of a plain number; leave a Value as it is."""
    return other if isinstance(other, Value) else Value(other)


class Value:
    r"""A number, its gradient, and the Values that it was made of.

    children holds a pair for each Value that went in: that Value, and the slope of this number in
    it. The same Value may be in several pairs.
    """

    def __init__(self, data: float, children: Iterable[tuple["Value", float]] = ()) -> None:
        self.data = data
        self.grad = 0.0
        self.children = list(children)

    def __repr__(self) -> str:
        return f"Value(data={self.data:.6g}, grad={self.grad:.6g})"

    def __add__(self, other: "Value | float") -> "Value":
        r"""Return self + other, which may be a plain number; both slopes are 1."""
        other = _value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    __radd__ = __add__

    def __mul__(self, other: "Value | float") -> "Value":
        r"""Return self * other, which may be a plain number; each slope is the other factor."""
        other = _value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    __rmul__ = __mul__

    def __pow__(self, n: float) -> "Value":
        r"""Return self to the power of a plain number n; the slope is $n\, x^{n-1}$."""
        return Value(self.data**n, [(self, n * self.data ** (n - 1))])

    def relu(self) -> "Value":
        r"""Return max(x, 0); the slope is 1 where x is positive, else 0."""
        return Value(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def tanh(self) -> "Value":
        r"""Return tanh of x; the slope is $1 - \tanh^2 x$."""
        out = np.tanh(self.data)
        return Value(out, [(self, 1 - out**2)])

    def exp(self) -> "Value":
        r"""Return $e^x$; the slope is $e^x$, too."""
        out = np.exp(self.data)
        return Value(out, [(self, out)])

    def backward(self) -> None:
        r"""Set the grad of this Value, and of all that it was made of, to its slope in each of them.

        Children come before parents in an order of all of them. In reverse, each hands on its grad
        times the slope to each of its children, which add up what they get. Gradients of an
        earlier call are forgotten: a second call gives the same.
        """
        order, done = [], set()

        def visit(node: Value) -> None:
            if node in done:
                return
            done.add(node)
            for child, _ in node.children:
                visit(child)
            order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for child, slope in node.children:
                child.grad += slope * node.grad
