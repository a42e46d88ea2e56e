"""Value: a second call of backward, and nodes that are used at several depths."""

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


@check("backward", "a long ladder")
def long_ladder(layer):
    # each node is used by the next two: whoever hands on a gradient too early is found out, whatever the order of a set
    program, nodes = [], 2
    for step in range(12):
        one, other = (nodes - 1, nodes - 2) if step % 2 else (nodes - 2, nodes - 1)
        program += [[0, one, other], [4, nodes, 0]]
        nodes += 2

    def ladder(leaves):
        values = list(leaves)
        for op, i, j in program:
            values.append(values[i] + values[j] if op == 0 else np.tanh(values[i]))
        return values[-1]

    leaves = np.array([0.25, -0.5])
    moved = [leaves + h * np.eye(2)[i] for i in range(2) for h in (1e-5, -1e-5)]
    expected = np.diff([ladder(it) for it in moved])[::2] / -2e-5
    _, grads = layer.backward(leaves, np.array(program), 1)
    if not np.allclose(grads, expected, rtol=1e-5):
        raise Wrong(
            "In a long expression, whose nodes are each used twice, the gradients are wrong. A node may hand its "
            "gradient on when all that use it have sent theirs: walk through the nodes in reverse topological order",
            yours=grads,
            expected=expected,
        )
