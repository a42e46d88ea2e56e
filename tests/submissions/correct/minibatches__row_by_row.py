import numpy as np


def iterate_minibatches(X, y, batch_size, rng):
    xs, ys = [], []
    for i in rng.choice(len(X), size=len(X), replace=False):
        xs.append(X[i])
        ys.append(y[i])
        if len(xs) == batch_size:
            yield np.stack(xs), np.array(ys)
            xs, ys = [], []
    if xs:
        yield np.stack(xs), np.array(ys)


def train_val_split(X, y, frac, rng):
    mask = np.zeros(len(X), dtype=bool)
    mask[rng.choice(len(X), size=int(round(frac * len(X))), replace=False)] = True
    return X[~mask], y[~mask], X[mask], y[mask]
