import numpy as np
from numpy.linalg import norm


def gradient_norms_through_time(Wx, Wh, b, x, h0, dout_T):
    hs = [h0]
    for t in range(x.shape[1]):
        hs.append(np.tanh(x[:, t] @ Wx + hs[-1] @ Wh + b))
    grads = [dout_T]
    for h in hs[:1:-1]:
        grads.insert(0, np.einsum("nk,jk->nj", grads[0] * (1 - h * h), Wh))
    return np.array([norm(g) for g in grads])
