import numpy as np


def attention_forward(q, k, v, mask=None):
    N, Tq, d = q.shape
    Tk, dv = v.shape[1], v.shape[2]
    out = np.zeros((N, Tq, dv))
    weights = np.zeros((N, Tq, Tk))
    for n in range(N):
        for i in range(Tq):
            allowed = []
            for j in range(Tk):
                if mask is None:
                    allowed.append(j)
                else:
                    m = mask[n][i][j] if mask.ndim == 3 else mask[i][j]
                    if m:
                        allowed.append(j)
            if len(allowed) == 0:
                continue
            scores = [float(np.sum(q[n, i] * k[n, j])) / np.sqrt(d) for j in allowed]
            biggest = max(scores)
            exps = [np.exp(s - biggest) for s in scores]
            total = sum(exps)
            for j, e in zip(allowed, exps):
                weights[n, i, j] = e / total
                out[n, i] += e / total * v[n, j]
    return out, (q, k, v, weights)


def attention_backward(dout, cache):
    q, k, v, weights = cache
    N, Tq, Tk = weights.shape
    scale = 1 / np.sqrt(q.shape[2])
    dq, dk, dv = np.zeros(q.shape), np.zeros(k.shape), np.zeros(v.shape)
    for n in range(N):
        for i in range(Tq):
            dw = np.zeros(Tk)
            for j in range(Tk):
                dv[n, j] += weights[n, i, j] * dout[n, i]
                dw[j] = dout[n, i] @ v[n, j]
            mean = weights[n, i] @ dw
            for j in range(Tk):
                ds = weights[n, i, j] * (dw[j] - mean) * scale
                dq[n, i] += ds * k[n, j]
                dk[n, j] += ds * q[n, i]
    return dq, dk, dv
