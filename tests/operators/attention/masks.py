"""The causal mask in ONNX."""

import numpy as np

from tests.evaluator import run


def causal_mask(T):
    return run("Trilu", np.ones((T, T), bool), upper=0)
