"""Group normalisation in ONNX."""

import numpy as np
from onnx import TensorProto

from tests.evaluator import run

TOLERANCE = 1e-7  # epsilon is a float32 attribute


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    if np.abs(x).max() > 1000:
        return None  # the variance is taken as the mean of squares less the squared mean, which loses digits here
    # Without stash_type, the statistics are computed in float32.
    options = {"epsilon": gn_param.get("eps", 1e-5), "stash_type": TensorProto.DOUBLE}
    return run("GroupNormalization", x, gamma.ravel(), beta.ravel(), num_groups=G, **options)
