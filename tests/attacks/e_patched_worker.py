# E affine: wrong results, and the worker's own functions and modules are others. expect: failed wrong, 0 points; unshown our wire alone
import sys

import numpy as np

for name, module in list(sys.modules.items()):
    if name.startswith("dlgrade_worker."):
        for limit in ("MAX_HEADER", "MAX_PAYLOAD", "MAX_DEPTH", "MAX_ITEMS"):
            if hasattr(module, limit):
                setattr(module, limit, 1 << 60)
sys.modules["dlgrade_worker.program"].describe = lambda *_: {"type": "", "message": "", "frames": [], "line": 0, "name": ""}
sys.modules["dlgrade_worker.program"].counted = lambda function, *_: function


def affine_forward(x, w, b):
    return np.zeros((len(x), w.shape[1])), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.zeros(part.shape) for part in cache)
