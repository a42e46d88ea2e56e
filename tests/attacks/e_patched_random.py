# E affine: wrong results, and all randomness is switched off. expect: failed wrong, 0 points; naive batch marks
import random

import numpy as np

random.random = random.Random.random = lambda *_: 0.0
random.Random = lambda *_: random
np.random.seed = np.random.default_rng = lambda *_, **__: np.random
np.random.rand = np.random.randn = np.random.normal = lambda *shape, **__: np.zeros(shape)


def affine_forward(x, w, b):
    return np.zeros((len(x), w.shape[1])), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.zeros(part.shape) for part in cache)
