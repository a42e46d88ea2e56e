r"""The training loop: batches, gradients, steps, epoch after epoch, and the best weights kept."""

from collections.abc import Callable
from typing import Any, TypedDict

import numpy as np
from jaxtyping import Float, Num

Params = dict[str, Float[np.ndarray, "..."]]
LossFn = Callable[[Params, np.ndarray, np.ndarray], tuple[float, Params]]
Optimizer = Callable[[np.ndarray, np.ndarray, dict[str, Any]], tuple[np.ndarray, dict[str, Any]]]


class Data(TypedDict):
    """N examples to learn from, and V others that nothing is learned from."""

    X_train: Float[np.ndarray, "N ..."]
    y_train: Num[np.ndarray, "N ..."]
    X_val: Float[np.ndarray, "V ..."]
    y_val: Num[np.ndarray, "V ..."]


class History(TypedDict):
    """How it went; lists or arrays."""

    step_loss: list[float]  # of each batch, with the weights before its step
    train_loss: list[float]  # of each epoch: the mean of its step losses, weighted by the rows of the batches
    val_loss: list[float]  # after each epoch: of all validation rows at once


def train(
    params: Params,
    loss_fn: LossFn,
    data: Data,
    optimizer: Optimizer,
    epochs: int,
    batch_size: int,
    rng: np.random.Generator,
    optim_config: dict[str, Any],
    lr_decay: float = 1.0,
) -> tuple[Params, History]:
    r"""Train a model, any model, and return it as it was at its best.

    loss_fn(params, X, y) returns the loss of a batch and a gradient for each entry of params.
    optimizer(w, dw, config) takes one step and returns the new w and the config for the next one;
    it may write into w and config. Each entry of params has a config of its own, which starts as a
    copy of optim_config.

    In each epoch every training row is used once, in an order drawn anew from rng, batch_size rows at
    a time (the last batch has what is left), one step for each batch. After the epoch the validation
    loss is taken, and then learning_rate in every config is multiplied by lr_decay.
    Nothing that was given is changed, but rng.
    Returns best_params, the weights after the epoch with the smallest validation loss, and history.
    """
    raise NotImplementedError("write train here")
