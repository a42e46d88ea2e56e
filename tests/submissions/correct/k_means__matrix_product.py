import numpy as np


def kmeans_assign(x, centers):
    # |x|^2 is the same for every centre
    return np.argmin((centers**2).sum(1) - 2 * x @ centers.T, axis=1)


def kmeans_update(x, labels, centers):
    K = len(centers)
    one_hot = labels[:, None] == np.arange(K)
    count = one_hot.sum(axis=0)
    sums = one_hot.T.astype(float) @ x
    return np.where(count[:, None] > 0, sums / np.maximum(count, 1)[:, None], centers)


def kmeans(x, centers, steps):
    labels = kmeans_assign(x, centers)
    for _ in range(steps):
        centers = kmeans_update(x, labels, centers)
        new = kmeans_assign(x, centers)
        if np.array_equal(new, labels):
            break
        labels = new
    return centers, labels
