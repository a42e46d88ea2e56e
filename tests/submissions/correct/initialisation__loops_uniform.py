import math

import numpy as np


def _uniform(fan_in, fan_out, bound, rng):
    rows = []
    for _ in range(fan_in):
        rows.append([(2 * rng.random() - 1) * bound for _ in range(fan_out)])
    return np.array(rows)


def he_init(fan_in, fan_out, rng):
    return _uniform(fan_in, fan_out, math.sqrt(6 / fan_in), rng)


def xavier_init(fan_in, fan_out, rng):
    return _uniform(fan_in, fan_out, math.sqrt(6 / (fan_in + fan_out)), rng)
