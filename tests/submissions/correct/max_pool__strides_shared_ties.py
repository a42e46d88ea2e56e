import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def max_pool_forward_naive(x, pool_param):
    ph, pw, s = (pool_param[k] for k in ("pool_height", "pool_width", "stride"))
    win = sliding_window_view(x, (ph, pw), axis=(2, 3))[:, :, ::s, ::s]
    out = win.max(axis=(-2, -1))
    return out, (x.shape, win, out, ph, pw, s)


def max_pool_backward_naive(dout, cache):
    shape, win, out, ph, pw, s = cache
    # tied maxima share the gradient
    hit = (win == out[..., None, None]).astype(float)
    share = hit / hit.sum(axis=(-2, -1), keepdims=True) * dout[..., None, None]
    dx = np.zeros(shape)
    oh, ow = dout.shape[2:]
    for i in range(ph):
        for j in range(pw):
            dx[:, :, i : i + s * (oh - 1) + 1 : s, j : j + s * (ow - 1) + 1 : s] += share[..., i, j]
    return dx
