r"""Metrics: how good predictions are, in numbers that a person can read."""

from typing import Literal

import numpy as np
from jaxtyping import Float, Int


def accuracy(y: Int[np.ndarray, "N"], yhat: Int[np.ndarray, "N"]) -> float:
    r"""Return the share of predictions yhat that equal the true class y."""
    raise NotImplementedError("write accuracy here")


def confusion_matrix(y: Int[np.ndarray, "N"], yhat: Int[np.ndarray, "N"], n_classes: int) -> Int[np.ndarray, "C C"]:
    r"""Count every kind of answer; n_classes is C, and all labels are below it.

    $\mathrm{matrix}_{ij}$ is the number of examples of class i that were taken for class j.
    Returns matrix.
    """
    raise NotImplementedError("write confusion_matrix here")


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
    raise NotImplementedError("write precision here")


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
    raise NotImplementedError("write recall here")


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
    raise NotImplementedError("write f1 here")


def mae(y: Float[np.ndarray, "*shape"], yhat: Float[np.ndarray, "*shape"]) -> float:
    r"""Return the mean absolute error $\frac{1}{\mathrm{size}} \sum |y - \hat y|$ over all entries."""
    raise NotImplementedError("write mae here")


def mse(y: Float[np.ndarray, "*shape"], yhat: Float[np.ndarray, "*shape"]) -> float:
    r"""Return the mean squared error $\frac{1}{\mathrm{size}} \sum (y - \hat y)^2$ over all entries."""
    raise NotImplementedError("write mse here")
