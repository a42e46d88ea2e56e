"""K-means with PyTorch's distances and scattered means."""

import torch


def kmeans_assign(x, centers):
    return torch.cdist(x.double(), centers, compute_mode="donot_use_mm_for_euclid_dist").argmin(dim=1)


def kmeans_update(x, labels, centers):
    index = labels[:, None].expand(-1, x.shape[1])
    means = torch.zeros_like(centers).scatter_reduce(0, index, x.double(), "mean", include_self=False)
    empty = torch.bincount(labels, minlength=len(centers)) == 0
    return torch.where(empty[:, None], centers, means)


def kmeans(x, centers, steps):
    for _ in range(steps):
        centers = kmeans_update(x, kmeans_assign(x, centers), centers)
    return centers, kmeans_assign(x, centers)
