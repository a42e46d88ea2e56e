"""Learning curves: curves as they are drawn in textbooks, in any unit."""

import numpy as np

from grader.properties import Wrong, check

WORDS = ("underfitting", "overfitting", "good fit")


@check("diagnose", "textbook curves")
def textbook_curves(layer):
    t = np.arange(1, 30)
    falling = 2 * np.exp(-t / 5)
    for train, val, expected, says in [
        (1.6 + 0.2 * falling, 1.7 + 0.15 * falling, 0, "both curves stay high"),
        (
            0.05 + falling,
            0.7 + 0.6 * falling,
            1,
            "the training loss vanishes, and the validation loss stays far above it",
        ),
        (0.2 + falling, 0.2 + 2 * np.exp(-t / 3) + 0.017 * t, 1, "the validation loss has turned, and rises"),
        (0.2 + falling, 0.3 + falling, 2, "both fall, stay low and stay together"),
    ]:
        for unit in (1.0, 1000.0):
            given = layer.diagnose(2.0 * unit, train * unit, np.append(2.1, val) * unit)
            if not given[expected]:
                said = " ".join(word for word, flag in zip(WORDS, given, strict=True) if flag)
                in_unit = "" if unit == 1 else ", and all losses are a thousand times as large"
                raise Wrong(f"Here {says}{in_unit}", yours=said, expected=WORDS[expected])
