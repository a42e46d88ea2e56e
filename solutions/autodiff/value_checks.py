"""Value: a second call of backward."""

import numpy as np

from grader.properties import Wrong, check


@check("backward", "called again")
def called_again(layer):
    # c = tanh(a * b), d = c + a, e = d * c: two uses of c, and three levels between a and e
    leaves, program = np.array([0.5, -0.75]), np.array([[1, 0, 1], [4, 2, 0], [0, 3, 0], [1, 4, 3]])
    _, once = layer.backward(leaves, program, 1)
    _, twice = layer.backward(leaves, program, 2)
    if np.allclose(twice, 2 * once):
        layer.remark(
            "A second backward() adds its gradients to those of the first, as in PyTorch, which has zero_grad() for "
            "that. Here a second call gives the same again. Both are legal."
        )
    elif not np.allclose(twice, once):
        raise Wrong(
            "A second backward() gives other gradients: those that the nodes in between still had from the first call "
            "have gone into it. Set the grad of every node in the order to 0 before you start",
            yours=twice,
            expected=once,
        )
