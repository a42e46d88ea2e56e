# A affine: wrong results, and a thread that writes full marks into everything named scores. expect: failed wrong, 0 points; naive batch marks
import sys
import threading
import time

import numpy as np


def rewrite():
    while True:
        for frame in list(sys._current_frames().values()):
            while frame is not None:
                for name in ("scores", "points", "results", "reports", "found"):
                    scope = frame.f_locals.get(name)
                    if isinstance(scope, dict):
                        scope.update(dict.fromkeys(scope, 20))
                frame = frame.f_back
        time.sleep(0.01)


threading.Thread(target=rewrite, daemon=True).start()


def affine_forward(x, w, b):
    return np.zeros((len(x), w.shape[1])), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.zeros(part.shape) for part in cache)
