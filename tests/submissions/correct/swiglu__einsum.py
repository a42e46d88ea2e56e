import numpy as np


def silu(a):
    # a * sigmoid(a); tanh form of the sigmoid never overflows
    return a * 0.5 * (1 + np.tanh(a / 2))


def dsilu(a):
    sig = 0.5 * (1 + np.tanh(a / 2))
    return sig * (1 + a * (1 - sig))


def swiglu_forward(x, W, V):
    gate_in = np.einsum("ntd,df->ntf", x, W)
    up = np.einsum("ntd,df->ntf", x, V)
    return silu(gate_in) * up, {"x": x, "W": W, "V": V, "gate_in": gate_in, "up": up}


def swiglu_backward(dout, cache):
    x, W, V = cache["x"], cache["W"], cache["V"]
    d_up = dout * silu(cache["gate_in"])
    d_gate = dout * cache["up"] * dsilu(cache["gate_in"])
    dx = np.einsum("ntf,df->ntd", d_gate, W) + np.einsum("ntf,df->ntd", d_up, V)
    return dx, np.einsum("ntd,ntf->df", x, d_gate), np.einsum("ntd,ntf->df", x, d_up)
