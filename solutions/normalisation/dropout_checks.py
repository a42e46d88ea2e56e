"""Dropout is random, so no two right answers are equal: what is judged are its properties."""

import numpy as np

from grader.properties import Wrong, check

SHAPE = (400, 50)  # 20,000 decisions: the share that is kept strays from p by 0.003, hardly ever by 0.02
STRAY = 0.02


@check("dropout_forward", "test mode changes nothing")
def forward_in_test_mode(layer):
    x = _values((6, 5))
    out, _ = layer.dropout_forward(x.copy(), {"mode": "test", "p": 0.3, "seed": 1})
    out = _array(out, x, "out")
    if _close(out, 0.3 * x):
        raise Wrong(
            "in test mode x is multiplied by p, as dropout did before it was inverted. The division by p in training "
            "has settled it: hand x on as it is",
            yours=out,
            expected=x,
        )
    if not _close(out, x):
        raise Wrong("in test mode the layer hands x on as it is: nothing dropped, no scale", yours=out, expected=x)


@check("dropout_forward", "one decision per element")
def one_decision_per_element(layer):
    for shape in [(40, 30), (12, 10, 8)]:
        kept = _kept(layer, shape, 0.3, 3)
        if kept.all() or not kept.any():
            continue  # the next check says so
        if (kept == kept[:1]).all():
            raise Wrong(
                "all rows have the same mask: one was drawn for the features and shared by the batch. Draw it in the "
                "shape of x, so that each entry has its own chance"
            )
        flat = kept.reshape(len(kept), -1)
        if (flat == flat[:, :1]).all():
            raise Wrong(
                "each example is kept or dropped as a whole: one decision was drawn per row. Draw the mask in the "
                "shape of x, so that each entry has its own chance"
            )
        if (kept == kept[..., :1]).all():
            raise Wrong(
                "the entries along the last axis of x are kept or dropped together. Draw the mask in the shape of x, "
                "so that each entry has its own chance"
            )
        if kept.ndim == 3 and (kept == kept[:, :1]).all():
            raise Wrong(
                "the entries along the middle axis of x are kept or dropped together. Draw the mask in the shape of "
                "x, so that each entry has its own chance"
            )
        if len(set(flat.sum(axis=1).tolist())) == 1:
            raise Wrong(
                "every row keeps exactly the same number of values. Each entry has its own chance, so the number "
                "varies: compare one uniform number per entry with p"
            )


@check("dropout_forward", "keep rate")
def keep_rate(layer):
    normal = {0.3: (0.618, 0.382), 0.8: ()}  # the shares below and above p of a normal distribution
    for p in normal:
        rate = float(np.mean(_kept(layer, SHAPE, p, 5)))
        if abs(rate - p) <= STRAY:
            continue
        told = {"yours": round(rate, 3), "expected": p}
        if abs(rate - (1 - p)) <= STRAY:
            raise Wrong(
                f"with p = {p} a share of {1 - p:.1f} is kept. That is p as the probability to DROP, or a comparison "
                "the wrong way round; here p is the probability to keep: rand < p",
                **told,
            )
        if any(abs(rate - share) <= STRAY for share in normal[p]):
            raise Wrong(
                f"with p = {p} a share of {rate:.3f} is kept, as if numbers from a normal distribution (randn) were "
                "compared with p. Use uniform ones: np.random.rand",
                **told,
            )
        raise Wrong(f"with p = {p} the share of values that are kept should be about {p}", **told)


@check("dropout_forward", "scale")
def scale(layer):
    for p in (0.3, 0.8):
        x = _values((30, 20))
        out, _ = layer.dropout_forward(x.copy(), {"mode": "train", "p": p, "seed": 7})
        out = _array(out, x, "out")
        kept = out != 0
        if not kept.any():
            raise Wrong(f"with p = {p} nothing is kept", yours=out)
        ratios = out[kept] / x[kept]
        if not _close(ratios, ratios[0]):
            raise Wrong(
                "the kept values are not all scaled alike. Every value that is kept is divided by p", yours=ratios[:8]
            )
        ratio = float(ratios[0])
        if abs(ratio - 1 / p) > 1e-6 / p:
            raise Wrong(_scale_said(ratio, p), yours=round(ratio, 6), expected=round(1 / p, 6))


@check("dropout_forward", "mean is preserved")
def mean_is_preserved(layer):
    for p in (0.3, 0.8):
        x = np.ones(SHAPE)
        out, _ = layer.dropout_forward(x.copy(), {"mode": "train", "p": p, "seed": 11})
        mean = float(np.mean(_array(out, x, "out")))
        if abs(mean - 1) > STRAY / p:
            raise Wrong(
                f"x is 1 everywhere, and with p = {p} the mean of out is not about 1. The share that is kept and the "
                "scale of the kept values have to make up for each other, or test mode sees other sizes than training",
                yours=round(mean, 3),
                expected=1.0,
            )


@check("dropout_forward", "p of 1 keeps everything")
def p_of_one(layer):
    x = _values((20, 10))
    out, _ = layer.dropout_forward(x.copy(), {"mode": "train", "p": 1.0, "seed": 2})
    changed = int(np.sum(~(np.abs(_array(out, x, "out") - x) <= 1e-9)))
    if changed:
        raise Wrong(
            f"p = 1 keeps every value, and 1 / p is 1, so out is x; {changed} of {x.size} entries differ from it. "
            "p is the probability to keep"
        )


@check("dropout_forward", "same seed, same mask")
def same_seed(layer):
    for seed in (0, 42):
        one, other = (_kept(layer, (12, 25), 0.6, seed) for _ in range(2))
        if not np.array_equal(one, other):
            raise Wrong(
                f"two calls with seed {seed} drop different values. Where dropout_param holds a seed, call "
                "np.random.seed with it before you draw the mask (0 is a seed, too)"
            )


@check("dropout_forward", "another seed, another mask")
def another_seed(layer):
    one, other = (_kept(layer, (12, 25), 0.6, seed) for seed in (1, 2))
    if np.array_equal(one, other):
        raise Wrong("seeds 1 and 2 give the same mask. Take the seed from dropout_param, not from the code")


@check("dropout_forward", "a fresh mask without a seed")
def fresh_mask(layer):
    one, other = (_kept(layer, (12, 25), 0.6, None) for _ in range(2))
    if np.array_equal(one, other):
        raise Wrong(
            "two calls without a seed drop the same values, so some would never be trained. Seed only where "
            "dropout_param holds a seed"
        )


@check("dropout_backward", "same mask as the forward")
def backward_mask(layer):
    for seed in (4, None):
        x, dout = _values((12, 10)), _values((12, 10))[::-1].copy()
        out, cache = layer.dropout_forward(x.copy(), _train(0.6, seed))
        dx = _array(layer.dropout_backward(dout.copy(), cache), x, "dx")
        kept = _array(out, x, "out") != 0
        if not kept.any() or kept.all():
            raise Wrong("the forward keeps all or nothing at p = 0.6, so there is no mask to compare with")
        if (dx != 0).all():
            raise Wrong(
                "the mask is missing in the backward pass: where a value was dropped, x had no influence on out, so "
                "its gradient is zero"
            )
        if not np.array_equal(dx != 0, kept):
            raise Wrong(
                "the backward pass drops other places than the forward. The gradient takes the way that the values "
                "took: keep the forward's mask in the cache, and draw nothing anew"
            )


@check("dropout_backward", "same scale as the forward")
def backward_scale(layer):
    p = 0.3
    x, dout = _values((12, 10)), _values((12, 10))[::-1].copy()
    out, cache = layer.dropout_forward(x.copy(), _train(p, 6))
    dx = _array(layer.dropout_backward(dout.copy(), cache), x, "dx")
    used = _array(out, x, "out") != 0
    used &= dx != 0
    if not used.any():
        raise Wrong("no gradient comes through where values were kept", yours=dx)
    forward, backward = out[used] / x[used], dx[used] / dout[used]
    if _close(backward, forward):
        return
    told = {"yours": round(float(backward[0]), 6), "expected": round(float(forward[0]), 6)}
    if _close(backward, 1.0):
        raise Wrong(
            "the scale is missing in the backward pass: the forward multiplied the kept values by 1 / p, so their "
            "gradients are multiplied by 1 / p, too",
            **told,
        )
    if _close(backward, forward**2):
        raise Wrong("the scale is applied twice. The mask holds it already: dx = dout * mask", **told)
    raise Wrong("kept gradients have to be scaled by what the forward multiplied the kept values by", **told)


@check("dropout_backward", "a cache of its own")
def own_cache(layer):
    x, dout = _values((12, 10)), _values((12, 10))[::-1].copy()
    out, cache = layer.dropout_forward(x.copy(), _train(0.6, 8))
    dx = _array(layer.dropout_backward(dout.copy(), cache), x, "dx")
    if not np.array_equal(dx != 0, _array(out, x, "out") != 0):
        return  # the check of the mask says so
    if not _close(_array(layer.dropout_backward(dout.copy(), cache), x, "dx"), dx):
        raise Wrong(
            "a second backward pass with the same cache gives another dx: the first has changed the mask. Leave what "
            "is in the cache as it is, and make a new array"
        )
    layer.dropout_forward(x.copy(), _train(0.6, 9))
    if not _close(_array(layer.dropout_backward(dout.copy(), cache), x, "dx"), dx):
        raise Wrong(
            "after another forward pass the first one's cache gives another dx: its mask was kept in one place for "
            "all. A network has several dropout layers; each keeps its mask in the cache that it returns"
        )


@check("dropout_backward", "test mode changes nothing")
def backward_in_test_mode(layer):
    x, dout = _values((6, 5)), _values((6, 5))[::-1].copy()
    _, cache = layer.dropout_forward(x.copy(), {"mode": "test", "p": 0.3})
    dx = _array(layer.dropout_backward(dout.copy(), cache), x, "dx")
    if not _close(dx, dout):
        raise Wrong(
            "after a forward in test mode, which hands x on as it is, dx is dout as it is", yours=dx, expected=dout
        )


def _values(shape):
    """Different numbers of both signs, none near zero."""
    count = int(np.prod(shape))
    return (np.linspace(0.5, 2.0, count) * np.where(np.arange(count) % 3, 1.0, -1.0)).reshape(shape)


def _train(p, seed):
    param = {"mode": "train", "p": p}
    return param if seed is None else {**param, "seed": seed}


def _kept(layer, shape, p, seed):
    x = np.ones(shape)
    out, _ = layer.dropout_forward(x, _train(p, seed))
    return _array(out, x, "out") != 0


def _array(value, like, name):
    if np.shape(value) != like.shape:
        raise Wrong(f"{name} must have the shape of x, {like.shape}", yours=np.shape(value), expected=like.shape)
    value = np.asarray(value, np.float64)
    if not np.isfinite(value).all():
        raise Wrong(f"{name} holds nan or infinity, although what went in does not. Do you divide by 1 - p?")
    return value


def _close(one, other):
    return bool(np.all(np.abs(np.asarray(one) - other) <= 1e-9))


def _scale_said(ratio, p):
    if abs(ratio - 1) < 1e-6:
        return (
            "the kept values are not scaled. Divide them by p in training, so that the mean stays what it was and "
            "test mode has nothing to do"
        )
    if abs(ratio - 1 / (1 - p)) < 1e-6:
        return "1 / (1 - p) is the scale for a DROP probability; here p is the probability to keep, so it is 1 / p"
    if abs(ratio - p) < 1e-6:
        return "the kept values are multiplied by p. Divide by p: fewer values have to carry the same mean"
    if abs(ratio - p / (1 - p)) < 1e-6 or abs(ratio - (1 - p) / p) < 1e-6:
        return "p and 1 - p are mixed in the scale. The kept values are divided by p and by nothing else"
    if abs(ratio - 1 / p**2) < 1e-6:
        return "the kept values are divided by p twice"
    return "the kept values have to be divided by p"
