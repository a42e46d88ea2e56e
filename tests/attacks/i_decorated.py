# I affine: right, decorated, typed and cached in closures. expect: passed, 20 points
import functools
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt


def traced(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)

    return wrapper


class Grads(NamedTuple):
    dx: npt.NDArray[np.float64]
    dw: npt.NDArray[np.float64]
    db: npt.NDArray[np.float64]


@traced
def affine_forward(x: npt.NDArray[np.float64], w: Any, b: Any) -> Any:
    return x.reshape(len(x), -1) @ w + b, lambda: (x, w)


@traced
def affine_backward(dout: Any, cache: Any) -> Any:
    x, w = cache()
    return tuple(Grads((dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)))
