import numpy as np


def kmeans_assign(x, centers):
    labels = np.zeros(len(x), dtype=int)
    for n in range(len(x)):
        best = np.inf
        for k in range(len(centers)):
            d = np.linalg.norm(x[n] - centers[k])
            if d < best:
                best, labels[n] = d, k
    return labels


def kmeans_update(x, labels, centers):
    new = []
    for k, old in enumerate(centers):
        mine = [p for p, label in zip(x, labels) if label == k]
        new.append(np.mean(mine, axis=0) if mine else old)
    return np.array(new)


def kmeans(x, centers, steps):
    while steps > 0:
        centers = kmeans_update(x, kmeans_assign(x, centers), centers)
        steps -= 1
    return centers, kmeans_assign(x, centers)
