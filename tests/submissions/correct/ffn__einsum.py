import numpy as np


def ffn_forward(x, W1, b1, W2, b2):
    pre = np.einsum("ntd,df->ntf", x, W1) + b1
    hidden = pre * (pre > 0)
    return np.einsum("ntf,fd->ntd", hidden, W2) + b2, {"x": x, "W1": W1, "W2": W2, "pre": pre}


def ffn_backward(dout, cache):
    x, W1, W2, pre = cache["x"], cache["W1"], cache["W2"], cache["pre"]
    on = pre > 0
    dpre = np.einsum("ntd,fd->ntf", dout, W2) * on
    return (
        np.einsum("ntf,df->ntd", dpre, W1),
        np.einsum("ntd,ntf->df", x, dpre),
        np.einsum("ntf->f", dpre),
        np.einsum("ntf,ntd->fd", pre * on, dout),
        np.einsum("ntd->d", dout),
    )
