import numpy as np


def avg_pool_forward(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    oh = int((H - ph) / s) + 1
    ow = int((W - pw) / s) + 1
    out = np.zeros((N, C, oh, ow))
    for n in range(N):
        for c in range(C):
            for i in range(oh):
                for j in range(ow):
                    total = 0.0
                    for a in range(ph):
                        for b in range(pw):
                            total += x[n, c, i * s + a, j * s + b]
                    out[n, c, i, j] = total / (ph * pw)
    cache = (x, pool_param)
    return out, cache


def avg_pool_backward(dout, cache):
    x, pool_param = cache
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, oh, ow = dout.shape
    dx = np.zeros(x.shape)
    for n in range(N):
        for c in range(C):
            for i in range(oh):
                for j in range(ow):
                    average = dout[n, c, i, j] / (ph * pw)
                    dx[n, c, i * s : i * s + ph, j * s : j * s + pw] += np.full((ph, pw), average)
    return dx
