r"""Logistic regression: a weighted sum, turned into a probability, and fitted by gradient descent."""

import numpy as np
from jaxtyping import Float, Int


def logistic_loss(
    X: Float[np.ndarray, "N D"],
    y: Int[np.ndarray, "N"],
    w: Float[np.ndarray, "D"],
    b: float,
) -> tuple[float, Float[np.ndarray, "D"], float]:
    r"""Mean cross-entropy of the model on examples X with answers y (0 or 1), and its gradients.

    With $\mathrm{scores} = X w + b$ and $p = \mathrm{sigmoid}(\mathrm{scores})$,
    $\mathrm{loss} = -\frac1N \sum_n \left( y_n \log p_n + (1 - y_n) \log(1 - p_n) \right)$.
    It is finite and right for scores of any size.
    Returns loss, dw and db.
    """
    scores = X @ w + b
    z = np.exp(-np.abs(scores))
    loss = np.mean(np.maximum(scores, 0) - scores * y + np.log1p(z))
    p = np.where(scores >= 0, 1, z) / (1 + z)
    dscores = (p - y) / len(X)
    dw = X.T @ dscores
    db = dscores.sum()
    return loss, dw, db


def logistic_fit(
    X: Float[np.ndarray, "N D"],
    y: Int[np.ndarray, "N"],
    lr: float,
    steps: int,
) -> tuple[Float[np.ndarray, "D"], float]:
    r"""Fit the model by gradient descent on all examples at once.

    From w = 0 and b = 0, steps times: $w \leftarrow w - \mathrm{lr}\, dw$, $b \leftarrow b - \mathrm{lr}\, db$.
    Returns w and b.
    """
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(steps):
        _, dw, db = logistic_loss(X, y, w, b)
        w = w - lr * dw
        b = b - lr * db
    return w, b


def logistic_predict(
    X: Float[np.ndarray, "N D"],
    w: Float[np.ndarray, "D"],
    b: float,
) -> Int[np.ndarray, "N"]:
    r"""Return 1 for each row of X that is a yes with more than 50 percent, else 0."""
    yhat = (X @ w + b > 0).astype(int)
    return yhat
