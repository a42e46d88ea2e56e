import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def avgpool_forward(x, pool_param):
    size = pool_param["pool_height"], pool_param["pool_width"]
    s = pool_param["stride"]
    windows = sliding_window_view(x, size, axis=(2, 3))[:, :, ::s, ::s]
    return windows.mean((-2, -1)), {"shape": x.shape, "size": size, "s": s}


def avgpool_backward(dout, cache):
    (ph, pw), s = cache["size"], cache["s"]
    oh, ow = dout.shape[-2:]
    dx = np.zeros(cache["shape"])
    for p in range(ph):
        for q in range(pw):
            dx[:, :, p : p + s * oh : s, q : q + s * ow : s] += dout
    return dx / (ph * pw)
