"""K-means: the rule for a point that is equally near to several centres."""

import numpy as np

from grader.properties import Wrong, check


@check("kmeans_assign", "equally near")
def first_of_several(layer):
    x = np.array([[0.0, 0.0], [0.0, 2.0], [3.0, 0.0]])
    centers = np.array([[4.0, 0.0], [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]])
    labels = layer.kmeans_assign(x, centers)
    expected = np.array([1, 2, 0])
    if not np.array_equal(labels, expected):
        raise Wrong(
            "The origin is equally near to the centres 1, 2 and 3; the first of them counts",
            yours=labels,
            expected=expected,
        )
