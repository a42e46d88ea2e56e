import numpy as np


def grad_check(f, grad_f, x, h=1e-6):
    x = np.asarray(x)
    g = grad_f(x.astype(float))
    if np.shape(g) != x.shape:
        return dict(ok=False, error=float("inf"), worst=None)
    n = np.empty(x.size)
    for i in range(x.size):
        e = np.zeros(x.size)
        e[i] = h
        e = e.reshape(x.shape)
        n[i] = (f(x + e) - f(x - e)) / h / 2
    n = n.reshape(x.shape)
    d = abs(g - n)
    i = int(np.argmax(d))
    worst = tuple(np.argwhere(d == d.flat[i])[0]) if not np.isnan(d).any() else ()
    return dict(ok=bool(np.all(d <= 1e-7 + 1e-5 * abs(n).max())), error=d.max(), worst=worst)
