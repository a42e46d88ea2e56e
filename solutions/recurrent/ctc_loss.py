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
    N = x.shape[0]
    logp = _log_softmax(x)
    losses, dx = np.zeros(N), np.zeros(x.shape)
    nothing = [-np.inf, -np.inf]
    for n in range(N):
        T, S = input_lengths[n], target_lengths[n]
        states = np.full(2 * S + 1, blank)
        states[1::2] = targets[n, :S]
        two_before = np.append([blank, blank], states)[:-2]
        may_skip = states != two_before
        emit = logp[n, :T][:, states]

        alpha = np.full(emit.shape, -np.inf)
        alpha[0, :2] = emit[0, :2]
        for t in range(1, T):
            before = np.append(nothing, alpha[t - 1])
            stay, step, skip = before[2:], before[1:-1], np.where(may_skip, before[:-2], -np.inf)
            alpha[t] = np.logaddexp(np.logaddexp(stay, step), skip) + emit[t]
        log_total = np.logaddexp.reduce(alpha[-1, -2:])

        beta = np.full(emit.shape, -np.inf)
        beta[-1, -2:] = 0
        may_skip_on = np.append(may_skip, [False, False])[2:]
        for t in reversed(range(T - 1)):
            after = np.append(beta[t + 1] + emit[t + 1], nothing)
            stay, step, skip = after[:-2], after[1:-1], np.where(may_skip_on, after[2:], -np.inf)
            beta[t] = np.logaddexp(np.logaddexp(stay, step), skip)

        losses[n] = -log_total
        gamma = np.exp(alpha + beta - log_total)
        dx[n, :T] = np.exp(logp[n, :T])
        for s, symbol in enumerate(states):
            dx[n, :T, symbol] -= gamma[:, s]
    loss = losses.sum() / N
    dx /= N
    return loss, dx
