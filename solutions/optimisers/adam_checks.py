"""What drawn values cannot ask of Adam: where epsilon stands, which one it is, and whose state it is."""

import numpy as np

from grader.properties import Wrong, check


@check("adam", "epsilon outside the root")
def epsilon_outside_the_root(layer):
    w = np.array([1.0, -2.0, 0.5])
    dw = np.array([0.25, -1.5, 0.5])
    m = np.array([0.5, -0.25, -1.0])
    v = np.array([0.0625, 1.0, 0.5])
    lr, beta1, beta2, epsilon, t = 0.5, 0.75, 0.875, 0.1, 2
    next_w, _ = layer.adam(
        w.copy(),
        dw.copy(),
        {
            "learning_rate": lr,
            "beta1": beta1,
            "beta2": beta2,
            "epsilon": epsilon,
            "m": m.copy(),
            "v": v.copy(),
            "t": t,
        },
    )
    m_hat = (beta1 * m + (1 - beta1) * dw) / (1 - beta1 ** (t + 1))
    second = beta2 * v + (1 - beta2) * dw**2
    correction = 1 - beta2 ** (t + 1)
    v_hat = second / correction
    expected = w - lr * m_hat / (np.sqrt(v_hat) + epsilon)
    if _equal(next_w, expected):
        return
    if _equal(next_w, w - lr * m_hat * np.sqrt(correction) / (np.sqrt(second) + epsilon)):
        layer.remark(
            "Your epsilon is added to the root of the uncorrected v. The paper allows this short form; with the "
            "usual epsilon of 1e-8 nobody can tell, with 0.1 the steps are shorter."
        )
        return
    inside = [m_hat / np.sqrt(v_hat + epsilon), m_hat / np.sqrt(second + epsilon) * np.sqrt(correction)]
    if any(_equal(next_w, w - lr * step) for step in inside):
        raise Wrong(
            "epsilon stands inside the square root. Adam takes the root first and then adds epsilon: "
            "np.sqrt(v_hat) + epsilon",
            yours=next_w,
            expected=expected,
        )
    if _equal(next_w, w - lr * m_hat / (np.sqrt(v_hat) + 1e-8)):
        raise Wrong(
            "config['epsilon'] is 0.1 here and was not used. Take it from config, and 1e-8 only where it is missing",
            yours=next_w,
            expected=expected,
        )
    raise Wrong(
        "with epsilon = 0.1 the step is not learning_rate * m_hat / (sqrt(v_hat) + epsilon)",
        yours=next_w,
        expected=expected,
    )


@check("adam", "epsilon by default")
def epsilon_by_default(layer):
    """Only a gradient as small as epsilon shows which one is taken where none is given."""
    w, dw = np.zeros(3), np.array([1e-8, -2e-8, 4e-8])
    next_w, _ = layer.adam(w.copy(), dw.copy())
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


@check("adam", "a state of its own")
def a_state_of_its_own(layer):
    weights = [np.array([[1.0, -1.0, 0.5], [2.0, 0.0, -2.0]]), np.array([0.5, 1.5, -1.0, 3.0])]
    gradients = [np.array([[0.5, -1.0, 2.0], [1.0, 0.25, -0.5]]), np.array([-1.0, 2.0, 0.5, -0.25])]
    first = []
    for w, dw in zip(weights, gradients, strict=True):
        next_w, config = layer.adam(w.copy(), dw.copy())
        first.append((next_w, config))
        expected = w - 1e-3 * np.sign(dw)
        if not _equal(next_w, expected):
            raise Wrong(
                "two parameters without a config took a step each, one of shape (2, 3), one of shape (4,). Each "
                "step is a first step and has the length learning_rate; a state that is kept outside config, or a "
                "dictionary as the default of config, lets one see what the other left",
                yours=next_w,
                expected=expected,
            )
    for (w, config), dw in zip(first, gradients, strict=True):
        next_w, config = layer.adam(w.copy(), -3 * dw, _plain(config))
        m_hat = (0.1 * 0.9 - 0.1 * 3) * dw / (1 - 0.9**2)
        v_hat = (0.001 * 0.999 + 0.001 * 9) * dw**2 / (1 - 0.999**2)
        expected = w - 1e-3 * m_hat / (np.sqrt(v_hat) + 1e-8)
        if not _equal(next_w, expected):
            raise Wrong(
                "two parameters took turns, each with the config that its own last step returned, and the second "
                "step went wrong. Everything that a step needs of the one before comes out of config",
                yours=next_w,
                expected=expected,
            )


def _equal(yours, expected):
    if np.shape(yours) != expected.shape:
        return False
    return bool(np.all(np.abs(yours - expected) <= 1e-7 + 1e-5 * np.abs(expected)))


def _plain(config):
    """What of a returned config can be handed back to the submission."""
    if not isinstance(config, dict):
        raise Wrong("adam has to return next_w and config, and config is a dictionary", yours=type(config).__name__)
    return {key: value for key, value in config.items() if isinstance(value, np.ndarray | np.generic | int | float)}
