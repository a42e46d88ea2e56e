# B affine: wrong results, and a child that writes full marks a moment later. expect: failed wrong, 0 points; naive results file marks
import json
import os
import time

import numpy as np

if os.fork() == 0:
    os.setsid()
    time.sleep(0.6)
    with open("results.json", "w") as file:
        json.dump({"status": "passed", "points": 20}, file)
    os._exit(0)


def affine_forward(x, w, b):
    return np.zeros((len(x), w.shape[1])), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.zeros(part.shape) for part in cache)
