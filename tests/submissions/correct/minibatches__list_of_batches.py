import numpy as np


def iterate_minibatches(X, y, batch_size, rng):
    idx = np.arange(X.shape[0])
    rng.shuffle(idx)
    X, y = X[idx], y[idx]
    n_batches = int(np.ceil(len(idx) / batch_size))
    return [
        (X[i * batch_size : (i + 1) * batch_size], y[i * batch_size : (i + 1) * batch_size])
        for i in range(n_batches)
    ]


def train_val_split(X, y, frac, rng):
    idx = list(range(len(X)))
    rng.shuffle(idx)
    cut = int(len(X) * (1 - frac))
    tr, va = idx[:cut], idx[cut:]
    return X[tr], y[tr], X[va], y[va]
