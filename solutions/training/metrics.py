r"""Metrics: how good predictions are, in numbers that a person can read."""

from typing import Literal

import numpy as np
from jaxtyping import Float, Int


def accuracy(y: Int[np.ndarray, "N"], yhat: Int[np.ndarray, "N"]) -> float:
    r"""Return the share of predictions yhat that equal the true class y."""
    score = np.mean(yhat == y)
    return score


def confusion_matrix(y: Int[np.ndarray, "N"], yhat: Int[np.ndarray, "N"], n_classes: int) -> Int[np.ndarray, "C C"]:
    r"""Count every kind of answer; n_classes is C, and all labels are below it.

    $\mathrm{matrix}_{ij}$ is the number of examples of class i that were taken for class j.
    Returns matrix.
    """
    matrix = np.zeros((n_classes, n_classes), dtype=np.int64)
    np.add.at(matrix, (y, yhat), 1)
    return matrix


def precision(
    y: Int[np.ndarray, "N"],
    yhat: Int[np.ndarray, "N"],
    average: Literal["macro", "micro", "binary"],
) -> float:
    r"""Of the examples that were taken for class k, the share that are of class k.

    $P_k = \mathrm{hits}_k / \mathrm{predicted}_k$, and 0 where class k was never predicted.
    "binary": that of class 1. "macro": the mean over all classes that occur in y or in yhat.
    "micro": all hits over all predictions, counted over the same classes.
    Returns score.
    """
    classes = [1] if average == "binary" else np.union1d(y, yhat)
    hits = np.array([np.sum((yhat == k) & (y == k)) for k in classes])
    predicted = np.array([np.sum(yhat == k) for k in classes])
    if average == "micro":
        hits, predicted = hits.sum(), predicted.sum()
    score = np.mean(hits / np.maximum(predicted, 1))
    return score


def recall(
    y: Int[np.ndarray, "N"],
    yhat: Int[np.ndarray, "N"],
    average: Literal["macro", "micro", "binary"],
) -> float:
    r"""Of the examples that are of class k, the share that were taken for class k.

    $R_k = \mathrm{hits}_k / \mathrm{actual}_k$, and 0 where class k does not occur in y.
    "binary", "macro" and "micro" as in precision.
    Returns score.
    """
    classes = [1] if average == "binary" else np.union1d(y, yhat)
    hits = np.array([np.sum((yhat == k) & (y == k)) for k in classes])
    actual = np.array([np.sum(y == k) for k in classes])
    if average == "micro":
        hits, actual = hits.sum(), actual.sum()
    score = np.mean(hits / np.maximum(actual, 1))
    return score


def f1(
    y: Int[np.ndarray, "N"],
    yhat: Int[np.ndarray, "N"],
    average: Literal["macro", "micro", "binary"],
) -> float:
    r"""Combine precision and recall of each class in their harmonic mean.

    $F_k = 2\, \mathrm{hits}_k / (\mathrm{predicted}_k + \mathrm{actual}_k)$, which is
    $2 P_k R_k / (P_k + R_k)$, and 0 where class k neither occurs nor is predicted.
    "binary", "macro" and "micro" as in precision.
    Returns score.
    """
    classes = [1] if average == "binary" else np.union1d(y, yhat)
    hits = np.array([np.sum((yhat == k) & (y == k)) for k in classes])
    predicted = np.array([np.sum(yhat == k) for k in classes])
    actual = np.array([np.sum(y == k) for k in classes])
    if average == "micro":
        hits, predicted, actual = hits.sum(), predicted.sum(), actual.sum()
    score = np.mean(2 * hits / np.maximum(predicted + actual, 1))
    return score


def mae(y: Float[np.ndarray, "*shape"], yhat: Float[np.ndarray, "*shape"]) -> float:
    r"""Return the mean absolute error $\frac{1}{\mathrm{size}} \sum |y - \hat y|$ over all entries."""
    score = np.mean(np.abs(y - yhat))
    return score


def mse(y: Float[np.ndarray, "*shape"], yhat: Float[np.ndarray, "*shape"]) -> float:
    r"""Return the mean squared error $\frac{1}{\mathrm{size}} \sum (y - \hat y)^2$ over all entries."""
    score = np.mean((y - yhat) ** 2)
    return score
