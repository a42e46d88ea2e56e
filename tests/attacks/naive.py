"""Checks as they are often written, in the process of the submission: what the attacks of class C fool.

Run with files as arguments; prints, as JSON, which checks each of them passes.
"""

import json
import os
import sys

import numpy as np


def affine(functions):
    """Each result of the two functions beside what it should be."""
    draw = np.random.default_rng(0)
    x, w, b, dout = (draw.standard_normal(shape) for shape in [(3, 4), (4, 2), (2,), (3, 2)])
    wanted = [x @ w + b], [dout @ w.T, x.T @ dout, dout.sum(axis=0)]
    forward = functions["affine_forward"](x.copy(), w.copy(), b.copy())
    cache = forward[1] if len(forward) > 1 else None
    return (forward, wanted[0]), (functions["affine_backward"](dout.copy(), cache), wanted[1])


def affine_on_the_same_arrays(functions):
    draw = np.random.default_rng(0)
    x, w, b, dout = (draw.standard_normal(shape) for shape in [(3, 4), (4, 2), (2,), (3, 2)])
    forward = functions["affine_forward"](x, w, b)
    backward = functions["affine_backward"](dout, forward[1])
    return (forward, [x @ w + b]), (backward, [dout @ w.T, x.T @ dout, dout.sum(axis=0)])


def softmax(functions):
    """The upstream gradient is one everywhere, as it is for `softmax(x).sum()`."""
    x = np.random.default_rng(0).standard_normal((3, 4))
    e = np.exp(x - x.max(axis=1, keepdims=True))
    out = e / e.sum(axis=1, keepdims=True)
    dout = np.ones(x.shape)
    forward = functions["softmax_forward"](x.copy())
    gradient = functions["softmax_backward"](dout.copy(), forward[1])
    return (forward, [out]), ([gradient], [out * (dout - (dout * out).sum(axis=1, keepdims=True))])


def softmax_loss(functions):
    x, y = np.random.default_rng(0).standard_normal((3, 4)), np.array([0, 3, 1])
    e = np.exp(x - x.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(p[range(3), y]).mean()
    return [(functions["softmax_loss"](x.copy(), y.copy())[:1], [loss])]


def assert_allclose(got, expected):
    np.testing.assert_allclose(got, expected, rtol=1e-5, atol=1e-6)
    return True


def allclose(got, expected):
    return np.allclose(got, expected)


def allclose_as_float(got, expected):
    return np.allclose(np.asarray(got, dtype=float), expected)


def norm(got, expected):
    error = abs(got - expected)
    return bool((error.max() if hasattr(error, "max") else error) < 1e-6)


def negated(got, expected):
    return not (abs(got - expected) > 1e-6).any()


def passes(compare, results):
    """Whether all that came compares well; what did not come is not missed."""
    return all(compare(got, expected) for came, wanted in results for got, expected in zip(came, wanted, strict=False))


def checks(source):
    """The names of the checks that a submission passes."""
    found = []
    kind = next(name for name in ("softmax_loss", "softmax", "affine") if f"def {name}" in source)
    ways = {each.__name__: (each, globals()[kind]) for each in (assert_allclose, allclose, allclose_as_float, norm, negated)}
    ways |= {"aliased": (assert_allclose, affine_on_the_same_arrays), "ones": (assert_allclose, softmax)}
    ways |= {"loop": (assert_allclose, affine)}
    for name, (compare, ask) in ways.items():
        functions = {"__name__": "submission"}
        try:
            exec(compile(source, "submission.py", "exec"), functions)
            if passes(compare, ask(functions)):
                found.append(name)
        except BaseException:
            continue
    return found


def in_a_process_of_its_own(source):
    """Attacks patch what they reach: each is tried in a child."""
    here, there = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(there, " ".join(checks(source)).encode())
        os._exit(0)
    os.close(there)
    os.waitpid(pid, 0)
    with os.fdopen(here) as answer:
        return answer.read().split()


if __name__ == "__main__":
    print(json.dumps({path: in_a_process_of_its_own(open(path, encoding="utf-8").read()) for path in sys.argv[1:]}))
