r"""Minibatches: the data in small portions, and a part that is kept aside."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float, Int


def iterate_minibatches(
    X: Float[np.ndarray, "N ..."],
    y: Int[np.ndarray, "N"],
    batch_size: int,
    rng: np.random.Generator,
) -> Iterator[tuple[Float[np.ndarray, "B ..."], Int[np.ndarray, "B"]]]:
    r"""Go through all rows once, in random order: one epoch.

    Each row of X comes with its own label of y. All batches have batch_size rows but the last,
    which has what is left. The order comes from rng and from nothing else.
    Yields X_batch, y_batch, batch by batch.
    """
    raise NotImplementedError("write iterate_minibatches here")


def train_val_split(
    X: Float[np.ndarray, "N ..."], y: Int[np.ndarray, "N"], frac: float, rng: np.random.Generator
) -> tuple[
    Float[np.ndarray, "T ..."],
    Int[np.ndarray, "T"],
    Float[np.ndarray, "V ..."],
    Int[np.ndarray, "V"],
]:
    r"""Put a random part of the rows aside for validation.

    $V = \mathrm{frac} \cdot N$ rows (rounded) are for validation, the others for training; no row is in
    both. Each keeps its label. Which rows they are comes from rng and from nothing else.
    Returns X_train, y_train, X_val, y_val.
    """
    raise NotImplementedError("write train_val_split here")
