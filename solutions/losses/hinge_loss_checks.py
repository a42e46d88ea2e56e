"""Hinge loss: scores that are whole numbers, and margins of exactly 0."""

import numpy as np

from grader.properties import Wrong, check


@check("svm_loss", "whole numbers")
def whole_numbers(layer):
    """Even scores differ by even numbers, so that no margin is exactly 0."""
    x = np.array([[4, 2, 6], [0, -2, 0]])
    loss, dx = layer.svm_loss(x, np.array([0, 2]))
    expected = np.array([[-0.5, 0.0, 0.5], [0.5, 0.0, -0.5]])
    if not abs(float(loss) - 2) < 1e-9:
        raise Wrong("The loss is wrong where x holds whole numbers", yours=float(loss), expected=2.0)
    if np.shape(dx) != x.shape or not np.allclose(dx, expected, rtol=0, atol=1e-9):
        raise Wrong(
            "dx is wrong where x holds whole numbers: it needs an array of its own that takes fractions",
            yours=dx,
            expected=expected,
        )


@check("svm_loss", "gradient at the margin")
def gradient_at_the_margin(layer):
    """A lead of exactly 1 is the kink: any slope from 0 to 1 is legal there."""
    _, dx = layer.svm_loss(np.array([[2.0, 1.0, -5.0]]), np.array([0]))
    slope = float(dx[0, 1])
    if not 0 <= slope <= 1 or not np.allclose(dx, [[-slope, slope, 0.0]], rtol=0, atol=1e-9):
        raise Wrong(
            "Where the lead is exactly 1, the wrong class gets a slope from 0 to 1 and the right class minus that",
            yours=dx,
            expected=np.zeros((1, 3)),
        )
    if slope != 0:
        layer.remark(
            f"Your slope where the lead is exactly 1 is {slope:g}; here and in PyTorch it is 0. Both are legal."
        )
