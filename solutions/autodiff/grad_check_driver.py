"""Hands grad_check functions with their gradients, right ones and wrong ones."""

from typing import Literal

import numpy as np
from jaxtyping import Float, Int


def grad_check(
    x: Float[np.ndarray, "N D"],
    f: Literal[
        "(c * x**2).sum()",
        "(c * x).sum() ** 2",
        "np.tanh(c * x).sum()",
        "np.log(np.exp(x).sum())",
        "(x[:, 0] ** 2).sum()",
        "1e4 * (c * np.sin(x)).sum()",
        "1e-3 * (c * np.sin(x)).sum()",
    ],
    bug: Literal["none", "sign", "half", "0.1 percent", "one entry", "zeros", "other order", "one NaN", "wrong shape"],
) -> tuple[bool, float, Int[np.ndarray, "2"]]:
    """Check a gradient of f with a planted bug; c holds 1, 2, 3, ... in the shape of x.

    error (to three digits) is given where the bug is found and leaves one, and worst where no other
    entry is off by nearly as much; else 0 and -1, -1.
    """
    c = np.arange(1, x.size + 1).reshape(x.shape)
    first = np.arange(x.shape[1]) == 0
    function, gradient = {
        "(c * x**2).sum()": (lambda x: (c * x**2).sum(), lambda x: 2.0 * c * x),
        "(c * x).sum() ** 2": (lambda x: (c * x).sum() ** 2, lambda x: 2.0 * c * (c * x).sum()),
        "np.tanh(c * x).sum()": (lambda x: np.tanh(c * x).sum(), lambda x: c / np.cosh(c * x) ** 2),
        "np.log(np.exp(x).sum())": (lambda x: np.log(np.exp(x).sum()), lambda x: np.exp(x) / np.exp(x).sum()),
        "(x[:, 0] ** 2).sum()": (lambda x: (x[:, 0] ** 2).sum(), lambda x: 2.0 * x * first),
        "1e4 * (c * np.sin(x)).sum()": (lambda x: 1e4 * (c * np.sin(x)).sum(), lambda x: 1e4 * c * np.cos(x)),
        "1e-3 * (c * np.sin(x)).sum()": (lambda x: 1e-3 * (c * np.sin(x)).sum(), lambda x: 1e-3 * c * np.cos(x)),
    }[f]
    off = np.sort(np.abs(_spoilt(gradient(x), bug) - gradient(x)), axis=None)
    report = submission.grad_check(function, lambda x: _spoilt(gradient(x), bug), x)
    if report is not None and (not isinstance(report, dict) or not {"ok", "error", "worst"} <= report.keys()):
        raise TypeError("return a dictionary with the keys 'ok', 'error' and 'worst'")
    ok, error, worst = report["ok"], 0.0, np.array([-1, -1])
    if not ok and bug not in ("none", "one NaN", "wrong shape"):
        error = float(f"{report['error']:.2e}")
        if off.size == 1 or off[-2] < 0.99 * off[-1]:
            worst = np.array(report["worst"])
    return ok, error, worst


def _spoilt(grad, bug):
    """A gradient with the bug in it."""
    last = np.zeros(grad.shape)
    last.flat[-1] = 1.0
    match bug:
        case "sign":
            return -grad
        case "half":
            return grad / 2
        case "0.1 percent":
            return grad * 1.001
        case "one entry":
            return grad + 0.01 * np.max(np.abs(grad)) * last
        case "zeros":
            return np.zeros(grad.shape)
        case "other order":
            return grad.ravel()[::-1].reshape(grad.shape)
        case "one NaN":
            return np.where(last == 1, np.nan, grad)
        case "wrong shape":
            return grad.mean(axis=0)
    return grad
