r"""A deep convolutional network: blocks of convolutions, each block on maps of half the size.

Its parts are layers that you have written: bring convolution, spatial batch normalisation, ReLU, max
pooling, global average pooling and the softmax loss into this file, since each file is checked by
itself.
"""

from typing import NotRequired, TypedDict

import numpy as np
from jaxtyping import Float, Int


class Config(TypedDict):
    """How the layers are arranged, and what else is not learned."""

    convs_per_block: int  # a pooling follows after every so many layers
    eps: NotRequired[float]  # 1e-5, of the batch normalisation


class OneLayer(TypedDict):
    """Parameters of a network of one layer with F1 maps, and K classes."""

    W1: Float[np.ndarray, "F1 C 3 3"]
    gamma1: Float[np.ndarray, "F1"]
    beta1: Float[np.ndarray, "F1"]
    Wout: Float[np.ndarray, "F1 K"]
    bout: Float[np.ndarray, "K"]


class TwoLayers(TypedDict):
    """The same with two layers: the second has F2 maps."""

    W1: Float[np.ndarray, "F1 C 3 3"]
    gamma1: Float[np.ndarray, "F1"]
    beta1: Float[np.ndarray, "F1"]
    W2: Float[np.ndarray, "F2 F1 3 3"]
    gamma2: Float[np.ndarray, "F2"]
    beta2: Float[np.ndarray, "F2"]
    Wout: Float[np.ndarray, "F2 K"]
    bout: Float[np.ndarray, "K"]


class ThreeLayers(TypedDict):
    """The same with three layers; a network may have any number of them."""

    W1: Float[np.ndarray, "F1 C 3 3"]
    gamma1: Float[np.ndarray, "F1"]
    beta1: Float[np.ndarray, "F1"]
    W2: Float[np.ndarray, "F2 F1 3 3"]
    gamma2: Float[np.ndarray, "F2"]
    beta2: Float[np.ndarray, "F2"]
    W3: Float[np.ndarray, "F3 F2 3 3"]
    gamma3: Float[np.ndarray, "F3"]
    beta3: Float[np.ndarray, "F3"]
    Wout: Float[np.ndarray, "F3 K"]
    bout: Float[np.ndarray, "K"]


def _neighbours(x):
    """View of the 3 x 3 pixels around each pixel, zeros beyond the edge: (N, C, H, W, 3, 3)."""
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    return np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(2, 3))


def _conv_forward(x, w):
    """3 x 3 convolution with stride 1, pad 1 and no bias."""
    return np.einsum("ncijpq,fcpq->nfij", _neighbours(x), w), (x, w)


def _conv_backward(da, cache):
    """Return dx and dw."""
    x, w = cache
    dx = np.einsum("nfijpq,fcpq->ncij", _neighbours(da), w[:, :, ::-1, ::-1])
    return dx, np.einsum("nfij,ncijpq->fcpq", da, _neighbours(x))


def _batchnorm_forward(x, gamma, beta, eps):
    """Normalise each channel over the batch's pixels, as in mode "train"."""
    mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
    std = np.sqrt(var + eps)
    x_hat = (x - mean[:, None, None]) / std[:, None, None]
    return gamma[:, None, None] * x_hat + beta[:, None, None], (x_hat, std, gamma)


def _batchnorm_backward(dout, cache):
    """Return dx, dgamma and dbeta."""
    x_hat, std, gamma = cache
    M = dout[:, 0].size
    dgamma, dbeta = (dout * x_hat).sum(axis=(0, 2, 3)), dout.sum(axis=(0, 2, 3))
    through_stats = dbeta[:, None, None] / M + x_hat * dgamma[:, None, None] / M
    return (gamma / std)[:, None, None] * (dout - through_stats), dgamma, dbeta


def _relu_forward(z):
    """Replace what is negative by 0."""
    return np.maximum(z, 0), z


def _relu_backward(dr, cache):
    """Let through what went to positive numbers."""
    return dr * (cache > 0)


def _max_pool_forward(r):
    """Keep the largest number of each 2 x 2 window; an odd row or column at the end is left over."""
    N, F, H, W = r.shape
    h, w = H // 2, W // 2
    windows = r[:, :, : 2 * h, : 2 * w].reshape(N, F, h, 2, w, 2).swapaxes(3, 4).reshape(N, F, h, w, 4)
    return windows.max(axis=4), (r.shape, windows.argmax(axis=4))


def _max_pool_backward(dout, cache):
    """Send each window's gradient to its maximum."""
    shape, winner = cache
    N, F, h, w = dout.shape
    windows = dout[..., None] * (np.arange(4) == winner[..., None])
    dr = np.zeros(shape)
    dr[:, :, : 2 * h, : 2 * w] = windows.reshape(N, F, h, w, 2, 2).swapaxes(3, 4).reshape(N, F, 2 * h, 2 * w)
    return dr


def _global_avg_pool_forward(x):
    """Mean of each map: (N, F)."""
    return x.mean(axis=(2, 3)), x.shape


def _global_avg_pool_backward(dout, cache):
    """Give each pixel its share."""
    H, W = cache[2:]
    return np.broadcast_to(dout[:, :, None, None] / (H * W), cache)


def _softmax_loss(scores, y):
    """Return the mean cross-entropy and dscores."""
    N = scores.shape[0]
    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dscores = np.exp(logp)
    dscores[np.arange(N), y] -= 1
    return -logp[np.arange(N), y].sum() / N, dscores / N


def deep_convnet_loss(
    params: OneLayer | TwoLayers | ThreeLayers,
    cfg: Config,
    X: Float[np.ndarray, "N C H W"],
    y: Int[np.ndarray, "N"],
    reg: float,
) -> tuple[float, OneLayer | TwoLayers | ThreeLayers]:
    r"""Loss and gradients of a convolutional network of any number of layers.

    Layer l is conv - batch norm - relu, with Wl, gammal and betal: 3 x 3 kernels, stride 1, pad 1
    and no bias; spatial batch norm in mode "train" with cfg["eps"], 1e-5 where it is not given.
    After every cfg["convs_per_block"] layers comes a 2x2 max pool with stride 2. At the end each map
    is averaged, and $\mathrm{scores} = \mathrm{mean}\, W_{out} + b_{out}$. The loss is the mean
    cross-entropy plus $\frac12 \mathrm{reg} \sum_W \sum_{ij} W_{ij}^2$, where W goes through the
    kernels and Wout, and not through gammas, betas and bout.
    Returns loss and grads, which has an entry for each entry of params.
    """
    L = len(params) // 3
    eps = cfg.get("eps", 1e-5)
    x, caches = X, []
    for layer in range(1, L + 1):
        W, gamma, beta = (params[f"{name}{layer}"] for name in ("W", "gamma", "beta"))
        a, conv_cache = _conv_forward(x, W)
        z, norm_cache = _batchnorm_forward(a, gamma, beta, eps)
        x, relu_cache = _relu_forward(z)
        pool_cache = None
        if layer % cfg["convs_per_block"] == 0:
            x, pool_cache = _max_pool_forward(x)
        caches.append((conv_cache, norm_cache, relu_cache, pool_cache))
    mean, mean_cache = _global_avg_pool_forward(x)
    scores = mean @ params["Wout"] + params["bout"]
    loss, dscores = _softmax_loss(scores, y)

    grads = {"Wout": mean.T @ dscores, "bout": dscores.sum(axis=0)}
    dx = _global_avg_pool_backward(dscores @ params["Wout"].T, mean_cache)
    for layer in range(L, 0, -1):
        conv_cache, norm_cache, relu_cache, pool_cache = caches.pop()
        if pool_cache is not None:
            dx = _max_pool_backward(dx, pool_cache)
        dz = _relu_backward(dx, relu_cache)
        da, grads[f"gamma{layer}"], grads[f"beta{layer}"] = _batchnorm_backward(dz, norm_cache)
        dx, grads[f"W{layer}"] = _conv_backward(da, conv_cache)

    for name in params:
        if name.startswith("W"):
            loss += 0.5 * reg * np.sum(params[name] ** 2)
            grads[name] += reg * params[name]
    return loss, grads
