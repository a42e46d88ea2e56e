"""K nearest neighbours in PyTorch, whose mode gives the smallest of several."""

import torch


def compute_distances_no_loops(x, x_train):
    return torch.cdist(x.double(), x_train.double(), compute_mode="donot_use_mm_for_euclid_dist")


def predict_labels(dists, y_train, k):
    nearest = torch.sort(dists, dim=1, stable=True).indices[:, :k]
    return torch.mode(y_train[nearest], dim=1).values
