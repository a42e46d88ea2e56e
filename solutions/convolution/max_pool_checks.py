"""Max pooling: several equal maxima in one window."""

import numpy as np

from grader.properties import Wrong, check


@check("max_pool_backward_naive", "ties")
def ties(layer):
    # Windows side by side: two equal maxima, four, three, and one alone.
    x = np.array([[[[3.0, 1.0, -2.0, -2.0], [0.0, 3.0, -2.0, -2.0],
                    [5.0, 5.0, 7.0, 4.0], [5.0, 2.0, 6.0, -1.0]]]])  # fmt: skip
    dout = np.array([[[[2.0, -3.0], [1.5, 4.0]]]])
    _, cache = layer.max_pool_forward_naive(x, {"pool_height": 2, "pool_width": 2, "stride": 2})
    dx = np.asarray(layer.max_pool_backward_naive(dout, cache))
    if dx.shape != x.shape:
        raise Wrong("dx must have the shape of x", yours=dx.shape, expected=x.shape)
    shared = False
    for i, j in np.ndindex(2, 2):
        place = (0, 0, slice(2 * i, 2 * i + 2), slice(2 * j, 2 * j + 2))
        window, got, arrived = x[place], dx[place], dout[0, 0, i, j]
        largest = window == window.max()
        share = got / arrived
        if np.any(np.abs(got[~largest]) > 1e-9):
            raise Wrong(
                "Only a maximum may get a gradient",
                yours=got,
                expected=largest * arrived / largest.sum(),
            )
        if largest.sum() > 1 and np.all(np.abs(share[largest] - 1) < 1e-9):
            raise Wrong(
                f"Each of the {largest.sum()} equal maxima of a window gets the whole gradient, so "
                f"{largest.sum()} times as much comes back as arrived. Give it to one of them, or "
                "share it",
                yours=got,
                expected=largest * arrived / largest.sum(),
            )
        if abs(share.sum() - 1) > 1e-9 or np.any(share < -1e-9):
            raise Wrong(
                "What a window gets in all must be its dout, however many maxima it has",
                yours=got,
                expected=largest * arrived / largest.sum(),
            )
        shared = shared or bool(np.any((share > 1e-9) & (share < 1 - 1e-9)))
    if shared:
        layer.remark(
            "Equal maxima share their window's gradient in your file; PyTorch takes the first. Both are legal."
        )
    _overlapping(layer)


def _overlapping(layer):
    dout = np.array([[[[1.0, -2.0, 0.5], [3.0, 0.25, -1.0]]]])
    _, cache = layer.max_pool_forward_naive(np.zeros((1, 1, 3, 4)), {"pool_height": 2, "pool_width": 2, "stride": 1})
    dx = np.asarray(layer.max_pool_backward_naive(dout, cache))
    if abs(dx.sum() - dout.sum()) > 1e-9:
        raise Wrong(
            "On an image of zeros, dx and dout must have the same sum",
            yours=dx.sum(),
            expected=dout.sum(),
        )
