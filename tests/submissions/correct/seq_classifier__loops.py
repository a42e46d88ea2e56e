import numpy as np


def seq_classifier_loss(x, lengths, y, Wx, Wh, b, Wout, bout):
    """one review after the other, each at its own length"""
    N = len(x)
    grads = [np.zeros(p.shape) for p in (Wx, Wh, b, Wout, bout)]
    dWx, dWh, db, dWout, dbout = grads
    loss = 0.0
    for n in range(N):
        hs = [np.zeros(Wh.shape[0])]
        for t in range(lengths[n]):
            hs.append(np.tanh(x[n, t] @ Wx + hs[-1] @ Wh + b))
        s = hs[-1] @ Wout + bout
        s = s - s.max()
        logZ = np.log(np.exp(s).sum())
        loss += (logZ - s[y[n]]) / N
        ds = np.exp(s - logZ) / N
        ds[y[n]] -= 1 / N
        dWout += np.outer(hs[-1], ds)
        dbout += ds
        dh = Wout @ ds
        for t in range(lengths[n] - 1, -1, -1):
            da = dh * (1 - hs[t + 1] ** 2)
            dWx += np.outer(x[n, t], da)
            dWh += np.outer(hs[t], da)
            db += da
            dh = Wh @ da
    return loss, dWx, dWh, db, dWout, dbout
