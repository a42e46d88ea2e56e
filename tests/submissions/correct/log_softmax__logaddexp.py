import numpy as np


def log_softmax_forward(x):
    lse = np.logaddexp.reduce(x, axis=-1)
    out = x - lse[..., None]
    return out, np.exp(out)


def log_softmax_backward(dout, cache):
    probs = cache
    s = np.einsum("...c->...", dout)
    return dout - probs * s[..., np.newaxis]
