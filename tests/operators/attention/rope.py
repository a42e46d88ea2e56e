"""Rotary embedding in ONNX."""

import numpy as np

from tests.evaluator import run

TOLERANCE = 1e-6  # the operator knows no float64


def rope_forward(x):
    N, T, D = x.shape
    angle = np.outer(np.arange(T), 10000.0 ** (-np.arange(0, D, 2) / D))
    cos, sin = (np.tile(f(angle), (N, 1, 1)) for f in (np.cos, np.sin))
    arrays = (array.astype(np.float32) for array in (x[:, None], cos, sin))
    return run("RotaryEmbedding", *arrays, interleaved=1)[:, 0]
