"""What drawn values cannot ask of AdamW: where epsilon stands, and which one it is."""

import numpy as np

from grader.properties import Wrong, check


@check("adamw", "epsilon outside the root")
def epsilon_outside_the_root(layer):
    w, dw = np.array([1.0, -2.0, 0.5]), np.array([0.25, -1.5, 0.5])
    m, v = np.array([0.5, -0.25, -1.0]), np.array([0.0625, 1.0, 0.5])
    lr, beta1, beta2, epsilon, decay = 0.5, 0.75, 0.875, 0.1, 0.25
    told = {"learning_rate": lr, "beta1": beta1, "beta2": beta2, "epsilon": epsilon, "weight_decay": decay}
    next_w, _ = layer.adamw(w.copy(), dw.copy(), {**told, "m": m.copy(), "v": v.copy(), "t": 2})
    m_hat = (beta1 * m + (1 - beta1) * dw) / (1 - beta1**3)
    second = beta2 * v + (1 - beta2) * dw**2
    correction = 1 - beta2**3
    root = np.sqrt(second / correction)

    def after(step):
        return w - lr * (step + decay * w)

    expected = after(m_hat / (root + epsilon))
    if _equal(next_w, expected):
        return
    if _equal(next_w, after(m_hat * np.sqrt(correction) / (np.sqrt(second) + epsilon))):
        layer.remark(
            "Your epsilon is added to the root of the uncorrected v. Adam's paper allows this short form; with the "
            "usual epsilon of 1e-8 nobody can tell, with 0.1 the steps are shorter."
        )
        return
    said = "with epsilon = 0.1 the step is not m_hat / (sqrt(v_hat) + epsilon)"
    if any(_equal(next_w, after(m_hat / np.sqrt(root**2 + e))) for e in (epsilon, epsilon / correction)):
        said = (
            "epsilon stands inside the square root. AdamW takes the root first and then adds epsilon: "
            "np.sqrt(v_hat) + epsilon"
        )
    elif _equal(next_w, after(m_hat / (root + 1e-8))):
        said = "config['epsilon'] is 0.1 here and was not used. Take it from config, and 1e-8 only where it is missing"
    raise Wrong(said, yours=next_w, expected=expected)


@check("adamw", "epsilon by default")
def epsilon_by_default(layer):
    """Only a gradient as small as epsilon shows which one is taken where none is given."""
    w, dw = np.zeros(3), np.array([1e-8, -2e-8, 4e-8])
    next_w, _ = layer.adamw(w.copy(), dw.copy())
    short, size = np.sqrt(0.001), np.abs(dw)
    legal = [-1e-3 * dw / (size + epsilon) for epsilon in (1e-8, 1e-8 / short)]
    inside = [-1e-3 * dw / np.sqrt(size**2 + epsilon) for epsilon in (1e-8, 1e-8 / short**2)]  # said above
    if not any(_equal(next_w, step) for step in legal + inside):
        raise Wrong(
            "a first step without config, with gradients of about 1e-8, has another length than with epsilon = 1e-8. "
            "That is the epsilon to take where config holds none",
            yours=next_w,
            expected=legal[0],
        )


def _equal(yours, expected):
    if np.shape(yours) != expected.shape:
        return False
    return bool(np.all(np.abs(yours - expected) <= 1e-7 + 1e-5 * np.abs(expected)))
