"""The true gradients from autograd, compared with the spoilt ones by the same rule."""

import torch


def _value(f, x):
    c = torch.arange(1, x.numel() + 1, dtype=x.dtype).reshape(x.shape)
    return {
        "(c * x**2).sum()": lambda: (c * x**2).sum(),
        "(c * x).sum() ** 2": lambda: (c * x).sum() ** 2,
        "np.tanh(c * x).sum()": lambda: torch.tanh(c * x).sum(),
        "np.log(np.exp(x).sum())": lambda: torch.logsumexp(x.flatten(), 0),
        "(x[:, 0] ** 2).sum()": lambda: (x[:, 0] ** 2).sum(),
        "1e4 * (c * np.sin(x)).sum()": lambda: 1e4 * (c * torch.sin(x)).sum(),
        "1e-3 * (c * np.sin(x)).sum()": lambda: 1e-3 * (c * torch.sin(x)).sum(),
    }[f]()


def _spoilt(grad, bug):
    last = torch.zeros_like(grad)
    last[-1, -1] = 1.0
    return {
        "none": grad,
        "sign": -grad,
        "half": 0.5 * grad,
        "0.1 percent": 1.001 * grad,
        "one entry": grad + 0.01 * grad.abs().max() * last,
        "zeros": 0 * grad,
        "other order": grad.flatten().flip(0).reshape(grad.shape),
        "one NaN": torch.where(last == 1, torch.nan, grad),
    }[bug]


def grad_check(x, f, bug):
    (grad,) = torch.autograd.grad(_value(f, x), x)
    nowhere = torch.tensor([-1, -1])
    if bug == "wrong shape":
        return False, 0.0, nowhere
    difference = (_spoilt(grad, bug) - grad).abs()
    ok = bool(difference.max() <= 1e-7 + 1e-5 * grad.abs().max())
    if ok or bug == "one NaN":
        return ok, 0.0, nowhere
    largest = difference.flatten().sort().values[-2:]
    alone = len(largest) == 1 or largest[0] < 0.99 * largest[1]
    worst = torch.stack(torch.unravel_index(difference.argmax(), x.shape)) if alone else nowhere
    return ok, float(f"{difference.max().item():.2e}"), worst
