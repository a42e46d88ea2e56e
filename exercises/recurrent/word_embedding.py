r"""Word embedding: every word of the vocabulary has a row of learnt numbers."""

import numpy as np
from jaxtyping import Float, Int


def word_embedding_forward(
    x: Int[np.ndarray, "N T"], W: Float[np.ndarray, "V D"]
) -> tuple[Float[np.ndarray, "N T D"], object]:
    r"""Look up the row of each word: $\mathrm{out}_{n,t} = W_{x_{n,t}}$.

    x holds the words' numbers, from 0 to V - 1.
    Returns out, and whatever the backward pass needs as cache.
    """
    raise NotImplementedError("write word_embedding_forward here")


def word_embedding_backward(dout: Float[np.ndarray, "N T D"], cache: object) -> Float[np.ndarray, "V D"]:
    r"""Gradient of the table: $dW_v = \sum_{n,t:\, x_{n,t} = v} dout_{n,t}$.

    A row gets the sum over all places where its word stood, and zero where it stood nowhere.
    Returns dW.
    """
    raise NotImplementedError("write word_embedding_backward here")
