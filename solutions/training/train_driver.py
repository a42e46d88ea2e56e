"""Hands train a linear model, data whose rows are numbered, and one of three optimisers."""

from typing import Literal

import numpy as np
from jaxtyping import Float, Int


def train(
    W: Float[np.ndarray, "D M"],
    b: Float[np.ndarray, "M"],
    x: Float[np.ndarray, "D"],
    t: Float[np.ndarray, "M"],
    X_val: Float[np.ndarray, "V D"],
    t_val: Float[np.ndarray, "V M"],
    N: int,
    optimizer: Literal["sgd", "momentum, in place", "adam"],
    epochs: int,
    batch_size: int,
    rng: np.random.Generator,
    learning_rate: float,
    lr_decay: float | None,
) -> tuple[
    Float[np.ndarray, "D M"],
    Float[np.ndarray, "M"],
    Float[np.ndarray, "S"],
    Float[np.ndarray, "E"],
    Float[np.ndarray, "E"],
    Int[np.ndarray, "E N"],
    bool,
    bool,
    bool,
]:
    """Train x @ W + b towards t on N equal rows x, and validate it on X_val and t_val.

    What tells the rows apart is their number, which is their first entry and their label, and which
    the model does not look at. seen: how often each row comes with its own label, in each epoch.
    shuffled, repeatable: of 20 other rows in batches of 6, whether their order is random and another
    one in the next epoch, and whether a generator with the same seed gives the same order again.
    untouched: whether data, optim_config and the dictionary params are as they were.
    """
    data = {
        "X_train": np.column_stack([np.arange(N), np.tile(x, (N, 1))]),
        "y_train": np.arange(N),
        "X_val": np.column_stack([N + np.arange(len(X_val)), X_val]),
        "y_val": N + np.arange(len(X_val)),
    }
    targets = np.concatenate([np.tile(t, (N, 1)), t_val])
    params, config = {"W": W, "b": b}, {"learning_rate": learning_rate, "momentum": 0.9}
    given = dict(params), {name: array.copy() for name, array in data.items()}, dict(config)
    calls = []
    step = {"sgd": _sgd, "momentum, in place": _momentum, "adam": _adam}[optimizer]
    more = [] if lr_decay is None else [lr_decay]
    loss_fn = _loss_fn(targets, calls)
    result = submission.train(params, loss_fn, data, step, epochs, batch_size, rng, config, *more)
    best_W, best_b, step_loss, train_loss, val_loss = _parts(result)
    seen = _seen(calls, N, epochs, batch_size)
    first, second = _orders(1)
    blocks = all(np.ptp(first[start : start + 6]) < 6 for start in range(0, len(first), 6))
    shuffled = not blocks and first != second
    repeatable = (first, second) == _orders(1)
    same_data = data.keys() == given[1].keys() and all(np.array_equal(data[name], given[1][name]) for name in data)
    same_params = params.keys() == given[0].keys() and all(params[name] is given[0][name] for name in params)
    untouched = same_data and same_params and config == given[2]
    return best_W, best_b, step_loss, train_loss, val_loss, seen, shuffled, repeatable, untouched


def _loss_fn(targets, calls):
    """Half the squared error of the linear model, its mean over the rows; notes which rows are asked for."""

    def loss_fn(params, X, y):
        if not isinstance(params, dict) or np.ndim(X) != 2 or np.ndim(y) != 1:
            raise TypeError("loss_fn is called as loss_fn(params, X, y), with params a dictionary")
        if len(X) != len(y):
            raise TypeError(f"loss_fn is given {len(X)} rows with {len(y)} labels")
        calls.append((X[:, 0].astype(int).tolist(), y.tolist()))
        rows = X[:, 1:]
        error = rows @ params["W"] + params["b"] - targets[y]
        loss = 0.5 * np.sum(error**2) / len(X)
        grads = {"b": error.sum(axis=0) / len(X), "W": rows.T @ error / len(X)}
        return loss, grads

    return loss_fn


def _sgd(w, dw, config):
    return w - config["learning_rate"] * dw, config


def _momentum(w, dw, config):
    """Write into w and config."""
    v = config.setdefault("velocity", np.zeros(w.shape))
    v *= config["momentum"]
    v -= config["learning_rate"] * dw
    w += v
    return w, config


def _adam(w, dw, config):
    """Return a new w and a new config."""
    t = config.get("t", 0) + 1
    m = 0.9 * config.get("m", 0) + 0.1 * dw
    v = 0.99 * config.get("v", 0) + 0.01 * dw**2
    next_w = w - config["learning_rate"] * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.99**t)) + 1e-8)
    return next_w, {**config, "m": m, "v": v, "t": t}


def _parts(result):
    """The results of train, which are None as long as it returns none."""
    if result is None:
        return (None,) * 5
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise TypeError("return two values: the dictionary best_params, and the dictionary history")
    best_params, history = result
    if not isinstance(best_params, dict) or best_params.keys() != {"W", "b"}:
        raise TypeError("the first result is best_params, a dictionary with the same keys as params: W, b")
    if not isinstance(history, dict) or not {"step_loss", "train_loss", "val_loss"} <= history.keys():
        raise TypeError("the second result is history, a dictionary with step_loss, train_loss and val_loss")
    curves = [np.array(history[name], float) for name in ("step_loss", "train_loss", "val_loss")]
    return best_params["W"], best_params["b"], *curves


def _seen(calls, N, epochs, batch_size):
    """Count the training rows of the steps; a look at all of them at once is no step, unless a batch holds all."""
    steps = [(ids, labels) for ids, labels in calls if max(ids) < N and len(ids) <= batch_size]
    pairs = [pair for ids, labels in steps for pair in zip(ids, labels, strict=True)]
    seen = np.zeros((epochs, N), dtype=np.int64)
    for place, (row, label) in enumerate(pairs):
        seen[min(place // N, epochs - 1), row] += row == label
    return np.minimum(seen, 1) if batch_size >= N else seen


def _orders(seed):
    """In which order 20 rows come in two epochs."""
    calls = []
    data = {
        "X_train": np.column_stack([np.arange(20), np.ones(20)]),
        "y_train": np.arange(20),
        "X_val": np.array([[20.0, 1.0]]),
        "y_val": np.array([20]),
    }
    params = {"W": np.zeros((1, 1)), "b": np.zeros(1)}
    loss_fn, rng = _loss_fn(np.zeros((21, 1)), calls), np.random.default_rng(seed)
    submission.train(params, loss_fn, data, _sgd, 2, 6, rng, {"learning_rate": 0.1}, 1.0)
    order = [row for ids, _ in calls if max(ids) < 20 and len(ids) <= 6 for row in ids]
    return order[:20], order[20:]
