r"""CTC loss: learn which labels follow each other without being told at which step each of them is heard."""

import numpy as np
from jaxtyping import Float, Int


def _log_softmax(x: Float[np.ndarray, "N T C"]) -> Float[np.ndarray, "N T C"]:
    r"""Logarithms of the softmax over the last axis."""
    shifted = x - x.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def ctc_loss(
    x: Float[np.ndarray, "N T C"],
    targets: Int[np.ndarray, "N S"],
    input_lengths: Int[np.ndarray, "N"],
    target_lengths: Int[np.ndarray, "N"],
    blank: int = 0,
) -> tuple[float, Float[np.ndarray, "N T C"]]:
    r"""Mean of $-\log p(\mathrm{target})$, where p adds up all paths that spell the target, and its gradient.

    x holds scores; sequence n has input_lengths[n] steps and the first target_lengths[n] labels of
    targets[n] (there may be none), the rest is padding. No label is the blank, and every target fits
    into its sequence. $\alpha_{t,s}$ is the logarithm of the probability of all path beginnings that
    stand in state s at step t, $\beta_{t,s}$ that of all their continuations, and
    $\gamma_{t,s} = e^{\alpha_{t,s} + \beta_{t,s} - \log p}$;
    dx is the softmax, less the $\gamma$ of all states of a symbol, over N.
    Returns loss and dx.
    """
    raise NotImplementedError("write ctc_loss here")
